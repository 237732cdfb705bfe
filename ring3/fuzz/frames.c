/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rt_sigreturn to random registers with segments of the LDT. Either IRET loads
 * them, and the code jumps to cross_landing as after any crossing; or IRET
 * refuses a segment, and a signal says which.
 */
#include <unistd_64.h>
#include "ring3/lib/signal.h"
#include "ring3/lib/wild.h"
#include "fuzz.h"
#include "segment.h"
#include "trapnr.h"

#define REFUSED_ONE_IN 4
#define RPL_MASK 3

static struct signal_frame frame;

static void random_state(struct machine_state *state)
{
	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		state->word[i] = random_value();
	state->word[STATE_FLAGS] = ALWAYS_FLAGS | (random_bits() & USER_FLAGS);
}

/* Chooses cs and rip, and expects the address at which they land. */
static void choose_code(struct trial *trial, struct sigcontext *regs)
{
	u64 landing = (u64)wild_gates[BY_INT80].after;

	if (random_below(4)) {
		far_choose(&trial->far, BY_INT80_32, false);
		landing = (u64)trial->far.stub->after;
		regs->cs = trial->far.cs;
		trial->lands_as = BY_INT80_32;
	}
	regs->rip = landing - trial->far.base;
	trial->expected.word[STATE_IP] = landing;
}

/* Chooses ss, any of which will do: only a signal would use the stack. */
static void choose_stack(struct trial *trial, struct sigcontext *regs)
{
	bool big = true;

	if (random_below(2))
		regs->ss = SEL_USER_DATA_SYSEXITQ;
	if (random_below(2))
		regs->ss = ldt_stack(0, false, &big);
	trial->loses_rsp = trial->far.stub && !big;
	trial->expected.word[STATE_SS] = regs->ss;
}

static void expect_fault(struct trial *trial, struct sigcontext *regs,
			 u64 trapno, u16 selector)
{
	regs->rsp = (u64)cross_stack_end - 8 * random_below(64);
	trial->signal = (struct caught){ .count = 1,
					 .trapno = trapno,
					 .error_code = selector & ~RPL_MASK,
					 .ip = regs->rip,
					 .cs = regs->cs,
					 .ss = regs->ss };
	/* The signal's handler goes on with 64-bit code's cs and ss. */
	trial->lands_as = BY_SYSCALL;
	trial->loses_rsp = false;
	trial->expected.word[STATE_SP] = regs->rsp;
	trial->expected.word[STATE_IP] = 0;
	trial->expected.word[STATE_SS] = SEL_USER_DATA;
}

/* If both are bad, IRET faults for cs, which it checks first. */
static void refuse(struct trial *trial, struct sigcontext *regs)
{
	struct refused_segment cs = ldt_refused(), ss = ldt_refused();
	bool both = !random_below(4);

	if (both || random_below(2)) {
		regs->cs = cs.selector;
		if (both)
			regs->ss = ss.selector;
		expect_fault(trial, regs, cs.as_cs, cs.selector);
	} else {
		regs->ss = ss.selector;
		expect_fault(trial, regs, ss.as_ss, ss.selector);
	}
}

void frame_prepare(struct trial *trial)
{
	struct sigcontext *regs = &frame.context.uc_mcontext;
	struct machine_state state;
	u64 *out = trial->expected.word;

	trial->frame = true;
	trial->sp = (u64)&frame.context;
	cross_in.word[STATE_AX] = random_value() << 32 | __NR_rt_sigreturn;
	random_state(&state);
	signal_frame_of(&frame, &state);
	trial->expected = state;
	out[STATE_FLAGS] = (state.word[STATE_FLAGS] & FRAME_FLAGS) |
			   (cross_in.word[STATE_FLAGS] & ~FRAME_FLAGS);
	out[STATE_CS] = SEL_USER_CODE;
	choose_code(trial, regs);
	choose_stack(trial, regs);
	if (!random_below(REFUSED_ONE_IN))
		refuse(trial, regs);
}
