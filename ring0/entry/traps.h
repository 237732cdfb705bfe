/* SPDX-License-Identifier: BSD-2-Clause */
/* What entry/exception.S calls. Interrupts are off on the way in and out. */
#ifndef RING0_ENTRY_TRAPS_H
#define RING0_ENTRY_TRAPS_H

#include "ptrace.h"

/* Returns the frame to leave by, by IRETQ. */
struct pt_regs *exception_from_ring3(struct pt_regs *regs, u32 vector);
void exception_from_ring0(struct pt_regs *regs, u32 vector);
/*
 * #DB, NMI, #DF and #MC, from any instruction of ring 0. gs_base: the GS base
 * there. Returns the GS base that is to be loaded before the return.
 */
u64 paranoid_from_ring0(struct pt_regs *regs, u32 vector, u64 gs_base);

/*
 * ip is between SYSCALL and the stack switch, or between the last pop and
 * SYSRET: the stack is ring 3's, and so may the GS base be.
 */
bool in_syscall_window(u64 ip);

/* Both return the frame at the top of the task's kernel stack. */
struct pt_regs *bad_iret_regs(const struct pt_regs *regs);
struct pt_regs *move_to_task_stack(const struct pt_regs *regs);

#endif
