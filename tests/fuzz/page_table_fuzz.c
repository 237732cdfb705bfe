/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables of 4 and 5 levels against a model of single pages: map, change
 * rights, free. At the end no page of memory may be left but the root.
 */
#include <string.h>
#include "lib/page_table.c"
#include "lib/page_table_rights.c"
#include "lib/page_table_free.c"
#include "lib/page_table_walk.c"
#include "fuzz.h"

#define ARENA_PAGES 512
/* The pages lie around an address at which tables of each level end. */
#define MIDDLE 0x8000000000ull
#define PAGES 2048

static _Alignas(PAGE_SIZE) uint8_t arena[ARENA_PAGES * PAGE_SIZE];
static bool used[ARENA_PAGES];
static uint8_t model[PAGES]; /* 0: not mapped, else 1 + the rights */

static const uint64_t rights[] = {
	PTE_USER | PTE_NX, PTE_USER | PTE_WRITE | PTE_NX, PTE_USER,
};

static uint64_t page_alloc(void *context)
{
	uint32_t page;

	(void)context;
	for (page = 1; page < ARENA_PAGES; page++) {
		if (used[page])
			continue;
		used[page] = true;
		memset(arena + page * PAGE_SIZE, 0xff, PAGE_SIZE);
		return page * PAGE_SIZE;
	}
	return 0;
}

static void page_free(void *context, uint64_t phys)
{
	(void)context;
	must(phys / PAGE_SIZE < ARENA_PAGES && used[phys / PAGE_SIZE]);
	used[phys / PAGE_SIZE] = false;
}

static uint64_t at(uint32_t page)
{
	return MIDDLE - PAGES / 2 * PAGE_SIZE + page * PAGE_SIZE;
}

static bool map_page(const struct page_table *table, uint32_t page,
		     uint32_t right)
{
	uint64_t phys = page_alloc(NULL);
	const char *error;

	if (!phys)
		return false;
	error = page_table_map(table, at(page), phys, PAGE_SIZE, rights[right],
			       false);
	must(model[page] ? error != NULL : true);
	if (error)
		page_free(NULL, phys);
	else
		model[page] = 1 + right;
	return !error;
}

/*
 * The nearest page on each side that is mapped bounds what may be freed, or
 * else ring 3's half does.
 */
static void free_pages(const struct page_table *table, uint32_t start,
		       uint32_t end)
{
	uint32_t floor = start, ceiling = end;

	while (floor && !model[floor - 1])
		floor--;
	while (ceiling < PAGES && !model[ceiling])
		ceiling++;
	page_table_free(table, at(start), at(end), floor ? at(floor) : 0,
			ceiling < PAGES ? at(ceiling) :
					  1ull << (9 * table->levels + 11));
	memset(model + start, 0, end - start);
}

static void change(const struct page_table *table, struct source *source)
{
	uint32_t what = take(source, 4), right = take(source, 3), i;
	uint32_t start = take(source, PAGES);
	uint32_t end = start + 1 + take(source, PAGES - start);

	switch (what) {
	case 0:
	case 1:
		for (i = start; i < end && i < start + 8; i++)
			map_page(table, i, right);
		return;
	case 2:
		page_table_set_rights(table, at(start), (end - start) *
				      PAGE_SIZE, rights[right]);
		for (i = start; i < end; i++)
			model[i] = model[i] ? 1 + right : 0;
		return;
	default:
		free_pages(table, start, end);
	}
}

static void compare(const struct page_table *table)
{
	struct page_leaf leaf;
	uint32_t page;

	for (page = 0; page < PAGES; page++) {
		bool mapped = page_table_lookup(table, at(page), &leaf);

		must(mapped == !!model[page]);
		must(!mapped || (leaf.flags & ~PTE_ADDRESS) ==
		     (rights[model[page] - 1] | PTE_PRESENT | PTE_ACCESSED |
		      PTE_DIRTY));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page_table table = { .levels = size % 2 ? 5 : 4,
				    .offset = (uint64_t)(uintptr_t)arena,
				    .alloc = page_alloc, .free = page_free };
	struct source source = { data, data + size };
	uint32_t i, left = 0;

	memset(used, 0, sizeof(used));
	memset(model, 0, sizeof(model));
	table.root_phys = page_alloc(NULL);
	memset(arena + table.root_phys, 0, PAGE_SIZE);
	while (is_left(&source))
		change(&table, &source);
	compare(&table);
	free_pages(&table, 0, PAGES);
	for (i = 0; i < ARENA_PAGES; i++)
		left += used[i];
	must(left == 1);
	return 0;
}
