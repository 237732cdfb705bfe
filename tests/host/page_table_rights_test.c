/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making mapped pages read-only: just these, of whatever size, with all other
 * rights as before; and without memory for a table it must fail. Then a
 * program's pages, whose rights change, to none, too.
 */
#include "lib/page_table.c"
#include "lib/page_table_rights.c"

#include "page_table_model.h"

#define BASE (-GIB_512)
#define RIGHTS (PTE_WRITE | PTE_NX | PTE_GLOBAL)

/* Only [from, from + size) of a page of 1 GiB must become read-only. */
static void check_rights(const struct page_table *table, u64 from, u64 size)
{
	static const u64 steps[] = { 0, KIB_4, MIB_2, GIB_1 - KIB_4 };
	u64 at[] = { from - KIB_4, from, from + size - KIB_4,
		     from + size,  BASE, BASE + GIB_1 - KIB_4 };
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(at); i++) {
		for (j = 0; j < ARRAY_SIZE(steps); j++) {
			u64 va = at[i] + steps[j];
			bool inside = va >= from && va < from + size;
			struct page_leaf leaf;

			if (va < BASE || va >= BASE + GIB_1)
				continue;
			check(page_table_lookup(table, va, &leaf), "%#lx", va);
			check(leaf.pa + (va - leaf.va) == va - BASE,
			      "%#lx: moved", va);
			check(leaf.write == !inside && !leaf.execute &&
				      !leaf.user && (leaf.flags & PTE_GLOBAL),
			      "%#lx: rights", va);
		}
	}
}

static void test_ranges(bool page_1g)
{
	const struct {
		u64 offset, size;
		u32 leaves; /* after the split */
	} ranges[] = {
		{ 5 * MIB_2 + 3 * KIB_4, KIB_4, 511 + 512 },
		{ 5 * MIB_2, MIB_2, 512 },
		{ 5 * MIB_2 - KIB_4, MIB_2 + 2 * KIB_4, 510 + 2 * 512 },
		{ 0, GIB_1, page_1g ? 1 : 512 },
		{ GIB_1 - KIB_4, KIB_4, 511 + 512 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		struct page_table table = new_table(4, page_1g);
		u64 from = BASE + ranges[i].offset;

		map_both(&table, BASE, 0, GIB_1, RIGHTS, true);
		compare(&table);
		check(page_table_make_read_only(&table, from, ranges[i].size),
		      "no memory");
		check_rights(&table, from, ranges[i].size);
		check_walk(&table, 0, UINT64_MAX, ranges[i].leaves);
	}
}

/* What is not mapped stays so, and needs no table. */
static void test_hole(void)
{
	struct page_table table = new_table(5, true);
	struct page_leaf leaf;
	u32 used;

	page_table_map(&table, BASE, 0, KIB_4, RIGHTS, false);
	used = arena.count;
	check(page_table_make_read_only(&table, BASE - KIB_4, 3 * KIB_4),
	      "a hole");
	check(page_table_lookup(&table, BASE, &leaf) && !leaf.write, "page");
	check(!page_table_lookup(&table, BASE + KIB_4, &leaf), "hole");
	check(arena.count == used, "memory for nothing");
}

/* A page becomes writable and read-only again; its neighbours never change. */
static void test_set_write(void)
{
	struct page_table table = new_table(4, true);
	struct page_leaf leaf;
	u32 used;

	page_table_map(&table, BASE, 0, GIB_1, RIGHTS, true);
	page_table_map(&table, BASE + GIB_1, 0, KIB_4, RIGHTS, false);
	page_table_make_read_only(&table, BASE, 2 * KIB_4);
	used = arena.count;
	check_rights(&table, BASE, 2 * KIB_4);
	check(page_table_set_write(&table, BASE + KIB_4, true), "open");
	check_rights(&table, BASE, KIB_4);
	check(page_table_set_write(&table, BASE + KIB_4, false), "close");
	check_rights(&table, BASE, 2 * KIB_4);
	check(!page_table_set_write(&table, BASE + MIB_2, false), "2 MiB");
	check(!page_table_set_write(&table, BASE - KIB_4, true), "no table");
	check(!page_table_set_write(&table, BASE + GIB_1 + KIB_4, true),
	      "hole");
	check(!page_table_lookup(&table, BASE + GIB_1 + KIB_4, &leaf), "hole");
	check(arena.count == used, "memory for nothing");
}

/* The physical page stays the same, whatever its rights become. */
static void test_set_rights(void)
{
	static const u64 flags[] = {
		0, PTE_USER | PTE_NX, USER_DATA, PTE_USER,
		PTE_USER | PTE_WRITE | PTE_WRITE_EXECUTE, 0,
	};
	struct page_table table = new_table(4, true);
	struct page_leaf leaf;
	u32 i;

	page_table_map(&table, MIB_2, 7 * KIB_4, KIB_4, USER_DATA, false);
	page_table_map(&table, 2 * MIB_2, 0, MIB_2, USER_DATA, true);
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		u64 f = flags[i];

		page_table_set_rights(&table, 0, 3 * MIB_2, f);
		check(page_table_lookup(&table, MIB_2, &leaf) == !!f,
		      "rights %u", i);
		check(!f || (leaf.pa == 7 * KIB_4 && leaf.user &&
			     leaf.write == !!(f & PTE_WRITE) &&
			     leaf.execute == !(f & PTE_NX)), "rights %u", i);
		check(!page_table_lookup(&table, MIB_2 + KIB_4, &leaf), "hole");
		check(page_table_lookup(&table, 2 * MIB_2, &leaf) && leaf.write,
		      "2 MiB");
	}
	check(page_of(kept_entry(7 * KIB_4)) == 7 * KIB_4, "kept");
	/* L1TF: an entry that is not present has an address above 2^51. */
	check(kept_entry(7 * KIB_4) > PTE_ADDRESS / 2, "inverted");
}

