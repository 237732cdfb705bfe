/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads ring 0's module, with its segments' rights, into the tables that all
 * programs share. It comes from Gatehouse's own archives alone (programs.c):
 * what is on the boot volume has no business in ring 0.
 */

#include "boot/module.h"
#include "mm/read_only.h"
#include "task/exec.h"
#include "lib/gzip.h"
#include "panic/panic.h"
#include "lib/string.h"

#define MAX_MEMORY (1u << 20)
/*
 * What must be free: its pages, a table at most for each one's alias in the
 * direct map, and what it asks for itself. Behind this nothing is undone.
 */
#define ROOM (2 * MAX_MEMORY)

static struct file ring0_elf;
static const u8 *loaded; /* the file, NULL: none is */

void module_init(const struct boot_info *boot)
{
	ring0_elf = boot->ring0_elf;
}

bool module_open(struct elf_image *image, const struct file *file)
{
	const struct elf_limits limits = {
		.low = RING0_MODULE,
		.high = RING0_MODULE + MAX_MEMORY,
		.max_memory = MAX_MEMORY,
	};

	return !elf_open(image, file->data, file->size, &limits).what;
}

/* It was linked with the very file that runs. */
static bool fits(const struct elf_image *image)
{
	const elf_segment *first = &image->segments[0];
	struct module_header header;

	if (first->p_type != PT_LOAD || first->p_vaddr != RING0_MODULE ||
	    first->p_filesz < sizeof(header))
		return false;
	memcpy(&header, image->data + first->p_offset, sizeof(header));
	return header.ring0_size == ring0_elf.size &&
	       header.ring0_crc == gzip_crc32(ring0_elf.data, ring0_elf.size);
}

static const char *load(const struct elf_image *image)
{
	const struct module_header *header = (const void *)RING0_MODULE;
	const char *error;
	u32 i;

	if (loaded)
		return "another module is loaded";
	if (pages_free() < ROOM / PAGE_SIZE)
		return "no memory for a module";
	if (!fits(image))
		return "it was linked with another ring0.elf";
	error = exec_load_segments(&ring0_table, image, PTE_GLOBAL);
	if (error)
		return error;
	for (i = 0; i < image->segment_count; i++)
		if (!(image->segments[i].p_flags & PF_W))
			read_only_pages(image->segments[i].p_vaddr,
				      image->segments[i].p_memsz);
	extable_add(header->extable_start, header->extable_end);
	backtrace_add(image);
	loaded = image->data;
	return NULL;
}

const char *module_run(const struct elf_image *image)
{
	void (*entry)(void) = (void (*)(void))image->header->e_entry;
	const char *error = loaded == image->data ? NULL : load(image);

	if (!error)
		entry();
	return error;
}
