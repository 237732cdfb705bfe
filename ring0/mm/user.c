/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's memory: maps new pages at ring 3's addresses, and frees them. The
 * list of vma.c is changed first, then the page tables, then the TLB; only then
 * may a page be freed, or ring 3 could still reach its next owner's data.
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

/* Too large a size is refused at once, before any page is zeroed for it. */
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

/* Ring 3's pages are not global, so a write to CR3 drops them from the TLB. */
static void flush_user_tlb(void)
{
	write_cr3(read_cr3());
}

/*
 * Pages and tables that are unmapped, but that the TLB and the paging-structure
 * caches may still lead to. They are freed after a flush, as with Linux's
 * mmu_gather.
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
