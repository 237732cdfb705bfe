/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap: a range becomes larger or smaller, or moves with its pages. The
 * errors are Linux's, in Linux's order.
 */

#include <asm/errno.h>
#include <linux/mman.h>
#include "mm/user.h"
#include "sys/memory.h"
#include "sys/syscall.h"
#include "task/task.h"

struct request {
	u64 start, old, new; /* old and new are sizes */
};

static struct mm *mm(void)
{
	return &current_task()->mm;
}

static u64 limit(void)
{
	return current_task()->task_size;
}

/* What may grow lies in one range, all of it. */
static long check(const struct request *r)
{
	const struct vma *vma = vma_find(mm()->vmas, r->start);

	if (!vma || vma->start > r->start)
		return -EFAULT;
	if (!r->old)
		return -EINVAL;
	return r->old > vma->end - r->start ? -EFAULT : 0;
}

static long move(const struct request *r, u64 to)
{
	return mm_move(mm(), r->start, r->start + r->old, to, to + r->new) ?
		       (long)to :
		       -ENOMEM;
}

/* Where it is, if nothing is in the way, or else where there is a hole. */
static long grow(const struct request *r, u64 flags)
{
	u64 end = r->start + r->old, new_end = r->start + r->new, to;
	const struct vma *vma = vma_find(mm()->vmas, r->start);

	if (vma->end == end && new_end > end && new_end <= limit() &&
	    vma_is_free(mm()->vmas, end, new_end) &&
	    mm_map(mm(), end, new_end, vma->prot))
		return r->start;
	if (!(flags & MREMAP_MAYMOVE) || r->new > limit())
		return -ENOMEM;
	to = memory_find_hole(r->new);
	return to ? move(r, to) : -ENOMEM;
}

/* Drops what is over. */
static long shrink(const struct request *r)
{
	if (r->old > r->new && (r->old > limit() - r->start ||
				!mm_unmap(mm(), r->start + r->new,
					  r->start + r->old)))
		return -EINVAL;
	return r->start;
}

static long move_to(struct request r, u64 to)
{
	long error;

	if (to % PAGE_SIZE || r.new > limit() || to > limit() - r.new ||
	    (r.start + r.old > to && to + r.new > r.start))
		return -EINVAL;
	if (mm()->vmas->count + 2 * VMA_SPARE > VMA_MAX ||
	    !mm_unmap(mm(), to, to + r.new))
		return -ENOMEM;
	if (r.old > r.new) {
		error = shrink(&r);
		if (error < 0)
			return error;
		r.old = r.new;
	}
	error = check(&r);
	if (error)
		return error;
	return to < MMAP_MIN_ADDR ? -EPERM : move(&r, to);
}

/* MREMAP_DONTUNMAP is not there, as in Linux before 5.7. */
SYSCALL_DEFINE5(mremap, u64, start, u64, old, u64, new, u64, flags, u64, to)
{
	struct request r = { start, ALIGN_UP(old, PAGE_SIZE),
			     ALIGN_UP(new, PAGE_SIZE) };
	const struct vma *vma = vma_find(mm()->vmas, start);
	long error;

	if ((flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED)) ||
	    flags == MREMAP_FIXED || start % PAGE_SIZE || !r.new)
		return -EINVAL;
	if (!vma || vma->start > start)
		return -EFAULT;
	if (flags & MREMAP_FIXED)
		return move_to(r, to);
	if (r.old >= r.new)
		return shrink(&r);
	error = check(&r);
	return error ? error : grow(&r, flags);
}
