/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts: the local APIC's own are handled, others are named in the log. */
#ifndef RING0_DEV_IRQ_H
#define RING0_DEV_IRQ_H

#include "boot_info.h"
#include "ptrace.h"

/*
 * Masks the two PICs and the I/O APICs, and enables the local APIC. Takes the
 * interrupts that are pending in it, and names them. Called with IF=0; it sets
 * IF meanwhile.
 */
void irq_init(const struct boot_info *boot);
/* true: PICs, I/O APICs and local vector table are masked as irq_init() did. */
bool irq_quiet(void);
/* Handles an interrupt of vector 32 or above that came at regs, in any ring. */
void interrupt(struct pt_regs *regs, u32 vector);

#endif
