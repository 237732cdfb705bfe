/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mapping and looking up, with 4 and 5 levels and all page sizes: the tables
 * must have what the model has, and nothing else.
 */
#include "lib/page_table.c"
#include "lib/page_table_free.c"

#include "page_table_model.h"

#define ROUNDS 200

/* Pages on both sides of each boundary of sizes, levels and halves. */
static void test_fixed(u32 levels, bool page_1g)
{
	struct page_table table = new_table(levels, page_1g);
	u64 half = levels == 5 ? 1ull << 56 : 1ull << 47;

	map_both(&table, 0x400000, 0x10000, 3 * KIB_4, PTE_USER, false);
	map_both(&table, 0x403000, 0x20000, KIB_4, USER_DATA, true);
	map_both(&table, MIB_2, 0, KIB_4, PTE_NX, true);
	map_both(&table, 2 * GIB_1 - MIB_2 - KIB_4, 2 * GIB_1 - MIB_2 - KIB_4,
		 2 * GIB_1 + 2 * MIB_2 + 2 * KIB_4, PTE_WRITE | PTE_NX, true);
	map_both(&table, 8 * GIB_1, GIB_1 + MIB_2, GIB_1, PTE_NX, true);
	map_both(&table, GIB_512 - KIB_4, 0x5000, 2 * KIB_4, PTE_USER, true);
	map_both(&table, half - KIB_4, 0x7000, KIB_4, USER_DATA, true);
	map_both(&table, -half, 0x8000, KIB_4, PTE_NX, true);
	map_both(&table, 0xffff888000000000, 0, 6 * GIB_1, PTE_WRITE | PTE_NX,
		 true);
	map_both(&table, 0xffffffff80000000, MIB_2, 2 * MIB_2, PTE_GLOBAL,
		 true);
	map_both(&table, 0xfffffffffffff000, 0xffffffffff000, KIB_4,
		 PTE_PWT | PTE_PCD | PTE_NX, true);
	map_both(&table, 0x500000, 0x9000, KIB_4, PTE_WRITE | PTE_WRITE_EXECUTE,
		 true);
	map_both(&table, 0x1000, 0, 0, PTE_NX, true);
	compare(&table);
}

static u64 random_place(const struct page_table *table)
{
	u64 half = low_half(table);
	u64 va = random_below(half) & ~(random_below(2) ? GIB_1 - 1 : 0xfff);

	va += random_below(4) * MIB_2 + random_below(3) * KIB_4;
	return random_below(2) ? va % half : va % half - half;
}

/* Maps a random range. false: it would overlap another. */
static bool map_random(const struct page_table *table)
{
	static const u64 sizes[] = {KIB_4, MIB_2, GIB_1};
	static const u64 flags[] = {PTE_NX, PTE_USER, PTE_WRITE | PTE_NX,
				    USER_DATA, PTE_GLOBAL};
	u64 va = random_place(table);
	u64 size = sizes[random_below(3)] + random_below(8) * KIB_4;
	u64 pa = (va & (2 * GIB_1 - 1)) + random_below(2) * KIB_4;
	bool large = random_below(4) || size > 3 * MIB_2;
	u32 i;

	/* If large pages do not fit, this would be thousands of small ones. */
	if (size > 3 * MIB_2)
		pa &= ~(MIB_2 - 1), va &= ~(MIB_2 - 1);
	if (va + size < va ||
	    (va < low_half(table) && va + size > low_half(table)))
		return false;
	for (i = 0; i < model.count; i++) {
		if (va < model.leaves[i].va + model.leaves[i].size &&
		    va + size > model.leaves[i].va)
			return false;
	}
	map_both(table, va, pa, size, flags[random_below(5)], large);
	return true;
}

static void test_random(void)
{
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		struct page_table table =
			new_table(4 + round % 2, round / 2 % 2);

		for (i = 0; i < 6; i++)
			map_random(&table);
		compare(&table);
	}
}

struct refusal {
	u64 va, pa, size, flags;
	const char *error;
};

static void check_refusals(u32 levels, const struct refusal *refusals,
			   size_t count)
{
	struct page_table table = new_table(levels, true);
	size_t i;

	map_both(&table, 0x600000, 0x600000, KIB_4, PTE_NX, false);
	map_both(&table, 0x800000, 0x800000, MIB_2, PTE_NX, true);
	for (i = 0; i < count; i++) {
		const struct refusal *r = &refusals[i];
		const char *error = page_table_map(&table, r->va, r->pa,
						   r->size, r->flags, true);

		check(error && !__builtin_strcmp(error, r->error),
		      "%#lx to %#lx, %#lx bytes, flags %#lx: %s", r->va, r->pa,
		      r->size, r->flags, error ? error : "accepted");
	}
	compare(&table);
}

