/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Demand paging: a page that was promised comes when it is first touched, by
 * ring 3, or by one of ring 0's copies. entry/traps.c comes here with the page
 * fault, and goes back to the same instruction, which then finds the page.
 */

#include "mm/isolation.h"
#include <linux/mman.h>

/* The error code of a page fault (SDM vol. 3, "Page-Fault Exceptions"). */
#define PF_PRESENT (1 << 0) /* the page is there, and the access not allowed */
#define PF_WRITE (1 << 1)
#define PF_FETCH (1 << 4)

static u64 right_needed(u64 error_code)
{
	if (error_code & PF_FETCH)
		return PROT_EXEC;
	return error_code & PF_WRITE ? PROT_WRITE :
				       PROT_READ | PROT_WRITE | PROT_EXEC;
}

/* A touch below a stack extends it, as far as there is memory and room. */
static bool grow(struct mm *mm, const struct vma *vma, u64 start)
{
	u64 guard = start > STACK_GUARD_GAP ? start - STACK_GUARD_GAP : 0;

	if (!(vma->prot & VMA_GROWSDOWN) ||
	    vma->end - start > USER_STACK_LIMIT ||
	    !vma_is_free(mm->vmas, guard, vma->start))
		return false;
	return mm_map(mm, start, vma->start, vma->prot);
}

bool mm_fault(struct mm *mm, u64 address, u64 error_code)
{
	const struct vma *vma = vma_find(mm->vmas, address);
	u64 page = ALIGN_DOWN(address, PAGE_SIZE), prot;

	if (isolation.missing && isolation.missing(mm, address))
		return true;
	if (!vma || (error_code & PF_PRESENT) ||
	    !(vma->prot & right_needed(error_code)))
		return false;
	prot = vma->prot;
	if (vma->start > address && !grow(mm, vma, page))
		return false;
	mm_bring_page(mm, page, prot);
	return true;
}
