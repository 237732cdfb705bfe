/* SPDX-License-Identifier: BSD-2-Clause */
/* Hands out an entry to write, for a table that two addresses share. */
#include "lib/page_table_entry.h"
#include "lib/string.h"

u64 *page_table_slot(const struct page_table *table, u64 va, u32 level)
{
	u64 phys = table->root_phys;
	u32 above;

	for (above = table->levels; above > level; above--) {
		u64 *entry = &entries_at(table, phys)[index_of(va, above)];

		if (!(*entry & PTE_PRESENT)) {
			phys = table->alloc(table->context);
			if (!phys)
				return NULL;
			memset(entries_at(table, phys), 0, PAGE_SIZE);
			*entry = phys | PTE_PRESENT | PTE_WRITE;
		} else if (is_leaf(*entry, above)) {
			return NULL;
		}
		phys = *entry & PTE_ADDRESS;
	}
	return &entries_at(table, phys)[index_of(va, level)];
}
