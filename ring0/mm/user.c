/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's memory: promises, maps and unmaps it. When it is unmapped, the
 * list of vma.c is changed first, then the page tables, then the TLB; only then
 * may a page be freed, or ring 3 could still reach its next owner's data.
 */

#include "mm/isolation.h"
#include <linux/mman.h>
#include "cpu_ops.h"
#include "lib/string.h"
#include "panic/panic.h"

#define PROT_ANY (PROT_READ | PROT_WRITE | PROT_EXEC)

/* The promise has counted each page table, too, so it cannot fail. */
static u64 table_promised(void *context)
{
	(void)context;
	return page_take_promised();
}

bool mm_init(struct mm *mm)
{
	u64 page = page_alloc();

	if (!page)
		return false;
	mm->vmas = phys_to_virt(page);
	if (!user_table_init(&mm->table))
		return false;
	mm->table.alloc = table_promised;
	return !isolation.mm_init || isolation.mm_init(mm);
}

void mm_free(struct mm *mm)
{
	if (mm->table.root_phys) {
		while (mm->vmas->count)
			mm_unmap(mm, mm->vmas->vma[0].start,
				 mm->vmas->vma[mm->vmas->count - 1].end);
		if (isolation.mm_free)
			isolation.mm_free(mm);
		page_free(mm->table.root_phys);
	}
	if (mm->vmas)
		page_free(virt_to_phys(mm->vmas));
}

/* On x86 a page with any right can be read. PROT_NONE is the caller's case. */
static u64 page_flags(u64 prot)
{
	u64 flags = PTE_USER;

	if (prot & PROT_WRITE)
		flags |= PTE_WRITE;
	if (!(prot & PROT_EXEC))
		flags |= PTE_NX;
	else if (prot & PROT_WRITE)
		flags |= PTE_WRITE_EXECUTE; /* ring 3 may ask for both */
	return flags;
}

/* PROT_NONE, and not a stack that may grow: as on Linux, it costs nothing. */
static u64 reserved_flag(u64 prot)
{
	return prot & (PROT_ANY | VMA_GROWSDOWN) ? 0 : VMA_RESERVED;
}

/* How many pages [start, end), which lies in gap, may take, tables too. */
static u64 pages_of(const struct mm *mm, const struct vma_gap *gap, u64 start,
		    u64 end)
{
	return (end - start) / PAGE_SIZE +
	       vma_tables(gap, start, end, mm->table.levels);
}

bool mm_map(struct mm *mm, u64 start, u64 end, u64 prot)
{
	struct vma_gap gap = vma_gap(mm->vmas, start);
	u64 reserved = reserved_flag(prot);
	u64 pages = reserved ? 0 : pages_of(mm, &gap, start, end);

	if (!pages_promise(pages))
		return false;
	if (vma_add(mm->vmas, start, end, prot | reserved))
		return true;
	pages_release(pages);
	return false;
}

static void map_page(const struct mm *mm, u64 va, u64 phys, u64 prot)
{
	const char *error = page_table_map(&mm->table, va, phys, PAGE_SIZE,
					   page_flags(prot), false);

	if (error)
		panic("a page of ring 3's at %#lx: %s", va, error);
}

void mm_bring_page(struct mm *mm, u64 va, u64 prot)
{
	u64 phys = page_take_promised();

	memset(phys_to_virt(phys), 0, PAGE_SIZE);
	map_page(mm, va, phys, prot);
	mm->brought++;
}

void mm_populate(struct mm *mm, u64 start, u64 end)
{
	const struct vma *vma = vma_find(mm->vmas, start);
	struct page_leaf leaf;

	if (!(vma->prot & PROT_ANY))
		return;
	for (; start < end; start += PAGE_SIZE)
		if (!page_table_lookup(&mm->table, start, &leaf))
			mm_bring_page(mm, start, vma->prot);
}

/* Ring 3's pages are not global, so a write to CR3 drops them from the TLB. */
static void flush_user_tlb(const struct mm *mm)
{
	if (isolation.flush)
		isolation.flush(mm);
	else
		write_cr3(read_cr3());
}

/*
 * Pages and tables that are unmapped, but that the TLB and the paging-structure
 * caches may still lead to. They are freed after a flush, as with Linux's
 * mmu_gather.
 */
