/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modify_ldt, with Linux's rules: ring 3 makes code and data segments of its
 * own, of DPL 3 and never of 64 bits. "Accessed" is set in all of them, so the
 * CPU never has to write to the LDT.
 */

#include "entry/espfix.h"
#include "extable.h"
#include "sys/user_desc.h"
#include "task/ldt.h"
#include "sys/syscall.h"
#include "task/task.h"
#include "mm/user_copy.h"

/* func's values, for which Linux has no names. */
enum {
	LDT_READ = 0,
	LDT_WRITE_OLD = 1, /* AVL is not taken, nor are conforming segments */
	LDT_READ_DEFAULT = 2,
	LDT_WRITE = 0x11,
};
#define DEFAULT_LDT_SIZE 128 /* Linux's, all zeros */
#define CONTENTS_CONFORMING 3
#define DPL_USER 3

static long read_ldt(u64 to, u64 size)
{
	if (!current_task()->ldt)
		return 0;
	if (size > LDT_SIZE)
		size = LDT_SIZE;
	if (size && !copy_to_user(to, (void *)CPU_LDT(this_cpu->number), size))
		return -EFAULT;
	return size;
}

static long read_default_ldt(u64 to, u64 size)
{
	u8 zeros[DEFAULT_LDT_SIZE] = { 0 };

	if (size > sizeof(zeros))
		size = sizeof(zeros);
	return !size || copy_to_user(to, zeros, size) ? (long)size : -EFAULT;
}

/* Linux's LDT_empty(): clear the entry. 32-bit programs have no lm. */
bool user_desc_is_empty(const struct user_desc *info)
{
	return !info->base_addr && !info->limit && !info->contents &&
	       info->read_exec_only && !info->seg_32bit &&
	       !info->limit_in_pages && info->seg_not_present &&
	       !info->useable;
}

struct descriptor user_desc_descriptor(const struct user_desc *info)
{
	return (struct descriptor){
		.limit_low = info->limit & 0xffff,
		.base_low = info->base_addr & 0xffffff,
		.type = info->contents << 2 | !info->read_exec_only << 1 |
			DESC_ACCESSED,
		.s = 1,
		.dpl = DPL_USER,
		.p = !info->seg_not_present,
		.limit_high = info->limit >> 16 & 0xf,
		.avl = info->useable,
		.d = info->seg_32bit,
		.g = info->limit_in_pages,
		.base_high = info->base_addr >> 24,
	};
}

/*
 * What is in DS and ES is what the LDT has now, or null if it has nothing for
 * them; as on Linux, FS and GS stay what they were until they are loaded.
 */
#define RELOAD(segment)                                             \
	({                                                          \
		u32 selector;                                       \
		asm volatile("movl %%" segment ", %0\n"             \
			     "jmp 2f\n"                             \
			     "1: xorl %0, %0\n"                     \
			     "2: movl %0, %%" segment "\n"          \
			     EXTABLE("2b", "1b")                    \
			     : "=r"(selector) : : "cc");            \
	})

static long write_ldt(u64 from, u64 size, bool old)
{
	struct descriptor descriptor = { 0 };
	struct user_desc info;

	if (size != sizeof(info))
		return -EINVAL;
	if (!copy_from_user(&info, from, sizeof(info)))
		return -EFAULT;
	if (info.entry_number >= LDT_ENTRIES)
		return -EINVAL;
	if (info.contents == CONTENTS_CONFORMING &&
	    (old || !info.seg_not_present))
		return -EINVAL;
	if (!user_desc_is_empty(&info) &&
	    !(old && !info.base_addr && !info.limit))
		descriptor = user_desc_descriptor(&info);
	if (old)
		descriptor.avl = 0;
	if (!espfix_init() || !ldt_provide())
		return -ENOMEM;
	ldt_write(info.entry_number, descriptor);
	RELOAD("ds");
	RELOAD("es");
	return 0;
}

/* Its result is an int, and not extended to 64 bits by its sign. */
SYSCALL_DEFINE3(modify_ldt, s32, func, u64, ptr, u64, bytecount)
{
	switch (func) {
	case LDT_READ:
		return (u32)read_ldt(ptr, bytecount);
	case LDT_WRITE_OLD:
		return (u32)write_ldt(ptr, bytecount, true);
	case LDT_READ_DEFAULT:
		return (u32)read_default_ldt(ptr, bytecount);
	case LDT_WRITE:
		return (u32)write_ldt(ptr, bytecount, false);
	default:
		return (u32)-ENOSYS;
	}
}
