/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_table_slot(): it returns the right entry of each level, and makes only
 * the tables on the way. The walk sees what is written there, at each address.
 */
#include "lib/page_table.c"
#include "lib/page_table_slot.c"

#include "page_table_model.h"

#define BASE (-GIB_512)
#define LEAF (PTE_PRESENT | PTE_WRITE | PTE_NX)

/* The entry that the slot's address leads to is the one that maps va. */
static void test_levels(u32 levels)
{
	struct page_table table = new_table(levels, true);
	u64 va = BASE + 3 * GIB_1 + 5 * MIB_2 + 7 * KIB_4;
	u32 level, tables = arena.count;
	struct page_leaf leaf;

	for (level = 3; level; level--) {
		u64 *slot = page_table_slot(&table, va, level);

		check(slot && !*slot, "level %u", level);
		check(slot == page_table_slot(&table, va, level), "once more");
		/* The root exists; each level below needs a table. */
		check(arena.count == tables + levels - level, "%u tables",
		      arena.count);
	}
	*page_table_slot(&table, va, 1) = 9 * KIB_4 | LEAF;
	check(page_table_lookup(&table, va + 1, &leaf) && leaf.va == va &&
		      leaf.pa == 9 * KIB_4 && leaf.write && !leaf.execute &&
		      !leaf.user,
	      "%u levels: the leaf", levels);
	check_walk(&table, 0, UINT64_MAX, 1);
}

/* A table that two addresses share is one table. */
static void test_shared(void)
{
	struct page_table table = new_table(4, true);
	u64 *from = page_table_slot(&table, BASE, 2);
	u64 *to = page_table_slot(&table, BASE + GIB_1 + MIB_2, 2);

	page_table_slot(&table, BASE + KIB_4, 1)[0] = 9 * KIB_4 | LEAF;
	*to = *from;
	model_map(&table, BASE + KIB_4, 9 * KIB_4, KIB_4, LEAF, false);
	model_map(&table, BASE + GIB_1 + MIB_2 + KIB_4, 9 * KIB_4, KIB_4, LEAF,
		  false);
	model.leaves[0].flags = model.leaves[1].flags = LEAF;
	compare(&table);
}

/* NULL below a larger page, and without memory for a table. */
static void test_refused(void)
{
	struct page_table table = new_table(4, true);
	u32 limit;

	map_both(&table, BASE, 0, GIB_1, PTE_WRITE | PTE_NX, true);
	check(!page_table_slot(&table, BASE + MIB_2, 1), "in a 1 GiB page");
	check(!page_table_slot(&table, BASE + MIB_2, 2), "in a 1 GiB page");
	check(page_table_slot(&table, BASE, 3), "the page's own");
	for (limit = 0; limit < 3; limit++) {
		table = new_table(4, true);
		arena.limit = arena.count + limit;
		check(!page_table_slot(&table, BASE, 1), "no memory");
	}
	arena.limit++;
	check(page_table_slot(&table, BASE, 1), "just enough");
}

int main(void)
{
	arena.memory = aligned_alloc(PAGE_SIZE, ARENA_PAGES * PAGE_SIZE);
	if (!arena.memory)
		abort();
	test_levels(4);
	test_levels(5);
	result("each level's entry, with the tables above it");
	test_shared();
	result("a table in two places");
	test_refused();
	result("larger pages and no memory are refused");
	free(arena.memory);
	return tap_end();
}
