/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trips that come back by the usual return: a call and its result. They differ
 * in the number, the flags or the pointers that are loaded.
 */
#include <asm/errno.h>
#include <asm/processor-flags.h>
#include "ring3/lib/sys.h"
#include "layout.h"
#include "walk.h"

/* argument: the upper half of rax, which is no part of the number. */
void trip_getpid(struct trip *trip, u64 argument)
{
	trip->in.word[STATE_AX] = gates[trip->gate].getpid | argument;
	expect(trip, sys_getpid());
}

void trip_no_such_call(struct trip *trip, u64 number)
{
	trip->in.word[STATE_AX] = number;
	expect(trip, -ENOSYS);
}

void trip_flags(struct trip *trip, u64 user_flags)
{
	trip->in.word[STATE_FLAGS] = ALWAYS_FLAGS | user_flags;
	trip_getpid(trip, 0);
}

/* The handler of SIGTRAP clears TF, so the stored flags do not have it. */
void trip_single_step(struct trip *trip, u64 argument)
{
	(void)argument;
	trip->in.word[STATE_FLAGS] |= X86_EFLAGS_TF;
	trip_getpid(trip, 0);
	trip->expected.word[STATE_FLAGS] &= ~X86_EFLAGS_TF;
	trip->traps = 1;
	trip->trap_ip = gates[trip->gate].stepped;
	expect_iret(trip, RETURN_FLAGS);
}

static void write_call(struct trip *trip, u64 address, u64 size, u64 result)
{
	trip->in.word[STATE_AX] = gates[trip->gate].write;
	set_argument(trip, 0, STDOUT);
	set_argument(trip, 1, address);
	set_argument(trip, 2, size);
	expect(trip, result);
}

void trip_write_line(struct trip *trip, u64 argument)
{
	static const char line[] = "# This very line was written by it.\n";

	(void)argument;
	write_call(trip, (u64)line, sizeof(line) - 1, sizeof(line) - 1);
}

void trip_write_from(struct trip *trip, u64 address)
{
	write_call(trip, address, PAGE_SIZE, -EFAULT);
}

/* The range ends at 2^64 + PAGE_SIZE, which wraps to a low address. */
void trip_write_wrapping(struct trip *trip, u64 argument)
{
	u64 address = (u64)cross_stack;

	(void)argument;
	write_call(trip, address, PAGE_SIZE - address, -EFAULT);
}
