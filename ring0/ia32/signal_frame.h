/* SPDX-License-Identifier: BSD-2-Clause */
/* Signal frames of 32-bit code, in Linux's two layouts. */
#ifndef RING0_IA32_SIGNAL_FRAME_H
#define RING0_IA32_SIGNAL_FRAME_H

#include "task/signal_frame.h"

/* Returns how many bytes of stack a frame takes at most: AT_MINSIGSTKSZ. */
u64 frame_32_size_max(void);

/*
 * Writes a frame for action's handler, one with siginfo if SA_SIGINFO asks for
 * it, and makes regs enter the handler. false: there is no room.
 */
bool frame_32_push(struct pt_regs *regs, const struct signal_action *action,
		   const struct signal_event *event);

/*
 * Load regs, mask, segments and FPU from the frame that sigreturn or
 * rt_sigreturn finds at regs's sp. false: it is bad, and regs may have changed.
 */
bool frame_32_pop(struct pt_regs *regs);
bool frame_32_pop_rt(struct pt_regs *regs);

#endif
