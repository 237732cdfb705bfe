/* SPDX-License-Identifier: BSD-2-Clause */
/* What is left to do before ring 3 runs again, when there is something. */
#ifndef RING0_ENTRY_EXIT_TO_USER_H
#define RING0_ENTRY_EXIT_TO_USER_H

#include "gatehouse.h"

/*
 * Out of line: a handler came back with interrupts off (flags), which is
 * warned of by number and name; then exit work, until there is none left; then
 * the whole decision, on the frame as it is now. Returns when the gate's own
 * return is granted, and leaves by IRET when not. Interrupts are off.
 */
__attribute__((cold)) void exit_to_user_slow(u64 flags);

/* entry/int80.S */
__attribute__((noreturn)) void return_by_iret(struct pt_regs *regs);

/* The exit work alone, for exceptions; and where IRET is to find the frame. */
void exit_to_user_work(struct pt_regs *regs);
struct pt_regs *iret_frame(struct pt_regs *regs);

/*
 * The current task's frame, for a handler that changes it: its return is then
 * decided on the whole of it. Interrupts on.
 */
struct pt_regs *change_regs(void);

/* The decisions that were taken, by gate, by return and by reason. */
void returns_report(void);

#endif
