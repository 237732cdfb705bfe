/* SPDX-License-Identifier: BSD-2-Clause */
/* One entry of a page table, for the files that are made of such. */
#ifndef GATEHOUSE_PAGE_TABLE_ENTRY_H
#define GATEHOUSE_PAGE_TABLE_ENTRY_H

#include "layout.h"
#include "lib/page_table.h"

#define ENTRIES 512
#define LEVEL_BITS 9
/* A leaf may lie at level 3 (1 GiB) at most. */
#define HIGHEST_LEAF 3

static inline u64 *entries_at(const struct page_table *table, u64 phys)
{
	return (u64 *)(uintptr_t)(phys + table->offset);
}

/* How much one entry maps. */
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

/* Ring 3's half, [0, low_half), and the size of ring 0's. */
static inline u64 low_half(const struct page_table *table)
{
	return span(table->levels) * (ENTRIES / 2);
}

/* The rights that entry leaves of leaf's. */
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
 * The entry of a page that is kept while nobody may use it: not present, and
 * the address inverted, so that speculation past "not present" finds no memory
 * (L1TF, CVE-2018-3620).
 */
static inline u64 kept_entry(u64 phys)
{
	return ~phys & PTE_ADDRESS;
}

/* The page or table that entry names; it is not 0. */
static inline u64 page_of(u64 entry)
{
	return (entry & PTE_PRESENT ? entry : ~entry) & PTE_ADDRESS;
}

#endif
