/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts: the local APIC's own are handled, others are named in the log. */
#ifndef RING0_DEV_IRQ_H
#define RING0_DEV_IRQ_H

#include "ptrace.h"

/* Masks the two PICs and enables the local APIC. Called with IF=0. */
void irq_init(void);
/* true: both PICs and the APIC's vector table are masked as irq_init() did. */
bool irq_quiet(void);
/* Handles an interrupt of vector 32 or above that came at regs, in any ring. */
void interrupt(struct pt_regs *regs, u32 vector);

#endif
