/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts: the local APIC's own; what comes from elsewhere is named. */
#ifndef RING0_DEV_IRQ_H
#define RING0_DEV_IRQ_H

#include "ptrace.h"

/* Masks the two PICs; enables the local APIC. Interrupts are off. */
void irq_init(void);
/* Both PICs and the APIC's vector table are masked, as they were then. */
bool irq_quiet(void);
/* Vector 32 or above came, and ring 0 or ring 3 was at regs. */
void interrupt(struct pt_regs *regs, u32 vector);

#endif
