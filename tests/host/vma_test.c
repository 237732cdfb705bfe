/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares the list of a program's memory with a model that has one byte a
 * page: every operation on every range, from every state that three operations
 * lead to. And a full list, which must refuse and not change.
 */
#include "lib/vma.c"

#include <string.h>
#include "tap.h"

#define PAGES 6 /* of the small address space, from page 1 on */
#define FREE 0xff

/* For each page FREE, or its rights. */
struct model {
	u8 page[PAGES];
};

static u64 at(u32 page)
{
	return (page + 1ull) * PAGE_SIZE;
}

/* The list must be sorted and merged, and cover what the model has. */
static void compare(const struct vma_list *list, const struct model *model)
{
	const struct vma *vma = list->vma, *end = vma + list->count;
	u32 i;

	for (i = 0; i < PAGES; i++) {
		const struct vma *found = vma_find(list, at(i));
		bool inside = found && found->start <= at(i);

		check(inside == (model->page[i] != FREE), "page %u", i);
		check(!inside || found->prot == model->page[i], "rights %u", i);
		check(vma_is_free(list, at(i), at(i + 1)) == !inside,
		      "free %u", i);
	}
	for (; vma < end; vma++) {
		check(vma->start < vma->end && vma->start >= at(0) &&
			      vma->end <= at(PAGES), "a range");
		check(vma + 1 == end || vma->end < vma[1].start ||
			      (vma->end == vma[1].start &&
			       vma->prot != vma[1].prot), "order");
	}
}

static bool model_is_free(const struct model *model, u32 start, u32 end)
{
	for (; start < end; start++)
		if (model->page[start] != FREE)
			return false;
	return true;
}

static void check_holes(const struct vma_list *list, const struct model *model)
{
	u32 low, high, size;

	for (low = 0; low < PAGES; low++)
		for (high = low; high <= PAGES; high++)
			for (size = 1; size <= PAGES; size++) {
				u64 ought = 0;
				u32 i;

				for (i = low; i + size <= high; i++)
					if (model_is_free(model, i, i + size))
						ought = at(i);
				check(vma_find_hole(list, size * PAGE_SIZE,
						    at(low), at(high)) == ought,
				      "hole of %u in %u to %u", size, low,
				      high);
			}
}

static bool model_is_used(const struct model *model, u32 start, u32 end)
{
	for (; start < end; start++)
		if (model->page[start] == FREE)
			return false;
	return true;
}

/* Every table that a page of the range needs, and no page of the list. */
static u64 count_tables(const struct vma_list *list, u64 start, u64 end,
			u32 levels)
{
	u64 count = 0;
	u32 level;

	for (level = 1; level < levels; level++) {
		u64 size = (u64)PAGE_SIZE << 9 * level;
		u64 at = start / size * size;

		for (; at < end; at += size)
			count += vma_is_free(list, at, at + size);
	}
	return count;
}

/* Ranges around the ends of tables of each level, beside two neighbours. */
static void check_tables(u64 under, u64 first, u64 last, u64 over)
{
	static struct vma_list list;
	struct vma_gap gap;
	u32 levels;

	list.count = 0;
	vma_add(&list, under - PAGE_SIZE, under, 0);
	vma_add(&list, over, over + PAGE_SIZE, 1);
	gap = vma_gap(&list, first);
	check(gap.start == under && gap.end == over, "the gap");
	for (levels = 4; levels <= 5; levels++)
		check(vma_tables(&gap, first, last, levels) ==
			      count_tables(&list, first, last, levels),
		      "%#lx, %#lx to %#lx, %#lx, %u levels", under, first,
		      last, over, levels);
}

/* A range that is promised nothing needs no table, so it is no neighbour. */
static void test_reserved(void)
{
	static struct vma_list list;
	u64 page = PAGE_SIZE;
	struct vma_gap gap;

	list.count = 0;
	vma_add(&list, page, 2 * page, 0);
	vma_add(&list, 3 * page, 4 * page, VMA_RESERVED);
	vma_add(&list, 4 * page, 5 * page, VMA_RESERVED | VMA_KEPT);
	vma_add(&list, 9 * page, 10 * page, 0);
	gap = vma_gap(&list, 5 * page);
	check(gap.start == 2 * page && gap.end == 9 * page, "after them");
	gap = vma_gap(&list, 2 * page);
	check(gap.start == 2 * page && gap.end == 9 * page, "before them");
	gap = vma_gap(&list, 4 * page);
	check(gap.start == 2 * page && gap.end == 9 * page, "in one of them");
}

static void test_tables(void)
{
	static const u64 edge[] = { 0, 1, 2, 511, 512, 513, 1024, 1 << 18,
				    (1 << 18) + 1, 1 << 27, (1 << 27) + 512 };
	const u64 number = ARRAY_SIZE(edge), step = PAGE_SIZE;
	u64 middle = 1ull << 50, end = middle + step;
	u64 under, start, last, over;

#define BELOW(i) (middle - edge[i] * step)
#define ABOVE(i) (end + edge[i] * step)
	for (under = 0; under < number; under++)
		for (start = 0; start <= under; start++)
			for (last = 0; last < number; last++)
				for (over = last; over < number; over++)
					check_tables(BELOW(under), BELOW(start),
						     ABOVE(last), ABOVE(over));
#undef BELOW
#undef ABOVE
}

