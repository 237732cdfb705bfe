/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * brk, mmap, munmap and mprotect, with Linux's errors in Linux's order. Shared
 * memory is as private, for a program shares it with nobody, and a file's is a
 * copy.
 */

#include <asm/errno.h>
#include <linux/mman.h>
#include "sys/files.h"
#include "mm/user.h"
#include "mm/user_copy.h"
#include "sys/memory.h"
#include "sys/syscall.h"
#include "task/task.h"

#define MIN_GAP (128ull << 20)	    /* Linux's: below the stack, left to it */
#define IA32_PAGE_OFFSET 0xffffe000 /* Linux's: where 32 bits' end */
#define MAP_32BIT_START (1ull << 30)
#define MAP_32BIT_END (1ull << 31)

#define PROT_ANY (PROT_READ | PROT_WRITE | PROT_EXEC)
#define PROT_GROWS (PROT_GROWSDOWN | PROT_GROWSUP)

struct request {
	u64 addr, size, prot, flags;
};

/* The hint, if that is free, or the highest hole. 0: there is none. */
static u64 choose_address(const struct vma_list *vmas, const struct request *r)
{
	bool compat = current_pt_regs()->abi == ABI_I386;
	u64 limit = current_task()->task_size;
	u64 low = MMAP_MIN_ADDR;
	u64 high = limit < TASK_SIZE_4_LEVEL ? limit : TASK_SIZE_4_LEVEL;
	u64 hint = ALIGN_DOWN(r->addr, PAGE_SIZE), hole;

	if (hint && hint < low)
		hint = low;
	if ((r->flags & MAP_32BIT) && !compat) {
		low = MAP_32BIT_START;
		high = MAP_32BIT_END;
	} else if (hint > high) {
		high = limit; /* only who asks gets it */
	}
	if (hint && r->size <= high && hint <= high - r->size &&
	    vma_is_free(vmas, hint, hint + r->size))
		return hint;
	if (compat)
		high = IA32_PAGE_OFFSET;
	hole = vma_find_hole(vmas, r->size, low, high - MIN_GAP);
	return hole ? hole : vma_find_hole(vmas, r->size, low, high);
}

/* Where it goes to: an address, or an error. */
static long place(const struct vma_list *vmas, const struct request *r)
{
	u64 address = r->addr;

	if (r->size > current_task()->task_size)
		return -ENOMEM;
	if (!(r->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE))) {
		address = choose_address(vmas, r);
		return address ? (long)address : -ENOMEM;
	}
	if (address > current_task()->task_size - r->size)
		return -ENOMEM;
	if (address % PAGE_SIZE)
		return -EINVAL;
	if (address < MMAP_MIN_ADDR)
		return -EPERM;
	if ((r->flags & MAP_FIXED_NOREPLACE) &&
	    !vma_is_free(vmas, address, address + r->size))
		return -EEXIST;
	return address;
}

u64 memory_find_hole(u64 size)
{
	const struct request request = { .size = size };

	return choose_address(current_task()->mm.vmas, &request);
}

/* What is not the program's alone on Linux, it finds again: madvise(2). */
static u64 vma_flags(const struct request *r)
{
	return (r->flags & MAP_GROWSDOWN ? VMA_GROWSDOWN : 0) |
	       ((r->flags & MAP_TYPE) == MAP_SHARED ? VMA_KEPT : 0);
}

/* The old goes first, as on Linux: if there is too little, both are gone. */
static long map_at(struct mm *mm, u64 start, const struct request *r)
{
	u64 end = start + r->size;

	if (!vma_is_free(mm->vmas, start, end) && !mm_unmap(mm, start, end))
		return -ENOMEM;
	if (!mm_map(mm, start, end, (r->prot & PROT_ANY) | vma_flags(r)))
		return -ENOMEM;
	if ((r->flags & MAP_LOCKED) ||
	    (r->flags & (MAP_POPULATE | MAP_NONBLOCK)) == MAP_POPULATE)
		mm_populate(mm, start, end);
	return start;
}

/*
 * A file does not change, so a private mapping of it is a copy. It is writable
 * only until it is filled.
 */
static long map_file(struct mm *mm, u64 start, const struct request *r,
		     const struct node *node, u64 offset)
{
	struct request copy = *r;
	u64 size = offset < node->size ? node->size - offset : 0;
	long address;

	copy.prot = PROT_READ | PROT_WRITE;
	address = map_at(mm, start, &copy);
	if (address < 0)
		return address;
	if (size > r->size)
		size = r->size;
	if (!copy_to_user(start, (const u8 *)node->data + offset, size) ||
	    !mm_protect(mm, start, start + r->size,
			(r->prot & PROT_ANY) | VMA_KEPT)) {
		mm_unmap(mm, start, start + r->size);
		return -ENOMEM;
	}
	return address;
}

