/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables in an arena that stands for physical memory, against a model: a
 * sorted list of the leaves that ought to be there. Every page that is handed
 * out is counted, and must come back once.
 */
#include "page_table.c"

#include "tap.h"

#define ARENA_PAGES 4096
#define MAX_LEAVES 8192
#define ROUNDS 200

#define KIB_4 0x1000ull
#define MIB_2 0x200000ull
#define GIB_1 0x40000000ull
#define GIB_512 0x8000000000ull
#define USER_DATA (PTE_USER | PTE_WRITE | PTE_NX)

struct arena {
	u8 *memory;
	bool used[ARENA_PAGES];
	u32 next, count, limit;
};

struct model {
	struct page_leaf leaves[MAX_LEAVES];
	u32 count;
	u32 seen; /* by the walk that compares */
};

static struct arena arena;
static struct model model;

/* Page 0 is no one's: 0 says that there is no memory. */
static u64 arena_alloc(void *context)
{
	struct arena *a = context;
	u32 page;

	if (a->count >= a->limit)
		return 0;
	for (page = 1; a->used[page]; page++)
		;
	a->used[page] = true;
	a->count++;
	__builtin_memset(a->memory + (u64)page * PAGE_SIZE, 0, PAGE_SIZE);
	return (u64)page * PAGE_SIZE;
}

static void arena_free(void *context, u64 phys)
{
	struct arena *a = context;
	u64 page = phys / PAGE_SIZE;

	if (!check(phys % PAGE_SIZE == 0 && page < ARENA_PAGES && a->used[page],
		   "freed, but not in use: %#jx", (uintmax_t)phys))
		return;
	/* Whoever still looks at it goes astray. */
	__builtin_memset(a->memory + phys, 0xff, PAGE_SIZE);
	a->used[page] = false;
	a->count--;
}

static struct page_table new_table(u32 levels, bool page_1g)
{
	struct page_table table = {
		.levels = levels,
		.page_1g = page_1g,
		.offset = (u64)(uintptr_t)arena.memory,
		.alloc = arena_alloc,
		.free = arena_free,
		.context = &arena,
	};

	__builtin_memset(arena.used, 0, sizeof(arena.used));
	arena.count = 0;
	arena.limit = ARENA_PAGES - 1;
	table.root_phys = arena_alloc(&arena);
	model.count = 0;
	return table;
}

static u64 page_size_for(const struct page_table *table, u64 va, u64 pa,
			 u64 size, bool large)
{
	if (large && table->page_1g && (va | pa) % GIB_1 == 0 && size >= GIB_1)
		return GIB_1;
	if (large && (va | pa) % MIB_2 == 0 && size >= MIB_2)
		return MIB_2;
	return KIB_4;
}

static void model_map(const struct page_table *table, u64 va, u64 pa, u64 size,
		      u64 flags, bool large)
{
	while (size) {
		u64 page = page_size_for(table, va, pa, size, large);

		if (model.count == MAX_LEAVES)
			abort();
		model.leaves[model.count++] = (struct page_leaf){
			.va = va,
			.pa = pa,
			.size = page,
			.flags = flags | PTE_PRESENT | PTE_ACCESSED |
				 PTE_DIRTY | (page > KIB_4 ? PTE_LARGE : 0),
			.user = flags & PTE_USER,
			.write = flags & PTE_WRITE,
			.execute = !(flags & PTE_NX),
		};
		va += page;
		pa += page;
		size -= page;
	}
}

static int by_address(const void *a, const void *b)
{
	const struct page_leaf *x = a;
	const struct page_leaf *y = b;

	return (x->va > y->va) - (x->va < y->va);
}

static bool same_leaf(const struct page_leaf *a, const struct page_leaf *b)
{
	return a->va == b->va && a->pa == b->pa && a->size == b->size &&
	       a->flags == b->flags && a->user == b->user &&
	       a->write == b->write && a->execute == b->execute;
}

static bool compare_leaf(void *context, const struct page_leaf *leaf)
{
	u32 at = model.seen++;

	(void)context;
	return check(at < model.count && same_leaf(leaf, &model.leaves[at]),
		     "leaf %u at %#jx", at, (uintmax_t)leaf->va);
}

