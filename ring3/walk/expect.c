/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ABI as registers before and after a crossing: what each gate takes, what
 * it must give back, and by which return.
 */
#include <asm/processor-flags.h>
#include "walk.h"

/* Register n holds n in the high digit of each byte, and the byte's number. */
u64 sentinel(unsigned int index)
{
	return 0x0001020304050607 + (index - STATE_AX) * 0x1010101010101010u;
}

/* Gives every register a value of its own, but SYSENTER's rdx and rcx. */
static void load_sentinels(struct trip *trip)
{
	u64 *in = trip->in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = sentinel(i);
	in[STATE_FLAGS] = USUAL_FLAGS;
	in[STATE_SP] = (u64)cross_stack_end;
	abi_name_return(trip->gate, &trip->in);
}

/* Fills in what the ABI promises when the call's result is result. */
void expect(struct trip *trip, u64 result)
{
	abi_expect(trip->gate, &trip->in, result, &trip->expected);
	trip->orig_ax = trip->in.word[STATE_AX];
	trip->flags = trip->in.word[STATE_FLAGS];
	switch (trip->gate) {
	case BY_SYSCALL:
		trip->path = RETURN_SYSRET;
		trip->reason = RETURN_FAST;
		break;
	case BY_SYSENTER:
		trip->path = RETURN_SYSEXIT;
		trip->reason = RETURN_FAST;
		break;
	default:
		trip->path = RETURN_IRET;
		trip->reason = RETURN_NO_FAST;
	}
}

/* Expects IRET, for this reason where the gate has a fast return. */
void expect_iret(struct trip *trip, enum return_reason reason)
{
	trip->path = RETURN_IRET;
	if (trip->gate != BY_INT80)
		trip->reason = reason;
}

void set_argument(struct trip *trip, unsigned int n, u64 value)
{
	trip->in.word[gates[trip->gate].arguments[n]] = value;
}

void trip_prepare(struct trip *trip, const struct trip_kind *kind,
		  enum call_way gate)
{
	*trip = (struct trip){ .gate = gate };
	load_sentinels(trip);
	kind->prepare(trip, kind->argument);
}
