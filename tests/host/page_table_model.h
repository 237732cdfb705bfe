/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables in an arena, which stands for physical memory; and a model of
 * them, a sorted list of the leaves that must be there. Every page that is
 * allocated is counted, and must be freed once.
 */
#ifndef GATEHOUSE_PAGE_TABLE_MODEL_H
#define GATEHOUSE_PAGE_TABLE_MODEL_H

#include "lib/page_table_walk.c"

#include "layout.h"
#include "tap.h"

#define ARENA_PAGES 4096
#define MAX_LEAVES 8192

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
	u32 seen; /* how often the comparing walk has visited it */
};

static struct arena arena;
static struct model model;

/* Page 0 is never allocated, because 0 means that there is no memory. */
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
	/* Poison: code that reads it as an empty table goes astray. */
	__builtin_memset(a->memory + (u64)page * PAGE_SIZE, 0xff, PAGE_SIZE);
	return (u64)page * PAGE_SIZE;
}

static void arena_free(void *context, u64 phys)
{
	struct arena *a = context;
	u64 page = phys / PAGE_SIZE;

	if (!check(phys % PAGE_SIZE == 0 && page < ARENA_PAGES && a->used[page],
		   "freed, but not in use: %#lx", phys))
		return;
	/* Poison: code that still uses the page goes astray. */
	__builtin_memset(a->memory + phys, 0xff, PAGE_SIZE);
	a->used[page] = false;
	a->count--;
}

static u64 empty_page(void)
{
	u64 phys = arena_alloc(&arena);

	__builtin_memset(arena.memory + phys, 0, PAGE_SIZE);
	return phys;
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
	table.root_phys = empty_page();
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

static bool compare_leaves(void *context, const struct page_leaf *first,
			   u64 count)
{
	struct page_leaf leaf = *first;
	bool good = true;

	(void)context;
	for (; count && good; count--) {
		u32 at = model.seen++;

		good = check(at < model.count &&
				     same_leaf(&leaf, &model.leaves[at]),
			     "leaf %u at %#lx", at, leaf.va);
		leaf.va += leaf.size;
		leaf.pa += leaf.size;
	}
	return good;
}

static void check_lookup(const struct page_table *table, u64 va,
			 const struct page_leaf *ought)
{
	struct page_leaf leaf;
	bool found = page_table_lookup(table, va, &leaf);

	check(ought ? found && same_leaf(&leaf, ought) : !found,
	      "lookup of %#lx", va);
}

/* Compares the whole address space, the leaves and the gaps between them. */
static void compare(const struct page_table *table)
{
	u32 i;

	qsort(model.leaves, model.count, sizeof(model.leaves[0]), by_address);
	model.seen = 0;
	page_table_walk(table, 0, UINT64_MAX, compare_leaves, NULL);
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

	check(!error, "%#lx to %#lx, %#lx bytes: %s", va, pa, size, error);
	model_map(table, va, pa, size, flags, large);
}

static bool count_leaves(void *context, const struct page_leaf *leaf, u64 count)
{
	(void)leaf;
	*(u32 *)context += count;
	return true;
}

static void check_walk(const struct page_table *table, u64 start, u64 end,
		       u32 ought)
{
	u32 count = 0;

	page_table_walk(table, start, end, count_leaves, &count);
	check(count == ought, "%u leaves in [%#lx, %#lx]", count, start, end);
}

#endif
