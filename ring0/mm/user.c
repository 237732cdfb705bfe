/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's memory, from pages to ring 3's addresses and back. The list of
 * vma.c says what is there; the page tables follow it, and the TLB follows
 * them before a page may serve anybody else.
 */

#include "mm/user.h"
#include <linux/mman.h>
#include "cpu_ops.h"

bool mm_init(struct mm *mm)
{
	u64 page = page_alloc();

	if (!page)
		return false;
	mm->vmas = phys_to_virt(page);
	return user_table_init(&mm->table);
}

void mm_free(struct mm *mm)
{
	if (mm->table.root_phys)
		user_table_free(&mm->table);
	if (mm->vmas)
		page_free(virt_to_phys(mm->vmas));
}

/* A readable page is what x86 has for any right; without one, see below. */
static u64 page_flags(u64 prot)
{
	u64 flags = PTE_USER;

	if (prot & PROT_WRITE)
		flags |= PTE_WRITE;
	if (!(prot & PROT_EXEC))
		flags |= PTE_NX;
	else if (prot & PROT_WRITE)
		flags |= PTE_WRITE_EXECUTE; /* a program's own affair */
	return flags;
}

static bool map_pages(const struct page_table *table, u64 va, u64 end,
		      u64 flags)
{
	for (; va < end; va += PAGE_SIZE) {
		u64 phys = page_alloc();

		if (!phys)
			return false;
		if (page_table_map(table, va, phys, PAGE_SIZE, flags, false)) {
			page_free(phys);
			return false;
		}
	}
	return true;
}

/* What cannot be is refused before a page of it is filled with zeros. */
bool mm_map(struct mm *mm, u64 start, u64 end, u64 prot)
{
	if ((end - start) / PAGE_SIZE > pages_free() ||
	    !vma_add(mm->vmas, start, end, prot))
		return false;
	if (!map_pages(&mm->table, start, end, page_flags(prot))) {
		mm_unmap(mm, start, end);
		return false;
	}
	if (prot == PROT_NONE)
		page_table_set_rights(&mm->table, start, end - start, 0);
	return true;
}

/* Ring 3's pages are not global, so this takes all of them from the TLB. */
static void flush_user_tlb(void)
{
	write_cr3(read_cr3());
}

/*
 * Pages and tables that were taken out, but that the TLB, or what it remembers
 * of tables, may still lead to. As Linux's mmu_gather.
 */
#define GATHERED 64
struct gather {
	u64 phys[GATHERED];
	u32 count;
};

static void gather_flush(struct gather *gather)
{
	flush_user_tlb();
	while (gather->count)
		page_free(gather->phys[--gather->count]);
}

static void gather_page(void *context, u64 phys)
{
	struct gather *gather = context;

	gather->phys[gather->count++] = phys;
	if (gather->count == GATHERED)
		gather_flush(gather);
}

bool mm_unmap(struct mm *mm, u64 start, u64 end)
{
	struct page_table table = mm->table;
	struct gather gather;

	if (!vma_remove(mm->vmas, start, end))
		return false;
	gather.count = 0;
	table.free = gather_page;
	table.context = &gather;
	page_table_free(&table, start, end);
	gather_flush(&gather);
	return true;
}

bool mm_protect(struct mm *mm, u64 start, u64 end, u64 prot)
{
	if (!vma_protect(mm->vmas, start, end, prot))
		return false;
	page_table_set_rights(&mm->table, start, end - start,
			      prot == PROT_NONE ? 0 : page_flags(prot));
	flush_user_tlb();
	return true;
}

bool mm_has(const struct mm *mm, u64 address)
{
	const struct vma *vma = vma_find(mm->vmas, address);

	return vma && vma->start <= address;
}
