/* SPDX-License-Identifier: BSD-2-Clause */
/* What must be done before ring 3 runs again, and is rare. */
#ifndef RING0_ENTRY_EXIT_TO_USER_H
#define RING0_ENTRY_EXIT_TO_USER_H

#include "gatehouse.h"

/*
 * Out of line, with interrupts off: a handler left interrupts off (flags: its
 * RFLAGS), which is warned of by number and name; or there is exit work, which
 * is done; or the fast return is not certain. The whole decision is taken on
 * the frame as it is then. Returns result when the gate's own return is
 * granted, and leaves by IRET when not.
 */
__attribute__((cold)) long exit_to_user_slow(u64 flags, long result);

/*
 * Ends a call of SYSENTER's whose sixth argument cannot be read: -EFAULT, by
 * IRET. Interrupts on.
 */
__attribute__((cold, noreturn)) void exit_to_user_efault(void);

/* entry/int80.S */
__attribute__((noreturn)) void return_by_iret(struct pt_regs *regs);

/* Does the exit work alone, for exceptions. */
void exit_to_user_work(struct pt_regs *regs);
struct pt_regs *iret_frame(struct pt_regs *regs);

/*
 * The current task's frame, for a handler that changes it: its return is then
 * decided on the whole of it. Interrupts on.
 */
struct pt_regs *change_regs(void);

/* Returns the path of a call by gate, for which reason was decided. */
enum return_path return_path(enum gate gate, enum return_reason reason);

/* What the log calls a gate; NULL: it does not speak that ABI. */
extern const char *const gate_name[GATES][ABIS];

/* Prints how often each return decision was taken, and why. */
void returns_report(void);

#endif
