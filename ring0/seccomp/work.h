/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entry work of the one task that has asked for some, in Linux's order:
 * syscall user dispatch, then seccomp. Each function of both may answer a call
 * itself, or end the task.
 */
#ifndef RING0_SECCOMP_WORK_H
#define RING0_SECCOMP_WORK_H

#include "entry/dispatch.h"

/* Forget what the task before has set. */
void filter_reset(void);
void user_dispatch_reset(void);

/* true: *result is the call's; its handler must not run. */
bool filter_takes(const struct pt_regs *regs, long *result);
bool user_dispatch_takes(const struct pt_regs *regs, long *result);

/* What seccomp(2) and prctl(2) do; 0 or -errno. They start the entry work. */
long filter_call(u32 operation, u32 flags, u64 argument);
long filter_mode(void);
long user_dispatch_set(const u64 argument[SYSCALL_MAX_ARGS]);

/* AUDIT_ARCH_*: which table regs's number is of. */
u32 call_arch(const struct pt_regs *regs);

/*
 * Gives the task SIGSYS instead of the call, with the registers as they were
 * before it. Returns what the gate must return; or ends the task.
 */
long send_sigsys(s32 code, s32 error);

#endif
