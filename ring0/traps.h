/* SPDX-License-Identifier: BSD-2-Clause */
/* What entry_exception.S calls. Interrupts are off, in and out. */
#ifndef RING0_TRAPS_H
#define RING0_TRAPS_H

#include "ptrace.h"

void exception_from_ring3(struct pt_regs *regs, u32 vector);
void exception_from_ring0(struct pt_regs *regs, u32 vector);

/* Both return the frame at the top of the task's kernel stack. */
struct pt_regs *bad_iret_regs(const struct pt_regs *regs);
struct pt_regs *move_to_task_stack(const struct pt_regs *regs);

#endif
