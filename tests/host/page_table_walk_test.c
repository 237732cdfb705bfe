/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walking: it stays in its range, visits equal leaves together, and skips no
 * entry: a leaf that differs in any bit is a visit of its own.
 */
#include "lib/page_table.c"

#include "page_table_model.h"

#define BASE (-GIB_512)
#define RIGHTS (PTE_WRITE | PTE_NX | PTE_GLOBAL)

static bool stop_at_third(void *context, const struct page_leaf *leaf,
			  u64 count)
{
	(void)leaf, (void)count;
	return ++*(u32 *)context < 3;
}

static void test_walk(void)
{
	struct page_table table = new_table(4, true);
	u32 count = 0;

	map_both(&table, 0x10000, 0x10000, 8 * KIB_4, PTE_NX, false);
	map_both(&table, GIB_1, 0, GIB_1, PTE_NX, true);
	map_both(&table, -GIB_1, 0, MIB_2, PTE_NX, true);
	check_walk(&table, 0, UINT64_MAX, 10);
	check_walk(&table, 0, 0xffff, 0);
	check_walk(&table, 0, 0x10000, 1);
	check_walk(&table, 0x10fff, 0x11000, 2);
	check_walk(&table, 0x11000, 0x11000, 1);
	check_walk(&table, 0x18000, GIB_1 - 1, 0);
	check_walk(&table, 2 * GIB_1 - 1, UINT64_MAX, 2);
	check_walk(&table, 2 * GIB_1, UINT64_MAX, 1);
	check_walk(&table, -GIB_1 + MIB_2 - 1, UINT64_MAX, 1);
	check_walk(&table, -GIB_1 + MIB_2, UINT64_MAX, 0);
	page_table_walk(&table, 0, UINT64_MAX, stop_at_third, &count);
	check(count == 3, "it stopped after %u", count);
}

struct visits {
	struct page_leaf leaf[4];
	u64 count[4];
	u32 used;
};

static bool note(void *context, const struct page_leaf *leaf, u64 count)
{
	struct visits *visits = context;

	if (visits->used == ARRAY_SIZE(visits->leaf))
		return false;
	visits->leaf[visits->used] = *leaf;
	visits->count[visits->used++] = count;
	return true;
}

static struct visits visits_of(const struct page_table *table)
{
	struct visits visits = { .used = 0 };

	page_table_walk(table, 0, UINT64_MAX, note, &visits);
	return visits;
}

static u64 *entry_of(const struct page_table *table, u64 va, u32 lowest)
{
	u64 phys = table->root_phys;
	u32 level = table->levels;

	for (; level > lowest; level--)
		phys = entries_at(table, phys)[index_of(va, level)] &
		       PTE_ADDRESS;
	return &entries_at(table, phys)[index_of(va, level)];
}

/* One leaf of 512 differs: three visits, of it and of those on its sides. */
static void check_odd_one(const struct page_table *table, u32 index)
{
	struct visits visits = visits_of(table);
	u64 va = BASE;
	u32 i = 0;

	if (index) {
		check(visits.leaf[i].va == va && visits.count[i] == index,
		      "%u: before it", index);
		i++;
	}
	va += index * MIB_2;
	check(visits.leaf[i].va == va && visits.count[i] == 1, "%u: it", index);
	i++;
	if (index < ENTRIES - 1) {
		check(visits.leaf[i].va == va + MIB_2 &&
			      visits.count[i] == ENTRIES - 1 - index,
		      "%u: after it", index);
		i++;
	}
	check(visits.used == i, "%u: %u visits", index, visits.used);
}

static void test_odd_one(void)
{
	static const u64 changes[] = { PTE_WRITE, PTE_USER, PTE_NX, PTE_PWT,
				       PTE_GLOBAL, MIB_2, GIB_512 };
	struct page_table table = new_table(4, false);
	struct visits visits;
	u32 i, j;

	map_both(&table, BASE, 0, GIB_1, RIGHTS, true);
	visits = visits_of(&table);
	check(visits.used == 1 && visits.count[0] == ENTRIES, "all alike");
	for (i = 0; i < ENTRIES; i++) {
		u64 *entry = entry_of(&table, BASE + i * MIB_2, 2);

		for (j = 0; j < ARRAY_SIZE(changes); j++) {
			*entry ^= changes[j];
			check_odd_one(&table, i);
			*entry ^= changes[j];
		}
	}
}

/* One leaf in a table that is otherwise empty, at each place of each level. */
static void test_lonely(u32 levels)
{
	u32 level, i;

	for (level = 1; level <= HIGHEST_LEAF; level++) {
		for (i = 0; i < ENTRIES; i++) {
			struct page_table table = new_table(levels, true);

			map_both(&table, BASE + i * span(level), 0, span(level),
				 RIGHTS, true);
			compare(&table);
		}
	}
}

/* An entry that is not present is no leaf, whatever its other bits. */
static void test_not_present(void)
{
	struct page_table table = new_table(4, false);
	u64 *entry;

	map_both(&table, BASE, 0, 2 * KIB_4, RIGHTS, false);
	entry = entry_of(&table, BASE, 1);
	*entry &= ~PTE_PRESENT;
	entry[ENTRIES - 1] = PTE_WRITE;
	check_walk(&table, 0, UINT64_MAX, 1);
}

int main(void)
{
	arena.memory = aligned_alloc(PAGE_SIZE, ARENA_PAGES * PAGE_SIZE);
	if (!arena.memory)
		abort();
	test_walk();
	result("a walk keeps to its range, and stops when told");
	test_odd_one();
	result("alike leaves are one visit, and one that differs is another");
	test_lonely(4);
	test_lonely(5);
	result("a leaf is found wherever it is alone");
	test_not_present();
	result("what is not present is no leaf");
	free(arena.memory);
	return tap_end();
}
