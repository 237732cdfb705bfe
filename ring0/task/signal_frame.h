/* SPDX-License-Identifier: BSD-2-Clause */
/* Signal frames, in Linux's layout for 64-bit code (asm/ucontext.h). */
#ifndef RING0_TASK_SIGNAL_FRAME_H
#define RING0_TASK_SIGNAL_FRAME_H

#include "task/signal.h"

/* What a handler is entered with. fault is NULL for a signal that was sent. */
struct signal_event {
	siginfo_t info;
	const struct fault *fault;
};

/* Returns how many bytes of stack a frame takes at most: AT_MINSIGSTKSZ. */
u64 signal_frame_size_max(void);

/*
 * Writes a frame for action's handler to its stack, and makes regs enter the
 * handler. false: there is no room, or no way back (SA_RESTORER).
 */
bool signal_frame_push(struct pt_regs *regs, const struct signal_action *action,
		       const struct signal_event *event);

/* true: sp, or what it points to, is in the alternate stack. */
static inline bool signal_stack_has(const struct sigaltstack *stack, u64 sp)
{
	u64 start = (u64)stack->ss_sp;

	return sp > start && sp - start <= stack->ss_size;
}

/* The flags that sigreturn may change: Linux's FIX_EFLAGS. */
#define FIX_EFLAGS                                                         \
	(X86_EFLAGS_AC | X86_EFLAGS_OF | X86_EFLAGS_DF | X86_EFLAGS_TF |   \
	 X86_EFLAGS_SF | X86_EFLAGS_ZF | X86_EFLAGS_AF | X86_EFLAGS_PF |   \
	 X86_EFLAGS_CF | X86_EFLAGS_RF)

/* Loads regs from the frame. false: it is bad, and regs may have changed. */
bool signal_frame_pop(struct pt_regs *regs);

#endif
