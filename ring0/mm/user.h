/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's memory: its page tables, and the list of what is in them. Pages
 * are there as soon as they are asked for; no page fault brings one later.
 */
#ifndef RING0_MM_USER_H
#define RING0_MM_USER_H

#include "mm/pages.h"
#include "lib/vma.h"

struct mm {
	struct page_table table;
	struct vma_list *vmas;
	u64 brk_start, brk; /* the data segment's end, before and after brk() */
};

/* Nothing but ring 0's half. false: no memory. */
bool mm_init(struct mm *mm);
/* Gives back all of it. Not while CR3 has it. */
void mm_free(struct mm *mm);

/*
 * Addresses are page aligned, and below task_size; prot is PROT_*. false: no
 * memory, or a full list of it; then nothing has changed.
 */

/* New pages of zeros at [start, end), where nothing is. */
bool mm_map(struct mm *mm, u64 start, u64 end, u64 prot);
/* Takes away what is there, if CR3 has mm also from the TLB. */
bool mm_unmap(struct mm *mm, u64 start, u64 end);
/* Other rights for [start, end), all of which is there. */
bool mm_protect(struct mm *mm, u64 start, u64 end, u64 prot);

/* Ring 3 has memory at address, with whatever rights. */
bool mm_has(const struct mm *mm, u64 address);

#endif
