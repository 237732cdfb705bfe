/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Advice about memory, and locks on it. There is no swap, so most advice has no
 * effect, but its errors are Linux's. Pages that are dropped are zeros again.
 */

#include <asm/errno.h>
#include <linux/mman.h>
#include "lib/string.h"
#include "mm/user.h"
#include "sys/syscall.h"
#include "task/task.h"

#define PROT_ANY (PROT_READ | PROT_WRITE | PROT_EXEC)

/* What to do with [start, end), a part of vma. 0 or -errno. */
typedef long visit(const struct vma *vma, u64 start, u64 end);

/* Holes are an error, but only after all else was done. */
static long for_each_part(u64 start, u64 end, visit *each)
{
	const struct mm *mm = &current_task()->mm;
	const struct vma *vma;
	long error = 0, failed;

	while (start < end) {
		vma = vma_find(mm->vmas, start);
		if (!vma || vma->start >= end)
			return -ENOMEM;
		if (vma->start > start) {
			error = -ENOMEM;
			start = vma->start;
		}
		failed = each(vma, start, vma->end < end ? vma->end : end);
		if (failed)
			return failed;
		start = vma->end;
	}
	return error;
}

static long nothing(const struct vma *vma, u64 start, u64 end)
{
	(void)vma;
	(void)start;
	(void)end;
	return 0;
}

/*
 * A page stays the program's, for it was promised; only its contents go. What
 * Linux would find in the file again is kept.
 */
static long drop(const struct vma *vma, u64 start, u64 end)
{
	const struct mm *mm = &current_task()->mm;
	u64 phys;

	if (vma->prot & (VMA_KEPT | VMA_RESERVED))
		return 0;
	for (; start < end; start += PAGE_SIZE) {
		phys = page_table_page(&mm->table, start, false);
		if (phys)
			memset(phys_to_virt(phys), 0, PAGE_SIZE);
	}
	return 0;
}

/* For what is the program's alone. */
static long anonymous(const struct vma *vma, u64 start, u64 end)
{
	(void)start;
	(void)end;
	return vma->prot & VMA_KEPT ? -EINVAL : 0;
}

static long populate(const struct vma *vma, u64 start, u64 end)
{
	if (!(vma->prot & PROT_ANY))
		return -ENOMEM;
	mm_populate(&current_task()->mm, start, end);
	return 0;
}

/* As if it was read, or written to. */
static long read_all(const struct vma *vma, u64 start, u64 end)
{
	return vma->prot & PROT_ANY ? populate(vma, start, end) : -EINVAL;
}

static long write_all(const struct vma *vma, u64 start, u64 end)
{
	return vma->prot & PROT_WRITE ? populate(vma, start, end) : -EINVAL;
}

static visit *const advice[] = {
	[MADV_NORMAL] = nothing,
	[MADV_RANDOM] = nothing,
	[MADV_SEQUENTIAL] = nothing,
	[MADV_WILLNEED] = nothing,
	[MADV_DONTNEED] = drop,
	[MADV_FREE] = anonymous,
	[MADV_DONTFORK] = nothing,
	[MADV_DOFORK] = nothing,
	[MADV_MERGEABLE] = nothing,
	[MADV_UNMERGEABLE] = nothing,
	[MADV_HUGEPAGE] = nothing,
	[MADV_NOHUGEPAGE] = nothing,
	[MADV_DONTDUMP] = nothing,
	[MADV_DODUMP] = nothing,
	[MADV_WIPEONFORK] = anonymous,
	[MADV_KEEPONFORK] = nothing,
	[MADV_COLD] = nothing,
	[MADV_PAGEOUT] = nothing,
	[MADV_POPULATE_READ] = read_all,
	[MADV_POPULATE_WRITE] = write_all,
	[MADV_DONTNEED_LOCKED] = drop,
};

/* Linux's checks of a range. 0: it is good, or empty. */
static long check(u64 start, u64 size, u64 *end)
{
	u64 rounded = ALIGN_UP(size, PAGE_SIZE);

	*end = start + rounded;
	return start % PAGE_SIZE || (size && !rounded) || *end < start ?
		       -EINVAL :
		       0;
}

SYSCALL_DEFINE3(madvise, u64, start, u64, size, u32, behavior)
{
	u64 end;

	if (behavior >= ARRAY_SIZE(advice) || !advice[behavior] ||
	    check(start, size, &end))
		return -EINVAL;
	return for_each_part(start, end, advice[behavior]);
}

/* Linux rounds the start down, and finds no hole. */
static long for_locked(u64 start, u64 size, visit *each)
{
	u64 first = ALIGN_DOWN(start, PAGE_SIZE), end;

	if (check(first, size + start % PAGE_SIZE, &end))
		return -EINVAL;
	return for_each_part(first, end, each);
}

SYSCALL_DEFINE2(mlock, u64, start, u64, size)
{
	return for_locked(start, size, populate);
}

SYSCALL_DEFINE2(munlock, u64, start, u64, size)
{
	return for_locked(start, size, nothing);
}

/* Nothing is written to disk; the errors are there. */
SYSCALL_DEFINE3(msync, u64, start, u64, size, u32, flags)
{
	const u32 both = MS_ASYNC | MS_SYNC;
	u64 end;

	if ((flags & ~(both | MS_INVALIDATE)) || (flags & both) == both ||
	    start % PAGE_SIZE)
		return -EINVAL;
	if (check(start, size, &end))
		return -ENOMEM;
	return for_each_part(start, end, nothing);
}
