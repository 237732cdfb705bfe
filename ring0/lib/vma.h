/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of a program's address space is its memory: a list of ranges, sorted,
 * each with its rights; neighbours with the same rights are one. Pure. All
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

/* As many as fit into a page; Linux has 65,530, and -ENOMEM beyond, too. */
#define VMA_MAX ((PAGE_SIZE - sizeof(u64)) / sizeof(struct vma))
/* No operation but a series of them adds more. */
#define VMA_SPARE 2

struct vma_list {
	u64 count;
	struct vma vma[VMA_MAX];
};
_Static_assert(sizeof(struct vma_list) <= PAGE_SIZE, "a list is one page");

/* The lowest one that ends above address. NULL: none. */
const struct vma *vma_find(const struct vma_list *list, u64 address);

/* Nothing is in [start, end). */
bool vma_is_free(const struct vma_list *list, u64 start, u64 end);

/* The highest start of size free bytes in [low, high). 0: there is none. */
u64 vma_find_hole(const struct vma_list *list, u64 size, u64 low, u64 high);

/* Each is false when the list is full, and has then changed nothing. */

/* Adds [start, end), which is free. */
bool vma_add(struct vma_list *list, u64 start, u64 end, u64 prot);
/* Removes what there is of [start, end). */
bool vma_remove(struct vma_list *list, u64 start, u64 end);
/* Gives [start, end) these rights; it is all there. */
bool vma_protect(struct vma_list *list, u64 start, u64 end, u64 prot);

#endif
