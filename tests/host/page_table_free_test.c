/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Freeing ring 3's half of page tables: each page and each table must be freed
 * once. What is not ring 3's, and large pages, must stay. As many tables are
 * left as vma.c counts for what is mapped.
 */
#include "lib/page_table.c"
#include "lib/page_table_free.c"
#include "lib/page_table_rights.c"
#include "lib/vma.c"

#include "page_table_model.h"

/* Maps a page of the arena at va, as ring 0 does for a program. */
static void map_own(const struct page_table *table, u64 va)
{
	map_both(table, va, arena_alloc(&arena), KIB_4, USER_DATA, false);
}

static void forget_below(u64 end, bool small_only)
{
	u32 kept = 0;
	u32 i;

	for (i = 0; i < model.count; i++) {
		bool small = model.leaves[i].size == KIB_4;

		if (model.leaves[i].va >= end || (small_only && !small))
			model.leaves[kept++] = model.leaves[i];
	}
	model.count = kept;
}

static void test_free_all(u32 levels, u64 end)
{
	struct page_table table = new_table(levels, true);
	int i;

	for (i = 0; i < 300; i++)
		map_own(&table, 0x400000 + (u64)i * 3 * KIB_4);
	for (i = 0; i < 40; i++)
		map_own(&table, (u64)i * i * 77 * GIB_1 % end + i * KIB_4);
	map_own(&table, end - KIB_4);
	page_table_free(&table, 0, end, 0, UINT64_MAX);
	check(arena.count == 1, "%u pages stay in use", arena.count);
	check_walk(&table, 0, UINT64_MAX, 0);
}

/* Ring 0's half, a large page, and everything from end on must stay. */
static void test_free_part(u32 levels, u64 end)
{
	struct page_table table = new_table(levels, true);
	u64 half = low_half(&table);
	u32 stays;

	map_both(&table, -GIB_1, 0, 3 * MIB_2, PTE_WRITE | PTE_NX, true);
	map_both(&table, -half, 0x5000, KIB_4, PTE_NX, true);
	map_both(&table, GIB_1 + MIB_2, 0, MIB_2, PTE_USER, true);
	map_both(&table, 8 * GIB_1, 0, GIB_1, PTE_USER, true);
	if (end < half)
		map_own(&table, end);
	stays = arena.count;
	map_own(&table, GIB_1 + 2 * MIB_2);
	map_own(&table, 4 * GIB_1);
	map_own(&table, end - KIB_4);
	page_table_free(&table, 0, end, 0, end);
	forget_below(end, true);
	compare(&table);
	/* One table below the 2 MiB page's directory is gone. */
	check(arena.count == stays, "%u pages are in use, not %u", arena.count,
	      stays);
	page_table_free(&table, 0, UINT64_MAX, 0, UINT64_MAX);
	forget_below(half, true);
	compare(&table);
}

#define RANGE (GIB_512 - 2 * MIB_2) /* a page directory ends there */

/* Frees [start, end), with all that no other leaf of the model is in. */
static void free_between(const struct page_table *table, u64 start, u64 end)
{
	u64 floor = 0, ceiling = low_half(table);
	u32 i;

	for (i = 0; i < model.count; i++) {
		u64 va = model.leaves[i].va;

		if (va < start && va + KIB_4 > floor)
			floor = va + KIB_4;
		if (va >= end && va < ceiling)
			ceiling = va;
	}
	page_table_free(table, start, end, floor, ceiling);
}

/* The tables that stay: the leaves' that are left, and the root. */
static u32 tables_for(const struct vma_list *list)
{
	u32 tables = 1;
	u64 i;

	for (i = 0; i < list->count; i++) {
		struct vma_gap gap = { i ? list->vma[i - 1].end : 0, ~0ull };

		tables += vma_tables(&gap, list->vma[i].start,
				     list->vma[i].end, 4);
	}
	return tables;
}

/* Every range around the edges of tables; what lies beside it must stay. */
static void test_free_range(u64 first, u64 end)
{
	struct page_table table = new_table(4, true);
	struct vma_list list = { 0 };
	u32 i, kept = 0;

	for (i = 0; i < 6; i++)
		map_own(&table, RANGE + i * (MIB_2 / 2));
	/* Every third page is kept without rights. */
	for (i = 0; i < 6; i += 3)
		page_table_set_rights(&table, model.leaves[i].va, KIB_4, 0);
	free_between(&table, RANGE + first, RANGE + end);
	for (i = 0; i < 6; i++) {
		u64 offset = model.leaves[i].va - RANGE;

		if (offset >= first && offset < end)
			continue;
		page_table_set_rights(&table, model.leaves[i].va, KIB_4,
				      USER_DATA);
		vma_add(&list, model.leaves[i].va,
			model.leaves[i].va + KIB_4, 0);
		model.leaves[kept++] = model.leaves[i];
	}
	model.count = kept;
	compare(&table);
	check(arena.count == kept + tables_for(&list),
	      "%u pages in use, for %u and their tables", arena.count, kept);
	page_table_free(&table, 0, UINT64_MAX, 0, UINT64_MAX);
	check(arena.count == 1, "%u pages stay in use", arena.count);
}

static void test_free_ranges(void)
{
	static const u64 edges[] = { 0, KIB_4, MIB_2 / 2, MIB_2 - KIB_4, MIB_2,
				     MIB_2 + KIB_4, 2 * MIB_2 - KIB_4,
				     2 * MIB_2, 2 * MIB_2 + KIB_4, 3 * MIB_2 };
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(edges); i++)
		for (j = i; j < ARRAY_SIZE(edges); j++)
			test_free_range(edges[i], edges[j]);
}

int main(void)
{
	arena.memory = aligned_alloc(PAGE_SIZE, ARENA_PAGES * PAGE_SIZE);
	if (!arena.memory)
		abort();
	test_free_all(4, GIB_512);
	test_free_all(4, 1ull << 47);
	test_free_all(5, 1ull << 47);
	test_free_all(5, 1ull << 56);
	result("free gives back each page and each table, once");
	test_free_part(4, GIB_512);
	test_free_part(4, 1ull << 47);
	test_free_part(5, GIB_512);
	test_free_part(5, 1ull << 47);
	test_free_part(5, 1ull << 56);
	result("free leaves ring 0's half, large pages, and the rest");
	test_free_ranges();
	result("free takes just its range, with the pages that are kept");
	free(arena.memory);
	return tap_end();
}
