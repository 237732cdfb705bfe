/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes a state: a gate, all registers, and what must come of them. */
#include "ring3/lib/wild.h"
#include "fuzz.h"
#include "layout.h"
#include "segment.h"
#include "trapnr.h"

#define TRAP_ONE_IN 16
#define FRAME_ONE_IN 4 /* with an LDT, one in 4 native calls is rt_sigreturn */

/*
 * With TF the signal needs a stack. Where rsp points to an argument, it must
 * not point into memory of brk or mmap. Otherwise rsp may be anything.
 */
static u64 random_sp(enum call_way gate, bool trap)
{
	u64 sp = random_value();

	if (trap)
		return (u64)cross_stack_end - 8 * random_below(64);
	if (gates[gate].arguments[5] != AT_SP)
		return sp;
	if (random_below(2))
		return (u64)scratch + random_below(SCRATCH_SIZE);
	narrow(&sp);
	return sp;
}

static enum call_way random_gate(void)
{
	enum call_way gate;

	do
		gate = random_below(WAYS);
	while (gate_lacks(gate));
	return gate;
}

/* A trap needs the gate's plain stub, since rsp must be a good stack. */
static void expect_near(struct trial *trial, s64 answer)
{
	u64 *in = cross_in.word;

	if (!trial->trap) {
		wild_expect(trial->gate, trial->sp, answer, &trial->expected);
		return;
	}
	in[STATE_SP] = trial->sp;
	abi_name_return(trial->gate, &cross_in);
	abi_expect(trial->gate, &cross_in, answer, &trial->expected);
}

/* The trap comes after the instruction that the gate returns to. */
static void expect_trap(struct trial *trial)
{
	const struct far *far = &trial->far;

	trial->expected.word[STATE_FLAGS] &= ~X86_EFLAGS_TF;
	trial->signal = (struct caught){
		.count = 1,
		.trapno = X86_TRAP_DB,
		.ip = (u64)gates[trial->gate].stepped,
		.cs = trial->expected.word[STATE_CS],
		.ss = trial->expected.word[STATE_SS],
	};
	if (!far->stub)
		return;
	trial->signal.ip = (u64)far->stub->stepped;
	if (trial->gate == BY_SYSCALL_32)
		trial->signal.cs = SEL_USER_CODE32;
	if (trial->gate != BY_INT80_32)
		return;
	trial->signal.ip -= far->base;
	trial->signal.cs = far->cs;
}

static void expect(struct trial *trial, s64 answer)
{
	if (trial->trap)
		cross_in.word[STATE_FLAGS] |= X86_EFLAGS_TF;
	if (trial->far.stub)
		far_expect(&trial->far, trial->gate, trial->sp, answer,
			   &trial->expected);
	else
		expect_near(trial, answer);
	if (gates[trial->gate].gate == GATE_INT80)
		trial->expected.word[STATE_SS] = trial->segments.ss;
	if (trial->trap)
		expect_trap(trial);
}

/* 64-bit code may have any ss; 32-bit code only where its stub allows that. */
static void choose_segments(struct trial *trial)
{
	enum call_way gate = trial->gate;
	bool big = true;

	random_segments(&trial->segments);
	if (!ldt_there())
		return;
	if (gates[gate].compat && random_below(2))
		far_choose(&trial->far, gate, trial->trap);
	if ((!gates[gate].compat || trial->far.stub) && random_below(2))
		trial->segments.ss = ldt_stack(trial->sp, trial->trap, &big);
	trial->loses_rsp = trial->far.stub && !big;
}

static void choose_call(struct trial *trial)
{
	s64 answer = random_call(trial->gate, trial->sp, &cross_in);

	choose_segments(trial);
	trial->expected_segments = trial->segments;
	expect_bases(trial->gate, &cross_in, answer, &trial->expected_segments);
	expect(trial, answer);
}

static void choose_frame(struct trial *trial)
{
	trial->trap = false;
	random_segments(&trial->segments);
	trial->expected_segments = trial->segments;
	frame_prepare(trial);
}

void trial_prepare(struct trial *trial)
{
	u64 *in = cross_in.word;

	*trial = (struct trial){
		.gate = random_gate(),
		.trap = !random_below(TRAP_ONE_IN),
	};
	trial->lands_as = trial->gate;
	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = random_value();
	in[STATE_FLAGS] = ALWAYS_FLAGS | (random_bits() & USER_FLAGS);
	trial->sp = random_sp(trial->gate, trial->trap);
	if (ldt_there() && !gates[trial->gate].ia32 &&
	    !random_below(FRAME_ONE_IN))
		choose_frame(trial);
	else
		choose_call(trial);
}
