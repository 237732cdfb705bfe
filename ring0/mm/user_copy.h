/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 3's memory from ring 0: only below task_size, only between STAC and
 * CLAC, and a fault on the way is an answer, not a panic.
 */
#ifndef RING0_MM_USER_COPY_H
#define RING0_MM_USER_COPY_H

#include "extable.h"
#include "cpu/smap.h"
#include "types.h"

/* All of [user, user + size) is below task_size, and does not wrap. */
bool access_ok(u64 user, u64 size);

/* false (-EFAULT): some of [user, user + size) is not ring 3's. */
bool copy_from_user(void *to, u64 user, u64 size);
bool copy_to_user(u64 user, const void *from, u64 size);

/* A word of 32-bit code's, on a gate's path: any address of its is below. */
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
