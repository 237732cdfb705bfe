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

#define STRIDE 8 /* entries that one comparison looks at */

/* The first entry from i on that is not 0; ENTRIES: there is none. */
static u64 next_used(const u64 *entries, u64 i)
{
	const u64 *e;

	for (; i % STRIDE; i++)
		if (entries[i])
			return i;
	/* Nearly all are 0, so this is what an exit spends its time on. */
	for (; i < ENTRIES; i += STRIDE) {
		e = &entries[i];
		if (e[0] | e[1] | e[2] | e[3] | e[4] | e[5] | e[6] | e[7])
			break;
	}
	while (i < ENTRIES && !entries[i])
		i++;
	return i;
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

	for (i = next_used(entries, i);
	     i < ENTRIES && va + i * span(level) <= last;
	     i = next_used(entries, i + 1)) {
		u64 *entry = &entries[i];

		if (level == 1)
			release(table, entry);
		else if ((*entry & PTE_PRESENT) && !is_leaf(*entry, level) &&
			 free_in(table, *entry & PTE_ADDRESS, level - 1,
				 va + i * span(level), start, last))
			release(table, entry);
	}
	return next_used(entries, 0) == ENTRIES;
}

void page_table_free(const struct page_table *table, u64 start, u64 end)
{
	if (end > low_half(table))
		end = low_half(table);
	if (start < end)
		free_in(table, table->root_phys, table->levels, 0, start,
			end - 1);
}