/* A page is found, mapped or kept, and taken once. */
static void test_page(void)
{
	struct page_table table = new_table(4, true);
	struct page_leaf leaf;

	page_table_map(&table, MIB_2, 7 * KIB_4, 2 * KIB_4, USER_DATA, false);
	page_table_map(&table, 2 * MIB_2, 0, MIB_2, USER_DATA, true);
	page_table_set_rights(&table, MIB_2, KIB_4, 0);
	check(page_table_page(&table, MIB_2, false) == 7 * KIB_4, "kept");
	check(page_table_page(&table, MIB_2, true) == 7 * KIB_4, "taken");
	check(!page_table_page(&table, MIB_2, true), "taken twice");
	check(page_table_page(&table, MIB_2 + KIB_4, true) == 8 * KIB_4,
	      "mapped");
	check(!page_table_lookup(&table, MIB_2 + KIB_4, &leaf), "gone");
	check(!page_table_page(&table, 2 * MIB_2, true), "2 MiB");
	check(!page_table_page(&table, MIB_2 - KIB_4, true), "a hole");
}

static void test_no_memory(void)
{
	struct page_table table = new_table(4, true);

	page_table_map(&table, BASE, 0, GIB_1, RIGHTS, true);
	arena.limit = arena.count + 1; /* two tables are needed */
	check(!page_table_make_read_only(&table, BASE + KIB_4, KIB_4),
	      "two tables from one page");
	check_rights(&table, BASE + GIB_1, 0);
}

int main(void)
{
	arena.memory = aligned_alloc(PAGE_SIZE, ARENA_PAGES * PAGE_SIZE);
	if (!arena.memory)
		abort();
	test_ranges(true);
	test_ranges(false);
	result("make_read_only: each range, and nothing beside it");
	test_hole();
	result("make_read_only passes over what is not mapped");
	test_set_write();
	result("set_write: one small page, there and back");
	test_set_rights();
	result("set_rights: any rights in turn, or none, and the page is kept");
	test_page();
	result("page: found, and taken once");
	test_no_memory();
	result("make_read_only: no memory is an answer");
	free(arena.memory);
	return tap_end();
}
