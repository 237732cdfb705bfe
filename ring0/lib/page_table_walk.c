/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Visits all leaves in order. At boot ring 0 checks each of its own leaves, and
 * there are thousands where memory is mapped by 2 MiB. So leaves that continue
 * the one before are only compared, at up to three instructions each, and are
 * visited together with it.
 */
#include "lib/page_table_entry.h"

struct walk {
	const struct page_table *table;
	page_table_visit *visit;
	void *context;
};

/* Makes va canonical: copies its highest translated bit to the bits above. */
static u64 sign_extend(const struct page_table *table, u64 va)
{
	u64 sign = low_half(table);

	return va & sign ? va | -sign : va;
}

/* How many of the count entries, from the first on, are 0. */
static u32 zeros(const u64 *entries, u32 count)
{
	u64 left = count;
	bool all;

	if (*entries)
		return 0;
	asm("repe scasq"
	    : "+D"(entries), "+c"(left), "=@ccz"(all)
	    : "a"(0ull), "m"(*(const u64(*)[ENTRIES])entries));
	return all ? count : count - left - 1;
}

#define BLOCK 16

/* true: the entries are first, first + step, first + 2 * step, and so on. */
static bool block_rises(const u64 *entries, u64 first, u64 step)
{
	u32 i;

#pragma GCC unroll 16
	for (i = 0; i < BLOCK; i++, first += step)
		if (entries[i] != first)
			return false;
	return true;
}

/* How many of the count entries each exceed the one before by step. */
static u32 rising(const u64 *entries, u32 count, u64 step)
{
	u64 next = *entries;
	u32 i = 0;

	for (; i + BLOCK <= count && block_rises(&entries[i], next, step);
	     i += BLOCK)
		next += BLOCK * step;
	for (; i < count && entries[i] == next; i++)
		next += step;
	return i;
}

static bool walk_in(const struct walk *walk, u64 phys, u32 level, u64 start,
		    u64 end, const struct page_leaf *above);

/*
 * Handles the first of the count entries, and those that continue it. Returns
 * how many that were; 0: visit stopped the walk. [start, end] is what the
 * entries map, above the rights on the way to them.
 */
static u32 step(const struct walk *walk, const u64 *entries, u32 count,
		u32 level, u64 start, u64 end, const struct page_leaf *above)
{
	struct page_leaf leaf = *above;
	u32 done = zeros(entries, count);
	u64 last = start | (span(level) - 1);

	if (done)
		return done;
	if (!(*entries & PTE_PRESENT))
		return 1;
	narrow(&leaf, *entries);
	if (is_leaf(*entries, level)) {
		fill(&leaf, *entries, start, level);
		done = rising(entries, count, span(level));
		return walk->visit(walk->context, &leaf, done) ? done : 0;
	}
	return walk_in(walk, *entries & PTE_ADDRESS, level - 1, start,
		       last < end ? last : end, &leaf);
}

/* Walks [start, end], which the table at phys maps. false: visit stopped. */
static bool walk_in(const struct walk *walk, u64 phys, u32 level, u64 start,
		    u64 end, const struct page_leaf *above)
{
	const u64 *entries = entries_at(walk->table, phys);
	u32 i = index_of(start, level), last = index_of(end, level);
	u32 done;

	for (; i <= last; i += done) {
		done = step(walk, &entries[i], last - i + 1, level, start, end,
			    above);
		if (!done)
			return false;
		start = sign_extend(walk->table,
				    ALIGN_DOWN(start, span(level)) +
					    done * span(level));
	}
	return true;
}

void page_table_walk(const struct page_table *table, u64 start, u64 end,
		     page_table_visit *visit, void *context)
{
	struct walk walk = {table, visit, context};
	struct page_leaf all = {.user = true, .write = true, .execute = true};

	walk_in(&walk, table->root_phys, table->levels, start, end, &all);
}
