/* SPDX-License-Identifier: BSD-2-Clause */
/* Two ways through ring 0's espfix: what to load, and what must come of it. */
#ifndef GATEHOUSE_SWEEP_STACK16_H
#define GATEHOUSE_SWEEP_STACK16_H

#include "ring3/lib/cross.h"

CROSS_LABELS(cross_stack16);

/* For cross_stack16: getpid, which is pid, by int 0x80 on a 16-bit stack. */
void stack16_call(u64 pid, struct machine_state *expected);
/* For cross_syscall: rt_sigreturn to a stack segment that there is not. */
void stack16_bad_frame(struct machine_state *expected);

#endif
