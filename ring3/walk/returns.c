/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trips on which ring 0 changes the frame, so that the entry does not decide
 * the return: by rt_sigreturn, which any program may call, and by selftest().
 */
#include <asm/processor-flags.h>
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "walk.h"

/*
 * rt_sigreturn takes every register from a frame at rsp. fast: the frame holds
 * a state that the fast return can load; else one that only IRET can load.
 */
void trip_sigreturn(struct trip *trip, u64 fast)
{
	static struct signal_frame frame;
	u64 *out = trip->expected.word;
	u64 *in = trip->in.word;

	in[STATE_AX] = __NR_rt_sigreturn;
	in[trip->gate == BY_SYSENTER ? STATE_CX : STATE_SP] =
		(u64)&frame.context;
	expect(trip, 0);
	trip->replaced = true;
	trip->orig_ax = -1; /* rt_sigreturn ends the call, as on Linux */
	out[STATE_IP] = (u64)cross_elsewhere;
	trip->flags = ALWAYS_FLAGS | FRAME_FLAGS;
	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		out[i] = ~sentinel(i);
	out[STATE_SP] = (u64)cross_stack;
	out[STATE_FLAGS] = trip->flags;
	if (!fast)
		expect_iret(trip, RETURN_CX);
	else if (trip->gate == BY_SYSENTER) {
		out[STATE_CX] = out[STATE_SP];
		out[STATE_DX] = out[STATE_IP];
	} else {
		out[STATE_CX] = out[STATE_IP];
		out[STATE_R11] = trip->flags;
	}
	signal_frame_of(&frame, &trip->expected);
	frame.context.uc_mcontext.rip = out[STATE_IP];
	frame.context.uc_mcontext.ss = out[STATE_SS];
}

static void selftest(struct trip *trip, u64 what, u64 argument, u64 third)
{
	trip->in.word[STATE_AX] = gates[trip->gate].selftest;
	set_argument(trip, 0, what);
	set_argument(trip, 1, argument);
	set_argument(trip, 2, third);
	expect(trip, 0);
}

void trip_set_ip(struct trip *trip, u64 argument)
{
	(void)argument;
	selftest(trip, SELFTEST_SET_REG, PT_IP, (u64)cross_elsewhere);
	trip->expected.word[STATE_IP] = (u64)cross_elsewhere;
	expect_iret(trip, gates[trip->gate].gate == GATE_SYSCALL ? RETURN_CX :
								   RETURN_DX);
}

/* state: STATE_R11, or STATE_R12, which 32-bit code alone must not change. */
void trip_set_high(struct trip *trip, u64 state)
{
	bool r11 = state == STATE_R11;
	u32 value = sentinel(state);

	selftest(trip, SELFTEST_SET_REG, r11 ? PT_R11 : PT_R12, value);
	trip->expected.word[state] = value;
	expect_iret(trip, r11 ? RETURN_R11 : RETURN_HIGH);
}

/* The CPU clears RF after one instruction, and PUSHF never stores it. */
void trip_set_rf(struct trip *trip, u64 argument)
{
	(void)argument;
	selftest(trip, SELFTEST_SET_RF, 0, 0);
	trip->flags |= X86_EFLAGS_RF;
	expect_iret(trip, gates[trip->gate].gate == GATE_SYSCALL ?
				  RETURN_R11 : RETURN_FLAGS);
}
