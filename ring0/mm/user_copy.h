/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How ring 0 reads and writes ring 3's memory: only below task_size, and only
 * between STAC and CLAC. A fault on the way makes the copy fail.
 */
#ifndef RING0_MM_USER_COPY_H
#define RING0_MM_USER_COPY_H

#include "extable.h"
#include "cpu/smap.h"
#include "types.h"

/* true: [user, user + size) lies below task_size, and does not wrap around. */
bool access_ok(u64 user, u64 size);

/*
 * Copy size bytes. false: a part of [user, user + size) is not ring 3's memory,
 * or not writable; the bytes before it may have been copied. Callers return
 * -EFAULT.
 */
bool copy_from_user(void *to, u64 user, u64 size);
bool copy_to_user(u64 user, const void *from, u64 size);

/*
 * Reads a word of a 32-bit program's, on a gate's path. It needs no access_ok()
 * because every 32-bit address is below task_size. false: it is not mapped.
 */
static inline bool get_user_32(u32 *to, u32 user)
{
	u32 word;

	stac();
	asm goto("1: movl (%1), %0\n"
		 EXTABLE("1b", "%l[fault]")
		 : "=r"(word)
		 : "r"((u64)user)
		 : "memory"
		 : fault);
	clac();
	*to = word;
	return true;
fault:
	clac();
	return false;
}

#endif
