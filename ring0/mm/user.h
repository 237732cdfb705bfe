/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's memory: its page tables, and the list of the ranges in them. A
 * page is mapped as soon as it is asked for; no page fault brings one later.
 */
#ifndef RING0_MM_USER_H
#define RING0_MM_USER_H

#include "mm/pages.h"
#include "lib/vma.h"

struct mm {
	struct page_table table;
	struct vma_list *vmas;
	u64 brk_start, brk; /* the heap, [brk_start, brk) */
};

/* Makes an empty low half above ring 0's half. false: no memory. */
bool mm_init(struct mm *mm);
/* Frees all of it. CR3 must not have it. */
void mm_free(struct mm *mm);

/*
 * For the next three, start and end are page aligned and below task_size; prot
 * is PROT_* of <linux/mman.h>. They return false, and have changed nothing, if
 * there is no memory or the list of ranges is full.
 */

/* Maps zeroed pages at [start, end), which must be free. */
bool mm_map(struct mm *mm, u64 start, u64 end, u64 prot);
/* Unmaps and frees what is mapped in [start, end). */
bool mm_unmap(struct mm *mm, u64 start, u64 end);
/* Changes the rights of [start, end), all of which must be mapped. */
bool mm_protect(struct mm *mm, u64 start, u64 end, u64 prot);

/* true: address is in one of mm's ranges, even one of PROT_NONE. */
bool mm_has(const struct mm *mm, u64 address);

#endif
