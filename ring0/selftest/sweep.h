/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The every-instruction sweep (gatehouse.h, struct sweep): what the handlers of
 * #DB, NMI and interrupts ask it. It is idle unless selftest=on and a program
 * arms it.
 */
#ifndef RING0_SELFTEST_SWEEP_H
#define RING0_SELFTEST_SWEEP_H

#include "gatehouse.h"

/* Writes what came of the last one into *sweep, and arms what it asks for. */
long sweep_arm(struct sweep *sweep);

/*
 * true: the #DB is the sweep's. gs_base: of the code that it interrupted; NULL
 * for ring 3.
 */
bool sweep_debug(struct pt_regs *regs, u64 dr6, u64 *gs_base);
/* May send the NMI back to where the #DB came that it was raised in. */
void sweep_nmi(struct pt_regs *regs, u64 *gs_base);
void sweep_interrupt(struct pt_regs *regs, u32 vector);

#endif
