/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults of ring 3 as Linux's signals, with Linux's frame. */
#ifndef RING0_TASK_SIGNAL_H
#define RING0_TASK_SIGNAL_H

#include "cpu/fault.h"

/* Which signal a vector is, and its name ("SIGSEGV"). */
u32 fault_signal(u32 vector);
const char *signal_name(u32 signal);

/*
 * Makes regs enter the handler that the current task installed. false: it has
 * none, or its frame does not fit on its stack.
 */
bool signal_deliver(struct pt_regs *regs, const struct fault *fault);

/* Loads regs from the frame that rt_sigreturn finds at sp. */
bool signal_return(struct pt_regs *regs);

#endif
