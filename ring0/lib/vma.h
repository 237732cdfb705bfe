/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory of a program: a sorted list of the ranges that are mapped, each
 * with its rights. Neighbours with the same rights are merged. Pure. All
 * addresses are multiples of PAGE_SIZE, and start < end.
 */
#ifndef GATEHOUSE_VMA_H
#define GATEHOUSE_VMA_H

#include "layout.h"
#include "types.h"

struct vma {
	u64 start, end;
	u64 prot; /* PROT_* of <linux/mman.h> */
};

/* As many as fit into a page. Linux allows 65,530; both then say -ENOMEM. */
#define VMA_MAX ((PAGE_SIZE - sizeof(u64)) / sizeof(struct vma))
/* The most by which one operation lengthens the list. */
#define VMA_SPARE 2

struct vma_list {
	u64 count;
	struct vma vma[VMA_MAX];
};
_Static_assert(sizeof(struct vma_list) <= PAGE_SIZE, "a list is one page");

/* In prot, as Linux's PROT_GROWSDOWN: a page fault below extends the range. */
#define VMA_GROWSDOWN 0x01000000
/* No page is promised: it had no right so far (PROT_NONE). */
#define VMA_RESERVED 0x02000000
/* What its pages hold is kept when the program drops them: madvise(2). */
#define VMA_KEPT 0x04000000
/* What is no right, and stays when the rights change. */
#define VMA_FLAGS (VMA_GROWSDOWN | VMA_RESERVED | VMA_KEPT)
/* What stays free below such a range, so that a stack runs into nothing. */
#define STACK_GUARD_GAP (256 * PAGE_SIZE)

/* Finds the lowest range that ends above address. NULL: there is none. */
const struct vma *vma_find(const struct vma_list *list, u64 address);

/* true: no range has a byte of [start, end). */
bool vma_is_free(const struct vma_list *list, u64 start, u64 end);

/* Addresses of which no range is promised pages, [start, end). */
struct vma_gap {
	u64 start, end;
};

/* Returns the whole gap that address, for which the same holds, lies in. */
struct vma_gap vma_gap(const struct vma_list *list, u64 address);

/*
 * Counts the page tables below the root of so many levels that [start, end),
 * which lies in gap, needs, and no range beside the gap needs too.
 */
u64 vma_tables(const struct vma_gap *gap, u64 start, u64 end, u32 levels);

/*
 * Finds the highest size free bytes in [low, high). Returns their start. 0:
 * there are not so many in one piece. What grows down keeps its guard gap.
 */
u64 vma_find_hole(const struct vma_list *list, u64 size, u64 low, u64 high);

/* The next three return false, and change nothing, if the list is full. */

/* Adds [start, end), which must be free. */
bool vma_add(struct vma_list *list, u64 start, u64 end, u64 prot);
/* Removes the parts of [start, end) that are in the list. */
bool vma_remove(struct vma_list *list, u64 start, u64 end);
/* Gives [start, end) other rights. All of it must be in the list. */
bool vma_protect(struct vma_list *list, u64 start, u64 end, u64 prot);

#endif
