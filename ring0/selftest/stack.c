/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where on the kernel stack a handler runs, and what it leaves there: the other
 * side of randomize_kstack_offset= and stack_erasing= (tests/kstack.t).
 */

#include "selftest/handlers.h"
#include <asm/errno.h>
#include "cpu/percpu.h"
#include "mm/pages.h"

#define SECRET_WORDS 64
/* So far below: neither call's own frames are there. */
#define DEEP_WORDS 512
/* What ring 3 passes is on the stack itself, in more than one place. */
#define SECRET_OF(argument) (~(argument) * 0x9e3779b97f4a7c15)

static __attribute__((noinline)) void leave_secret(u64 argument)
{
	u64 room[DEEP_WORDS];
	u32 i;

	for (i = 0; i < SECRET_WORDS; i++)
		room[i] = SECRET_OF(argument);
	asm volatile("" : : "m"(room)); /* it is written, though never read */
}

/* On the whole stack below this function's frame. */
static __attribute__((noinline)) long find_secret(u64 argument)
{
	const volatile u64 *word = __builtin_frame_address(0);
	u64 bottom = stack_bottom(this_cpu->stack_top);
	long found = 0;

	while ((u64)--word >= bottom)
		found += *word == SECRET_OF(argument);
	return found;
}

long look_at_stack(u32 what, u64 argument)
{
	switch (what) {
	case SELFTEST_STACK_DEPTH:
		return this_cpu->stack_top - (u64)__builtin_frame_address(0);
	case SELFTEST_LEAVE_SECRET:
		leave_secret(argument);
		return 0;
	case SELFTEST_FIND_SECRET:
		return find_secret(argument);
	default:
		return -EINVAL;
	}
}
