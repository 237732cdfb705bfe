/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segments of an ELF file that was found good: pages with their contents
 * and rights, and their place in a program's list of ranges.
 */

#include "task/exec.h"
#include <linux/mman.h>
#include "lib/string.h"

/* The part of the segment's file contents that belongs into the page at va. */
static void fill_page(void *page, u64 va, const struct elf_image *image,
		      const elf_segment *segment)
{
	u64 first = elf_segment_start(image, segment);
	u64 start = first > va ? first : va;
	u64 end = first + segment->p_filesz;

	if (end > va + PAGE_SIZE)
		end = va + PAGE_SIZE;
	if (start < end)
		memcpy((u8 *)page + (start - va),
		       image->data + segment->p_offset + (start - first),
		       end - start);
}

/*
 * A page that the segment before has, too, gets this one's rights, as Linux
 * maps the one over the other.
 */
static const char *load_page(const struct page_table *table, u64 va,
			     const struct elf_image *image,
			     const elf_segment *segment, u64 flags)
{
	struct page_leaf leaf;
	const char *error;
	u64 phys;

	if ((flags & PTE_USER) && page_table_lookup(table, va, &leaf)) {
		fill_page(phys_to_virt(leaf.pa), va, image, segment);
		page_table_set_rights(table, va, PAGE_SIZE, flags);
		return NULL;
	}
	phys = table->alloc(table->context);
	if (!phys)
		return "no memory for a segment";
	memset(phys_to_virt(phys), 0, PAGE_SIZE);
	fill_page(phys_to_virt(phys), va, image, segment);
	error = page_table_map(table, va, phys, PAGE_SIZE, flags, false);
	if (error)
		page_free(phys);
	return error;
}

/*
 * Loads the pages with the file's contents. A program's others, which begin as
 * zeros, are promised only; but its first page may be the segment before's.
 */
static const char *load_segment(const struct page_table *table,
				const struct elf_image *image,
				const elf_segment *segment, u64 flags)
{
	u64 start = elf_segment_start(image, segment);
	u64 va = ALIGN_DOWN(start, PAGE_SIZE);
	u64 end = start + segment->p_memsz;
	const char *error = NULL;

	if (flags & PTE_USER)
		end = start + (segment->p_filesz ? segment->p_filesz : 1);
	if (segment->p_flags & PF_W)
		flags |= PTE_WRITE;
	if (!(segment->p_flags & PF_X))
		flags |= PTE_NX;
	for (; va < end && !error; va += PAGE_SIZE)
		error = load_page(table, va, image, segment, flags);
	return error;
}

const char *exec_load_segments(const struct page_table *table,
			       const struct elf_image *image, u64 flags)
{
	const char *error = NULL;
	u32 i;

	for (i = 0; i < image->segment_count && !error; i++)
		if (elf_is_loaded(&image->segments[i]))
			error = load_segment(table, image, &image->segments[i],
					     flags);
	return error;
}

/* Where the pages of the segment after this one start. ~0: it is the last. */
static u64 next_start(const struct elf_image *image, u32 i)
{
	while (++i < image->segment_count)
		if (elf_is_loaded(&image->segments[i]))
			return ALIGN_DOWN(elf_segment_start(
						  image, &image->segments[i]),
					  PAGE_SIZE);
	return ~0ull;
}

/* Promises the segments their pages; brk starts after the last of them. */
static const char *promise_segments(struct mm *mm,
				    const struct elf_image *image)
{
	u32 i;

	for (i = 0; i < image->segment_count; i++) {
		const elf_segment *s = &image->segments[i];
		u64 first = elf_segment_start(image, s);
		u64 start = ALIGN_DOWN(first, PAGE_SIZE);
		u64 end = ALIGN_UP(first + s->p_memsz, PAGE_SIZE);
		u64 prot = PROT_READ | (s->p_flags & PF_W ? PROT_WRITE : 0) |
			   (s->p_flags & PF_X ? PROT_EXEC : 0);

		if (!elf_is_loaded(s))
			continue;
		if (end > next_start(image, i))
			end = next_start(image, i); /* the shared page is its */
		if (start < end && !mm_map(mm, start, end, prot))
			return "no memory for its segments";
		if (end > mm->brk_start)
			mm->brk_start = mm->brk = end;
	}
	return NULL;
}

static bool wants_executable_stack(const struct elf_image *image)
{
	u32 i;

	for (i = 0; i < image->segment_count; i++)
		if (image->segments[i].p_type == PT_GNU_STACK &&
		    (image->segments[i].p_flags & PF_X))
			return true;
	return false;
}

/* All pages from the first segment's to the last one's are free. */
static bool has_room(const struct mm *mm, const struct elf_image *image)
{
	u64 start = ~0ull, end = 0;
	u32 i;

	for (i = 0; i < image->segment_count; i++) {
		const elf_segment *s = &image->segments[i];

		if (!elf_is_loaded(s))
			continue;
		if (!end)
			start = elf_segment_start(image, s);
		end = elf_segment_start(image, s) + s->p_memsz;
	}
	return vma_is_free(mm->vmas, ALIGN_DOWN(start, PAGE_SIZE),
			   ALIGN_UP(end, PAGE_SIZE));
}

const char *exec_map_image(struct mm *mm, const struct elf_image *image)
{
	const char *error;

	if (wants_executable_stack(image))
		return "it asks for an executable stack (PT_GNU_STACK)";
	if (!has_room(mm, image))
		return "the program and its interpreter overlap";
	error = promise_segments(mm, image);
	return error ? error : exec_load_segments(&mm->table, image, PTE_USER);
}
