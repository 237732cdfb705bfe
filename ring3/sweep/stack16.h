/* SPDX-License-Identifier: BSD-2-Clause */
/* Two ways through espfix. Each sets up cross_in and the state to expect. */
#ifndef GATEHOUSE_SWEEP_STACK16_H
#define GATEHOUSE_SWEEP_STACK16_H

#include "ring3/lib/cross.h"

CROSS_LABELS(cross_stack16);

/* For cross_stack16: getpid, by int 0x80 on a 16-bit stack, returns pid. */
void stack16_call(u64 pid, struct machine_state *expected);
/* For cross_syscall: rt_sigreturn to a stack segment that does not exist. */
void stack16_bad_frame(struct machine_state *expected);

#endif