/* A hole must not reach into the guard gap of what grows down. */
static void test_guard_gap(void)
{
	static struct vma_list list;
	u64 stack = 4096 * PAGE_SIZE, low = PAGE_SIZE;

	list.count = 0;
	vma_add(&list, stack, stack + PAGE_SIZE, VMA_GROWSDOWN);
	check(vma_find_hole(&list, PAGE_SIZE, low, stack) ==
		      stack - STACK_GUARD_GAP - PAGE_SIZE, "below the gap");
	check(vma_find_hole(&list, PAGE_SIZE, low, 2 * stack) ==
		      2 * stack - PAGE_SIZE, "above it");
	check(!vma_find_hole(&list, stack - STACK_GUARD_GAP, low, stack),
	      "no room but the gap");
	list.count = 0;
	vma_add(&list, 2 * low, 3 * low, VMA_GROWSDOWN);
	check(!vma_find_hole(&list, PAGE_SIZE, low, 3 * low), "at address 0");
}

enum { ADD_0, ADD_1, REMOVE, PROTECT_0, PROTECT_1, OPERATIONS };

/* false: the operation is not allowed on this range. */
static bool operate(struct vma_list *list, struct model *model, u32 operation,
		    u32 start, u32 end)
{
	u8 becomes = operation == REMOVE ? FREE : operation % 3;
	bool good = false;

	if (operation <= ADD_1 && model_is_free(model, start, end))
		good = vma_add(list, at(start), at(end), becomes);
	else if (operation == REMOVE)
		good = vma_remove(list, at(start), at(end));
	else if (operation >= PROTECT_0 && model_is_used(model, start, end))
		good = vma_protect(list, at(start), at(end), becomes);
	else
		return false;
	check(good, "operation %u on %u to %u", operation, start, end);
	memset(model->page + start, becomes, end - start);
	return true;
}

static void explore(const struct vma_list *list, const struct model *model,
		    u32 depth)
{
	u32 operation, start, end;

	compare(list, model);
	if (!depth) {
		check_holes(list, model);
		return;
	}
	for (operation = 0; operation < OPERATIONS; operation++)
		for (start = 0; start < PAGES; start++)
			for (end = start + 1; end <= PAGES; end++) {
				struct vma_list next = *list;
				struct model pages = *model;

				if (operate(&next, &pages, operation, start,
					    end))
					explore(&next, &pages, depth - 1);
			}
}

static void test_all(void)
{
	static struct vma_list list;
	struct model model;

	memset(&model, FREE, sizeof(model));
	explore(&list, &model, 3);
}

/* Fills the list with ranges of two pages, one page apart. */
static void fill(struct vma_list *list, u64 number)
{
	u64 i;

	list->count = 0;
	for (i = 0; i < number; i++)
		check(vma_add(list, (3 * i + 1) * PAGE_SIZE,
			      (3 * i + 3) * PAGE_SIZE, 0),
		      "add %lu", i);
}

static void test_full(void)
{
	static struct vma_list list, before;
	u64 beyond = 3 * (u64)VMA_MAX * PAGE_SIZE + PAGE_SIZE;

	fill(&list, VMA_MAX);
	before = list;
	check(!vma_add(&list, beyond, beyond + PAGE_SIZE, 0), "one more");
	check(!vma_protect(&list, PAGE_SIZE, 2 * PAGE_SIZE, 1), "split");
	check(!memcmp(&list, &before, sizeof(list)), "it has changed");
	/* Merging, shrinking and removing need no room, so they must work. */
	check(vma_add(&list, 3 * PAGE_SIZE, 4 * PAGE_SIZE, 0), "join");
	check(list.count == VMA_MAX - 1, "joined");
	check(vma_add(&list, beyond, beyond + PAGE_SIZE, 0), "then one more");
	before = list;
	check(!vma_remove(&list, 2 * PAGE_SIZE, 3 * PAGE_SIZE), "a hole");
	check(!memcmp(&list, &before, sizeof(list)), "it has changed");
	check(vma_remove(&list, PAGE_SIZE, 2 * PAGE_SIZE), "shrink");
	check(vma_remove(&list, 0, beyond + PAGE_SIZE), "all");
	check(!list.count, "%lu are left", list.count);
	fill(&list, VMA_MAX - VMA_SPARE);
	check(vma_protect(&list, PAGE_SIZE, 2 * PAGE_SIZE, 1), "two to spare");
}

/* The whole address space: no calculation may wrap around. */
static void test_far(void)
{
	static struct vma_list list;
	u64 top = CANONICAL_END_5_LEVEL;

	list.count = 0;
	check(vma_find_hole(&list, top - PAGE_SIZE, PAGE_SIZE, top) ==
		      PAGE_SIZE, "all of it");
	check(!vma_find_hole(&list, top, PAGE_SIZE, top), "more than all");
	check(!vma_find_hole(&list, -PAGE_SIZE, PAGE_SIZE, top), "2^64");
	check(!vma_find_hole(&list, PAGE_SIZE, top, PAGE_SIZE), "none");
	vma_add(&list, PAGE_SIZE, top, 0);
	check(!vma_find_hole(&list, PAGE_SIZE, PAGE_SIZE, top), "no hole");
	check(!vma_find(&list, top), "after it");
}

int main(void)
{
	test_all();
	result("add, remove, protect: each on each range, three deep");
	test_tables();
	result("as many page tables as a count of each finds");
	test_reserved();
	result("no page tables for what is only reserved");
	test_guard_gap();
	result("a hole leaves the guard gap below what grows down");
	test_full();
	result("a full list refuses, and stays as it was");
	test_far();
	result("the ends of the address space");
	return tap_end();
}