#define NOT_ALIGNED "not page aligned"
#define NOT_CANONICAL "address not canonical"
#define WX "writable and executable"
#define MAPPED "mapped already"
#define TOO_LARGE "physical address too large"
#define BAD_FLAG "not a flag of a page"

static void test_refusals(void)
{
	static const struct refusal both[] = {
		{0x1001, 0, KIB_4, PTE_NX, NOT_ALIGNED},
		{0x1000, 0x800, KIB_4, PTE_NX, NOT_ALIGNED},
		{0x1000, 0, 0x1001, PTE_NX, NOT_ALIGNED},
		{0x1000, 0, KIB_4, PTE_WRITE, WX},
		{0x1000, 0, KIB_4, PTE_WRITE | PTE_USER, WX},
		{0x1000, 0, KIB_4, PTE_PRESENT, BAD_FLAG},
		{0x1000, 0, KIB_4, PTE_LARGE, BAD_FLAG},
		{0x1000, 0, KIB_4, 0x1000, BAD_FLAG},
		{0x600000, 0, KIB_4, PTE_NX, MAPPED},
		{0x600000, 0x600000, MIB_2, PTE_NX, MAPPED},
		{0x800000, 0, KIB_4, PTE_NX, MAPPED},
		{0x9ff000, 0, 2 * KIB_4, PTE_NX, MAPPED},
		{0x800000, 0x800000, MIB_2, PTE_NX, MAPPED},
		{0x1000, 1ull << 52, KIB_4, PTE_NX, TOO_LARGE},
		{0x1000, 0xffffffffff000, 2 * KIB_4, PTE_NX, TOO_LARGE},
		{0x1000, -KIB_4, KIB_4, PTE_NX, TOO_LARGE},
		{-KIB_4, 0, 2 * KIB_4, PTE_NX, NOT_CANONICAL},
		{1ull << 56, 0, KIB_4, PTE_NX, NOT_CANONICAL},
		{0x1000, 0, -KIB_4, PTE_NX, NOT_CANONICAL},
		{1ull << 63, 0, KIB_4, PTE_NX, NOT_CANONICAL},
		{(1ull << 56) - KIB_4, 0, 2 * KIB_4, PTE_NX, NOT_CANONICAL},
	};
	static const struct refusal level_4[] = {
		{1ull << 47, 0, KIB_4, PTE_NX, NOT_CANONICAL},
		{(1ull << 47) - KIB_4, 0, 2 * KIB_4, PTE_NX, NOT_CANONICAL},
		{-(1ull << 47) - KIB_4, 0, KIB_4, PTE_NX, NOT_CANONICAL},
		{0xa00000, 0, -(1ull << 47), PTE_NX, NOT_CANONICAL},
	};

	check_refusals(4, level_4, ARRAY_SIZE(level_4));
	check_refusals(4, both, ARRAY_SIZE(both));
	check_refusals(5, both, ARRAY_SIZE(both));
}

/* With too few pages, whatever their number: an error, and no leak. */
static void test_no_memory(void)
{
	const char *error = "";
	u32 limit;

	for (limit = 1; error && limit < 100; limit++) {
		struct page_table table = new_table(4, true);
		u32 enough;

		arena.limit = limit;
		error = page_table_map(&table, GIB_1 - KIB_4, 0, 2 * KIB_4,
				       PTE_NX, true);
		enough = 1 + 1 + 2 + 2;
		check(!error == (limit >= enough), "with %u pages: %s", limit,
		      error ? error : "mapped");
		table.free = NULL;
		page_table_free(&table, 0, GIB_512, 0, GIB_512);
		check_walk(&table, 0, UINT64_MAX, 0);
	}
	check(!error, "there was never enough");
}

int main(void)
{
	arena.memory = aligned_alloc(PAGE_SIZE, ARENA_PAGES * PAGE_SIZE);
	if (!arena.memory)
		abort();
	test_fixed(4, false);
	test_fixed(4, true);
	result("4 levels: 4 KiB, 2 MiB and 1 GiB pages as the model has them");
	test_fixed(5, false);
	test_fixed(5, true);
	result("5 levels: the same");
	test_random();
	result("random maps as the model has them");
	test_refusals();
	result("what must not be mapped is refused, and says why");
	test_no_memory();
	result("no memory: an error, at whichever page it happens");
	free(arena.memory);
	return tap_end();
}
