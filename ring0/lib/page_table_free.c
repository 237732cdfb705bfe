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

/* The first entry in [i, end) that is not 0; end: there is none. */
static u64 next_used(const u64 *entries, u64 i, u64 end)
{
	const u64 *e;

	/* Nearly all are 0, so this is what an exit spends its time on. */
	for (; i + STRIDE <= end; i += STRIDE) {
		e = &entries[i];
		if (e[0] | e[1] | e[2] | e[3] | e[4] | e[5] | e[6] | e[7])
			break;
	}
	while (i < end && !entries[i])
		i++;
	return i;
}

/* What is freed, [start, last], and what is empty then, [floor, ceiling). */
struct range {
	u64 start, last, floor, ceiling;
};

/*
 * Frees the part of the range that the table at phys maps. va: what its first
 * entry maps. true: the table is empty now.
 */
static bool free_in(const struct page_table *table, u64 phys, u32 level, u64 va,
		    const struct range *range)
{
	u64 *entries = entries_at(table, phys);
	u64 i = range->start > va ? (range->start - va) / span(level) : 0;
	u64 end = (range->last - va) / span(level) + 1;
	bool empty = va >= range->floor &&
		     va + (span(level + 1) - 1) < range->ceiling;

	if (end > ENTRIES)
		end = ENTRIES;
	for (i = next_used(entries, i, end); i < end;
	     i = next_used(entries, i + 1, end)) {
		u64 *entry = &entries[i];

		if (level == 1 ||
		    ((*entry & PTE_PRESENT) && !is_leaf(*entry, level) &&
		     free_in(table, *entry & PTE_ADDRESS, level - 1,
			     va + i * span(level), range)))
			release(table, entry);
		else
			empty = false;
	}
	return empty;
}

void page_table_free(const struct page_table *table, u64 start, u64 end,
		     u64 floor, u64 ceiling)
{
	struct range range = { .start = start, .floor = floor,
			       .ceiling = ceiling };

	if (end > low_half(table))
		end = low_half(table);
	range.last = end - 1;
	if (start < end)
		free_in(table, table->root_phys, table->levels, 0, &range);
}
