/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The every-instruction sweep (include/selftest.h, struct sweep). It is idle
 * until a program arms it; these are its hooks (cpu/event_hooks.h).
 */
#ifndef RING0_SELFTEST_SWEEP_H
#define RING0_SELFTEST_SWEEP_H

#include "selftest.h"

#define SWEEP_CPUS 4 /* may sweep at the same time: each has its own state */

/* Writes what came of the last one into *sweep, and arms what it asks for. */
long sweep_arm(struct sweep *sweep);

/* true: the #DB is the sweep's. */
bool sweep_debug(struct pt_regs *regs, u64 dr6, u64 *gs_base);
/* May have the NMI return to where that #DB came that it was raised in. */
void sweep_nmi(struct pt_regs *regs, u64 *gs_base);
/* true: the interrupt is the sweep's. */
bool sweep_interrupt(struct pt_regs *regs, u32 vector);

#endif