static void check_lookup(const struct page_table *table, u64 va,
			 const struct page_leaf *ought)
{
	struct page_leaf leaf;
	bool found = page_table_lookup(table, va, &leaf);

	check(ought ? found && same_leaf(&leaf, ought) : !found,
	      "lookup of %#jx", (uintmax_t)va);
}

/* The whole address space, leaf by leaf; and the gaps between the leaves. */
static void compare(const struct page_table *table)
{
	u32 i;

	qsort(model.leaves, model.count, sizeof(model.leaves[0]), by_address);
	model.seen = 0;
	page_table_walk(table, 0, UINT64_MAX, compare_leaf, NULL);
	check(model.seen == model.count, "%u leaves of %u", model.seen,
	      model.count);
	for (i = 0; i < model.count; i++) {
		const struct page_leaf *leaf = &model.leaves[i];
		u64 end = leaf->va + leaf->size;

		check_lookup(table, leaf->va, leaf);
		check_lookup(table, leaf->va + leaf->size / 2, leaf);
		check_lookup(table, end - 1, leaf);
		if (i + 1 == model.count || model.leaves[i + 1].va != end)
			check_lookup(table, end, NULL);
		if (i == 0 ||
		    model.leaves[i - 1].va + model.leaves[i - 1].size !=
			    leaf->va)
			check_lookup(table, leaf->va - 1, NULL);
	}
}

static void map_both(const struct page_table *table, u64 va, u64 pa, u64 size,
		     u64 flags, bool large)
{
	const char *error = page_table_map(table, va, pa, size, flags, large);

	check(!error, "%#jx to %#jx, %#jx bytes: %s", (uintmax_t)va,
	      (uintmax_t)pa, (uintmax_t)size, error);
	model_map(table, va, pa, size, flags, large);
}

/* Pages that meet at each boundary of sizes, levels and halves. */
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

/* A map that overlaps none; false: the place drawn is taken. */
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

	/* Large pages that do not fit would be thousands of small ones. */
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

static bool stop_at_third(void *context, const struct page_leaf *leaf)
{
	(void)leaf;
	return ++*(u32 *)context < 3;
}

static bool count_leaf(void *context, const struct page_leaf *leaf)
{
	(void)leaf;
	++*(u32 *)context;
	return true;
}

static void check_walk(const struct page_table *table, u64 start, u64 end,
		       u32 ought)
{
	u32 count = 0;

	page_table_walk(table, start, end, count_leaf, &count);
	check(count == ought, "%u leaves in [%#jx, %#jx]", count,
	      (uintmax_t)start, (uintmax_t)end);
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
		      "%#jx to %#jx, %#jx bytes, flags %#jx: %s",
		      (uintmax_t)r->va, (uintmax_t)r->pa, (uintmax_t)r->size,
		      (uintmax_t)r->flags, error ? error : "accepted");
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

/* Each number of pages, until there is enough: an error, and no leak. */
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
		page_table_free_below(&table, GIB_512);
		check_walk(&table, 0, UINT64_MAX, 0);
	}
	check(!error, "there was never enough");
}

/* Maps a page of the arena, as ring 0 does for a program. */
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
	page_table_free_below(&table, end);
	check(arena.count == 1, "%u pages stay in use", arena.count);
	model.count = 0;
	compare(&table);
}

/* Ring 0's half, a large page, and what lies from end on, stay. */
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
	page_table_free_below(&table, end);
	forget_below(end, true);
	compare(&table);
	/* The page directory of the 2 MiB page has lost one table. */
	check(arena.count == stays, "%u pages are in use, not %u", arena.count,
	      stays);
	page_table_free_below(&table, UINT64_MAX);
	forget_below(half, true);
	compare(&table);
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
	test_walk();
	result("a walk keeps to its range, and stops when told");
	test_refusals();
	result("what must not be mapped is refused, and says why");
	test_no_memory();
	result("no memory: an error, at whichever page it happens");
	test_free_all(4, GIB_512);
	test_free_all(4, 1ull << 47);
	test_free_all(5, 1ull << 47);
	test_free_all(5, 1ull << 56);
	result("free_below gives back each page and each table, once");
	test_free_part(4, GIB_512);
	test_free_part(4, 1ull << 47);
	test_free_part(5, GIB_512);
	test_free_part(5, 1ull << 47);
	test_free_part(5, 1ull << 56);
	result("free_below leaves ring 0's half, large pages, and the rest");
	free(arena.memory);
	return tap_end();
}