static long do_mmap(struct request *r, u32 fd, u64 offset)
{
	struct mm *mm = &current_task()->mm;
	u64 type = r->flags & MAP_TYPE;
	bool anonymous = r->flags & MAP_ANONYMOUS;
	const struct open_file *file = anonymous ? NULL : file_get(fd);
	long address;

	if (!anonymous && !file)
		return -EBADF;
	if (!r->size || (r->flags & MAP_HUGETLB))
		return -EINVAL;
	r->size = ALIGN_UP(r->size, PAGE_SIZE);
	if (!r->size || mm->vmas->count + VMA_SPARE > VMA_MAX)
		return -ENOMEM;
	address = place(mm->vmas, r);
	if (address < 0)
		return address;
	if (type != MAP_PRIVATE && type != MAP_SHARED)
		return -EINVAL;
	if (file && file->node.kind != NODE_FILE)
		return -ENODEV;
	if ((r->flags & MAP_GROWSDOWN) && (type == MAP_SHARED || file))
		return -EINVAL;
	if (anonymous)
		return map_at(mm, address, r);
	return map_file(mm, address, r, &file->node, offset);
}

SYSCALL_DEFINE6(mmap, u64, addr, u64, len, u64, prot, u64, flags, u32, fd, u64,
		offset)
{
	if (offset % PAGE_SIZE)
		return -EINVAL;
	return do_mmap(&(struct request){ addr, len, prot, flags }, fd, offset);
}

/* The offset counts pages. */
COMPAT_SYSCALL_DEFINE6(mmap_pgoff, u32, addr, u32, len, u32, prot, u32, flags,
		       u32, fd, u32, offset)
{
	return do_mmap(&(struct request){ addr, len, prot, flags }, fd,
		       (u64)offset * PAGE_SIZE);
}

SYSCALL_DEFINE2(munmap, u64, addr, u64, len)
{
	u64 limit = current_task()->task_size;

	if (addr % PAGE_SIZE || addr > limit || len > limit - addr || !len)
		return -EINVAL;
	return mm_unmap(&current_task()->mm, addr,
			addr + ALIGN_UP(len, PAGE_SIZE)) ? 0 : -ENOMEM;
}

/* What lies before the first hole changes; the hole is an error. */
static long protect(struct mm *mm, u64 start, u64 end, u64 prot)
{
	while (start < end) {
		const struct vma *vma = vma_find(mm->vmas, start);
		u64 next;

		if (!vma || vma->start > start)
			return -ENOMEM;
		next = vma->end < end ? vma->end : end;
		if (!mm_protect(mm, start, next,
				prot | (vma->prot & VMA_FLAGS & ~VMA_RESERVED)))
			return -ENOMEM;
		start = next;
	}
	return 0;
}

/*
 * With PROT_GROWSDOWN the change begins where the range does; nothing grows up.
 * Returns 0 or -errno.
 */
static long grown_start(const struct vma_list *vmas, u64 *start, u64 end,
			u64 grows)
{
	const struct vma *vma = vma_find(vmas, *start);

	if (!vma || vma->start >= (grows == PROT_GROWSDOWN ? end : *start + 1))
		return -ENOMEM;
	if (grows != PROT_GROWSDOWN || !(vma->prot & VMA_GROWSDOWN))
		return -EINVAL;
	*start = vma->start;
	return 0;
}

SYSCALL_DEFINE3(mprotect, u64, addr, u64, len, u64, prot)
{
	struct mm *mm = &current_task()->mm;
	u64 grows = prot & PROT_GROWS;
	u64 end = addr + ALIGN_UP(len, PAGE_SIZE);

	if (grows == PROT_GROWS || addr % PAGE_SIZE)
		return -EINVAL;
	if (!len)
		return 0;
	if (end <= addr)
		return -ENOMEM;
	if (prot & ~(PROT_ANY | PROT_SEM | PROT_GROWS))
		return -EINVAL;
	if (grows) {
		long error = grown_start(mm->vmas, &addr, end, grows);

		if (error)
			return error;
	}
	return protect(mm, addr, end, prot & PROT_ANY);
}

/* The new end is as asked for; else the old one, which is no error. */
static bool set_brk(struct mm *mm, u64 brk)
{
	u64 old = ALIGN_UP(mm->brk, PAGE_SIZE), new = ALIGN_UP(brk, PAGE_SIZE);

	if (brk < mm->brk_start || brk > current_task()->task_size - PAGE_SIZE)
		return false;
	if (new < old)
		return mm_unmap(mm, new, old);
	/* A page stays free between this and what is above. */
	return new == old || (vma_is_free(mm->vmas, old, new + PAGE_SIZE) &&
			      mm_map(mm, old, new, PROT_READ | PROT_WRITE));
}

SYSCALL_DEFINE1(brk, u64, brk)
{
	struct mm *mm = &current_task()->mm;

	if (set_brk(mm, brk))
		mm->brk = brk;
	return mm->brk;
}
