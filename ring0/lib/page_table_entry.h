/* SPDX-License-Identifier: BSD-2-Clause */
/* One entry of a page table: what page_table*.c share. */
#ifndef GATEHOUSE_PAGE_TABLE_ENTRY_H
#define GATEHOUSE_PAGE_TABLE_ENTRY_H

#include "layout.h"
#include "lib/page_table.h"

#define ENTRIES 512
#define LEVEL_BITS 9
/* The highest level with leaves: 1 GiB pages. */
#define HIGHEST_LEAF 3

static inline u64 *entries_at(const struct page_table *table, u64 phys)
{
	return (u64 *)(uintptr_t)(phys + table->offset);
}

/* How many bytes of addresses one entry covers. */
static inline u64 span(u32 level)
{
	return 1ull << (PAGE_SHIFT + LEVEL_BITS * (level - 1));
}

static inline u32 index_of(u64 va, u32 level)
{
	return va / span(level) % ENTRIES;
}

static inline bool is_leaf(u64 entry, u32 level)
{
	if (level == 1)
		return true;
	return level <= HIGHEST_LEAF && (entry & PTE_LARGE);
}

static inline u64 leaf_address(u64 entry, u32 level)
{
	return ALIGN_DOWN(entry & PTE_ADDRESS, span(level));
}

/* The size of each half of the addresses. Ring 3's is [0, low_half). */
static inline u64 low_half(const struct page_table *table)
{
	return span(table->levels) * (ENTRIES / 2);
}

/* Takes from leaf the rights that entry, on the way to it, does not give. */
static inline void narrow(struct page_leaf *leaf, u64 entry)
{
	leaf->user &= !!(entry & PTE_USER);
	leaf->write &= !!(entry & PTE_WRITE);
	leaf->execute &= !(entry & PTE_NX);
}

static inline void fill(struct page_leaf *leaf, u64 entry, u64 va, u32 level)
{
	leaf->va = ALIGN_DOWN(va, span(level));
	leaf->pa = leaf_address(entry, level);
	leaf->size = span(level);
	leaf->flags = entry & ~PTE_ADDRESS;
}

/*
 * The entry of a page that is kept without any right (PROT_NONE). It is not
 * present, and its address is inverted: speculation that ignores "not present"
 * then finds no memory at it (L1TF, CVE-2018-3620).
 */
static inline u64 kept_entry(u64 phys)
{
	return ~phys & PTE_ADDRESS;
}

/* The physical address of entry's page or table. entry is not 0. */
static inline u64 page_of(u64 entry)
{
	return (entry & PTE_PRESENT ? entry : ~entry) & PTE_ADDRESS;
}

#endif
