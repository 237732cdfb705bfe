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

/* Loads regs from the frame. false: it is bad, and regs may have changed. */
bool signal_frame_pop(struct pt_regs *regs);

#endif
