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
	test_full();
	result("a full list refuses, and stays as it was");
	test_far();
	result("the ends of the address space");
	return tap_end();
}
