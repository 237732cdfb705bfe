/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of a program's ranges of memory: find, add, remove, find a hole. */
#include "lib/vma.h"

/* The index of the lowest range that ends above address. count: none does. */
static u64 index_above(const struct vma_list *list, u64 address)
{
	u64 low = 0, high = list->count;

	while (low < high) {
		u64 middle = (low + high) / 2;

		if (list->vma[middle].end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct vma *vma_find(const struct vma_list *list, u64 address)
{
	u64 i = index_above(list, address);

	return i < list->count ? &list->vma[i] : NULL;
}

bool vma_is_free(const struct vma_list *list, u64 start, u64 end)
{
	const struct vma *next = vma_find(list, start);

	return !next || next->start >= end;
}

struct vma_gap vma_gap(const struct vma_list *list, u64 address)
{
	u64 above = index_above(list, address), below = above;

	while (below && (list->vma[below - 1].prot & VMA_RESERVED))
		below--;
	while (above < list->count && (list->vma[above].prot & VMA_RESERVED))
		above++;
	return (struct vma_gap){
		.start = below ? list->vma[below - 1].end : 0,
		.end = above < list->count ? list->vma[above].start : ~0ull,
	};
}

/* Only the first and the last table of a level can be a neighbour's, too. */
u64 vma_tables(const struct vma_gap *gap, u64 start, u64 end, u32 levels)
{
	u64 count = 0;
	u32 level;

	for (level = 1; level < levels; level++) {
		u32 shift = PAGE_SHIFT + 9 * level;
		u64 first = start >> shift, last = (end - 1) >> shift;

		if (gap->start && (gap->start - 1) >> shift == first)
			first++;
		if (gap->end >> shift == last)
			last--;
		if ((s64)(last - first) >= 0)
			count += last - first + 1;
	}
	return count;
}

/* The lowest address that must stay free for the range at vma. */
static u64 start_of(const struct vma *vma)
{
	if (!(vma->prot & VMA_GROWSDOWN))
		return vma->start;
	return vma->start > STACK_GUARD_GAP ? vma->start - STACK_GUARD_GAP : 0;
}

u64 vma_find_hole(const struct vma_list *list, u64 size, u64 low, u64 high)
{
	u64 i = list->count;

	for (;; i--) {
		u64 bottom = i ? list->vma[i - 1].end : 0;

		if (bottom < low)
			bottom = low;
		if (high > bottom && high - bottom >= size)
			return high - size;
		if (!i)
			return 0;
		if (start_of(&list->vma[i - 1]) < high)
			high = start_of(&list->vma[i - 1]);
	}
}

/* Doubles the range at index: room for one more. false: the list is full. */
static bool make_place(struct vma_list *list, u64 index)
{
	u64 i;

	if (list->count == VMA_MAX)
		return false;
	for (i = list->count++; i > index; i--)
		list->vma[i] = list->vma[i - 1];
	return true;
}

/* Removes the ranges of index [first, end). */
static void drop(struct vma_list *list, u64 first, u64 end)
{
	for (; end < list->count; first++, end++)
		list->vma[first] = list->vma[end];
	list->count = first;
}

bool vma_add(struct vma_list *list, u64 start, u64 end, u64 prot)
{
	u64 i = index_above(list, start);
	struct vma *next = &list->vma[i];
	bool joins_next = i < list->count && next->start == end &&
			  next->prot == prot;

	if (i && next[-1].end == start && next[-1].prot == prot) {
		next[-1].end = joins_next ? next->end : end;
		if (joins_next)
			drop(list, i, i + 1);
		return true;
	}
	if (joins_next) {
		next->start = start;
		return true;
	}
	if (!make_place(list, i))
		return false;
	*next = (struct vma){ start, end, prot };
	return true;
}

bool vma_remove(struct vma_list *list, u64 start, u64 end)
{
	u64 first = index_above(list, start), next;
	struct vma *vma = &list->vma[first];

	if (first < list->count && vma->start < start) {
		if (vma->end > end) {
			if (!make_place(list, first))
				return false;
			vma[1].start = end;
		}
		vma->end = start;
		first++;
	}
	next = index_above(list, end);
	if (next < list->count && list->vma[next].start < end)
		list->vma[next].start = end;
	if (next > first)
		drop(list, first, next);
	return true;
}

bool vma_protect(struct vma_list *list, u64 start, u64 end, u64 prot)
{
	if (list->count + VMA_SPARE > VMA_MAX)
		return false;
	vma_remove(list, start, end);
	return vma_add(list, start, end, prot);
}
