/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The direct map, a GiB at a time. The loader maps what lies below 4 GiB or was
 * in use; the others are added when the page allocator comes to them, so that
 * the boot costs the same with any memory. Entries are only ever added, where a
 * TLB has nothing, so no CPU is told; and every program has the tables that
 * they are in (efi/address_space.c).
 */

#include "mm/direct_map.h"

#include "lib/page_table_entry.h"
#include "mm/pages.h"

#define DIRECTORY_LEVEL 2
#define PRESENT (PTE_PRESENT | PTE_ACCESSED | PTE_DIRTY)

bool direct_map_has(u64 phys, u64 size)
{
	u64 last = phys + size - 1;
	struct page_leaf leaf;

	if (last < phys || last >= IOREMAP_BASE - DIRECT_MAP)
		return false;
	for (; phys <= last; phys = ALIGN_DOWN(phys, GIB) + GIB)
		if (!page_table_lookup(&ring0_table, DIRECT_MAP + phys, &leaf))
			return false;
	return true;
}

/* Whole before anything points to it: a CPU may walk it at any time. */
static u64 fill_directory(u64 table, u64 phys)
{
	u64 *entries = phys_to_virt(table);
	u32 i;

	for (i = 0; i < ENTRIES; i++, phys += span(DIRECTORY_LEVEL))
		entries[i] = phys | DIRECT_MAP_FLAGS | PRESENT | PTE_LARGE;
	asm volatile("" : : : "memory");
	return table | PTE_PRESENT | PTE_WRITE;
}

bool direct_map_add(u64 phys, u64 *table)
{
	u64 base = ALIGN_DOWN(phys, GIB);
	u64 *entry = page_table_slot(&ring0_table, DIRECT_MAP + base,
				     HIGHEST_LEAF);

	if (*entry & PTE_PRESENT)
		return true;
	if (ring0_table.page_1g) {
		*entry = base | DIRECT_MAP_FLAGS | PRESENT | PTE_LARGE;
		return true;
	}
	if (!*table)
		return false;
	*entry = fill_directory(*table, base);
	*table = 0;
	return true;
}
