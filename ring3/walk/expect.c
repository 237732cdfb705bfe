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

/*
 * Gives every register a value of its own, but SYSENTER's rdx and rcx. 32-bit
 * code may lose the upper half of a register that it can name, so it has none.
 */
static void load_sentinels(struct trip *trip)
{
	u64 *in = trip->in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = gates[trip->gate].compat && i <= STATE_DI ?
				(u32)sentinel(i) :
				sentinel(i);
	in[STATE_FLAGS] = USUAL_FLAGS;
	in[STATE_SP] = (u64)cross_stack_end;
	abi_name_return(trip->gate, &trip->in);
}

static const enum return_path fast_path[GATES] = {
	[GATE_SYSCALL] = RETURN_SYSRET,
	[GATE_SYSENTER] = RETURN_SYSEXIT,
	[GATE_INT80] = RETURN_IRET,
};

/* Fills in what the ABI promises when the call's result is result. */
void expect(struct trip *trip, u64 result)
{
	abi_expect(trip->gate, &trip->in, result, &trip->expected);
	trip->orig_ax = trip->in.word[STATE_AX];
	trip->flags = trip->in.word[STATE_FLAGS];
	trip->path = fast_path[gates[trip->gate].gate];
	trip->reason = trip->path == RETURN_IRET ? RETURN_NO_FAST : RETURN_FAST;
}

/* Expects IRET, for this reason where the gate has a fast return. */
void expect_iret(struct trip *trip, enum return_reason reason)
{
	trip->path = RETURN_IRET;
	if (gates[trip->gate].gate != GATE_INT80)
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
