/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads ring 0's modules, each segment with its own rights, into the tables
 * that all programs share.
 */

#include "boot/module.h"
#include "boot/initramfs.h"
#include "mm/read_only.h"
#include "task/exec.h"
#include "lib/gzip.h"
#include "panic/panic.h"
#include "lib/string.h"

/*
 * Bytes that must be free: the module's pages, at most one page table for each
 * page's alias in the direct map, and what the module asks for itself. After
 * this test nothing is undone.
 */
#define ROOM (2 * MODULE_WINDOW)

static struct file ring0_elf;
static const u8 *loaded[MODULES]; /* the file in each window, NULL: none */

void module_init(const struct boot_info *boot)
{
	ring0_elf = boot->ring0_elf;
}

const struct file *module_ring0_elf(void)
{
	return &ring0_elf;
}

bool module_open(struct elf_image *image, const struct file *file)
{
	const struct elf_limits limits = {
		.low = MODULE_AREA,
		.high = MODULE_AREA + MODULES * MODULE_WINDOW,
		.max_memory = MODULE_WINDOW,
	};

	return !elf_open(image, file->data, file->size, &limits).what;
}

static u32 window_of(const struct elf_image *image)
{
	return (image->segments[0].p_vaddr - MODULE_AREA) / MODULE_WINDOW;
}

/* Its header is where it must be, and all of it in that one window. */
static bool in_window(const struct elf_image *image)
{
	const elf_segment *first = &image->segments[0];
	u64 start = MODULE_AREA + window_of(image) * MODULE_WINDOW;
	u32 i;

	if (first->p_type != PT_LOAD || first->p_vaddr != start ||
	    first->p_filesz < sizeof(struct module_header))
		return false;
	for (i = 0; i < image->segment_count; i++)
		if (image->segments[i].p_vaddr - start +
			    image->segments[i].p_memsz > MODULE_WINDOW)
			return false;
	return true;
}

/* It was linked with the very file that runs. */
static bool fits(const struct elf_image *image)
{
	struct module_header header;

	memcpy(&header, image->data + image->segments[0].p_offset,
	       sizeof(header));
	return header.ring0_size == ring0_elf.size &&
	       header.ring0_crc == gzip_crc32(ring0_elf.data, ring0_elf.size);
}

static const char *map(const struct elf_image *image)
{
	const char *error;
	u32 i;

	error = exec_load_segments(&ring0_table, image, PTE_GLOBAL);
	if (error)
		return error;
	for (i = 0; i < image->segment_count; i++)
		if (!(image->segments[i].p_flags & PF_W))
			read_only_pages(image->segments[i].p_vaddr,
				      image->segments[i].p_memsz);
	return NULL;
}

static const char *load(const struct elf_image *image)
{
	const struct module_header *header =
		(const void *)image->segments[0].p_vaddr;
	const char *error;

	if (!in_window(image))
		return "it is not linked as a module is";
	if (loaded[window_of(image)] == image->data)
		return NULL;
	if (loaded[window_of(image)])
		return "another module is loaded at its address";
	if (pages_free() < ROOM / PAGE_SIZE)
		return "no memory for a module";
	if (!fits(image))
		return "it was linked with another ring0.elf";
	error = map(image);
	if (error)
		return error;
	extable_add(header->extable_start, header->extable_end);
	backtrace_add(image);
	loaded[window_of(image)] = image->data;
	if (header->init)
		header->init();
	return NULL;
}

const char *module_load(const char *name)
{
	struct elf_image image;
	struct file file;
	bool own;

	if (!initramfs_find(name, &file, &own))
		return "no such file in the initramfs";
	if (!own)
		return "a file of the boot volume has its name";
	if (!module_open(&image, &file))
		return "it is no module";
	return load(&image);
}

const char *module_run(const struct elf_image *image)
{
	void (*entry)(void) = (void (*)(void))image->header->e_entry;
	const char *error = load(image);

	if (!error)
		entry();
	return error;
}
