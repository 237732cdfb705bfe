/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's memory: its page tables, and the list of the ranges in them. What
 * is mapped is promised: a page comes when it is first touched, and for it and
 * the page tables on the way to it there is memory.
 */
#ifndef RING0_MM_USER_H
#define RING0_MM_USER_H

#include "mm/pages.h"
#include "lib/vma.h"

#define USER_STACK_LIMIT (8ull << 20) /* Linux's RLIMIT_STACK */

struct mm {
	/* Ring 3's; and ring 0's, too, but with page-table isolation: */
	struct page_table table;
	u64 ring0_root; /* pti/: of the table for ring 0 */
	struct vma_list *vmas;
	u64 brk_start, brk; /* the heap, [brk_start, brk) */
	u64 brought; /* pages that came at a touch, or by mm_populate() */
};

/* Makes an empty low half above ring 0's half. false: no memory. */
bool mm_init(struct mm *mm);
/* Frees all of it. CR3 must not have it. */
void mm_free(struct mm *mm);

/*
 * For the next three, start and end are page aligned and below task_size; prot
 * is PROT_* of <linux/mman.h>, with VMA_GROWSDOWN for a stack. They return
 * false, and have changed nothing, if there is no memory or the list of ranges
 * is full.
 */

/* Promises zeroed pages at [start, end), which must be free. */
bool mm_map(struct mm *mm, u64 start, u64 end, u64 prot);
/* Unmaps and frees what is mapped in [start, end). */
bool mm_unmap(struct mm *mm, u64 start, u64 end);
/* Changes the rights of [start, end), all of which must be mapped. */
bool mm_protect(struct mm *mm, u64 start, u64 end, u64 prot);

/*
 * Moves [start, end), a part of one range, to [to, to_end), which is free and
 * not shorter. The pages go along. false: as above.
 */
bool mm_move(struct mm *mm, u64 start, u64 end, u64 to, u64 to_end);

/* Brings each page of [start, end), a part of one range, that is not there. */
void mm_populate(struct mm *mm, u64 start, u64 end);
/* Brings the page at va, which is promised and not there, with rights prot. */
void mm_bring_page(struct mm *mm, u64 va, u64 prot);

/*
 * Answers a page fault in mm's tables, by ring 3 or by a copy of ring 0's.
 * true: the page is there now, and the instruction can be executed again.
 * false: it is not mm's, or not with that right, or a stack that cannot grow.
 */
bool mm_fault(struct mm *mm, u64 address, u64 error_code);

/* true: address is in one of mm's ranges, even one of PROT_NONE. */
bool mm_has(const struct mm *mm, u64 address);

#endif
