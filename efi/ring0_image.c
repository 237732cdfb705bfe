/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads ring0.elf: checks it, copies each segment into memory of its own, and
 * maps that where it is linked, with just the rights that the segment names.
 */
#include "loader.h"

#include "lib/elf_image.h"
#include "lib/string.h"

static const struct elf_limits limits = {
	.low = RING0_LINK,
	.high = RING0_LINK + (1ull << 30),
	.max_memory = 64 * 1024 * 1024,
};

static u64 segment_flags(const elf_segment *segment)
{
	return PTE_GLOBAL | (segment->p_flags & PF_W ? PTE_WRITE : 0) |
	       (segment->p_flags & PF_X ? 0 : PTE_NX);
}

static void map_segment(const struct elf_image *image,
			const elf_segment *segment)
{
	u64 va = ALIGN_DOWN(segment->p_vaddr, PAGE_SIZE);
	u64 head = segment->p_vaddr - va;
	u64 size = ALIGN_UP(head + segment->p_memsz, PAGE_SIZE);
	u64 tail = head + segment->p_filesz;
	u8 *memory;

	if (!size)
		return;
	memory = must_allocate(size, "ring0.elf");
	memset(memory, 0, head);
	memcpy(memory + head, image->data + segment->p_offset,
	       segment->p_filesz);
	memset(memory + tail, 0, size - tail);
	map_pages("ring0.elf", va, (uintptr_t)memory, size,
		  segment_flags(segment), false);
}

void map_ring0(void)
{
	u64 size = embedded_ring0_end - embedded_ring0;
	struct elf_image image;
	struct elf_error error;
	u32 i;

	error = elf_open(&image, embedded_ring0, size, &limits);
	if (error.what)
		fatal(EFI_SUCCESS, "ring0.elf: byte %lu: %s", error.offset,
		      error.what);
	for (i = 0; i < image.segment_count; i++)
		if (elf_is_loaded(&image.segments[i]))
			map_segment(&image, &image.segments[i]);
	loader.entry = image.header->e_entry;
	loader.info->ring0_elf.data = in_direct_map(embedded_ring0);
	loader.info->ring0_elf.size = size;
}