#define GATHERED 64
struct gather {
	const struct mm *mm;
	u64 phys[GATHERED];
	u32 count;
	u64 total; /* with those that are freed already */
};

static void gather_flush(struct gather *gather)
{
	flush_user_tlb(gather->mm);
	while (gather->count)
		page_free(gather->phys[--gather->count]);
}

static void gather_page(void *context, u64 phys)
{
	struct gather *gather = context;

	gather->phys[gather->count++] = phys;
	gather->total++;
	if (gather->count == GATHERED)
		gather_flush(gather);
}

/*
 * Unmaps what no range has any more, and takes its promise back, but for that
 * of the pages that have moved.
 */
static void unmap(const struct mm *mm, u64 start, u64 end,
		  struct gather *gather, u64 moved)
{
	struct vma_gap gap = vma_gap(mm->vmas, start);
	struct page_table table = mm->table;
	u64 before = gather->total;

	table.free = gather_page;
	table.context = gather;
	page_table_free(&table, start, end, gap.start, gap.end);
	pages_release(pages_of(mm, &gap, start, end) - moved -
		      (gather->total - before));
}

bool mm_unmap(struct mm *mm, u64 start, u64 end)
{
	const struct vma *vma;
	struct gather gather;

	gather.mm = mm;
	gather.count = 0;
	gather.total = 0;
	while ((vma = vma_find(mm->vmas, start)) && vma->start < end) {
		u64 first = vma->start > start ? vma->start : start;
		u64 last = vma->end < end ? vma->end : end;
		bool reserved = vma->prot & VMA_RESERVED;

		/* It fails for a part of one range only, so nothing is done. */
		if (!vma_remove(mm->vmas, first, last))
			return false;
		if (!reserved)
			unmap(mm, first, last, &gather, 0);
		start = last;
	}
	if (gather.count)
		gather_flush(&gather);
	return true;
}

/* The page tables lead to the same pages, at other addresses. */
static void move_pages(const struct mm *mm, u64 from, u64 to, u64 size,
		       u64 prot)
{
	u64 at, phys;

	for (at = 0; at < size; at += PAGE_SIZE) {
		phys = page_table_page(&mm->table, from + at, true);
		if (phys)
			map_page(mm, to + at, phys, prot);
	}
	if (!(prot & PROT_ANY))
		page_table_set_rights(&mm->table, to, size, 0);
}

bool mm_move(struct mm *mm, u64 start, u64 end, u64 to, u64 to_end)
{
	struct vma_gap gap = vma_gap(mm->vmas, to);
	u64 prot = vma_find(mm->vmas, start)->prot;
	u64 moved = (end - start) / PAGE_SIZE;
	struct gather gather = { .mm = mm };
	u64 more;

	if (prot & VMA_RESERVED)
		return mm_map(mm, to, to_end, prot) &&
		       mm_unmap(mm, start, end);
	more = pages_of(mm, &gap, to, to_end) - moved;
	if (mm->vmas->count + VMA_SPARE > VMA_MAX || !pages_promise(more))
		return false;
	vma_add(mm->vmas, to, to_end, prot);
	move_pages(mm, start, to, end - start, prot);
	vma_remove(mm->vmas, start, end);
	unmap(mm, start, end, &gather, moved);
	gather_flush(&gather);
	return true;
}

/* A range that had no right so far is promised its pages with the first. */
static bool promise_reserved(struct mm *mm, u64 start, u64 end, u64 *prot)
{
	struct vma_gap gap;

	if (!(vma_find(mm->vmas, start)->prot & VMA_RESERVED))
		return true;
	*prot |= reserved_flag(*prot);
	gap = vma_gap(mm->vmas, start);
	return (*prot & VMA_RESERVED) ||
	       pages_promise(pages_of(mm, &gap, start, end));
}

bool mm_protect(struct mm *mm, u64 start, u64 end, u64 prot)
{
	if (mm->vmas->count + VMA_SPARE > VMA_MAX ||
	    !promise_reserved(mm, start, end, &prot))
		return false;
	vma_protect(mm->vmas, start, end, prot);
	page_table_set_rights(&mm->table, start, end - start,
			      prot & PROT_ANY ? page_flags(prot) : 0);
	flush_user_tlb(mm);
	return true;
}

bool mm_has(const struct mm *mm, u64 address)
{
	const struct vma *vma = vma_find(mm->vmas, address);

	return vma && vma->start <= address;
}
