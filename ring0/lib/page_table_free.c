/* SPDX-License-Identifier: BSD-2-Clause */
/* Frees a program's pages, and the tables that are empty after that. */
#include "lib/page_table_entry.h"

/* Clears entry, then frees the page or table that it pointed to. */
static void release(const struct page_table *table, u64 *entry)
{
	u64 phys = page_of(*entry);

	*entry = 0;
	if (table->free)
		table->free(table->context, phys);
}

static bool is_empty(const u64 *entries)
{
	u32 i;

	for (i = 0; i < ENTRIES; i++)
		if (entries[i])
			return false;
	return true;
}

/*
 * Frees the part of [start, last] that the table at phys maps. va: what its
 * first entry maps. true: the table is empty now.
 */
static bool free_in(const struct page_table *table, u64 phys, u32 level, u64 va,
		    u64 start, u64 last)
{
	u64 *entries = entries_at(table, phys);
	u64 i = start > va ? (start - va) / span(level) : 0;

	for (; i < ENTRIES && va + i * span(level) <= last; i++) {
		u64 *entry = &entries[i];

		if (level == 1 && *entry)
			release(table, entry);
		else if ((*entry & PTE_PRESENT) && !is_leaf(*entry, level) &&
			 free_in(table, *entry & PTE_ADDRESS, level - 1,
				 va + i * span(level), start, last))
			release(table, entry);
	}
	return is_empty(entries);
}

void page_table_free(const struct page_table *table, u64 start, u64 end)
{
	if (end > low_half(table))
		end = low_half(table);
	if (start < end)
		free_in(table, table->root_phys, table->levels, 0, start,
			end - 1);
}
