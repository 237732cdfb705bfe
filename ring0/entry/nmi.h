/* SPDX-License-Identifier: BSD-2-Clause */
/* What C does for an NMI. entry/nmi.S comes in, and makes NMIs nest. */
#ifndef RING0_ENTRY_NMI_H
#define RING0_ENTRY_NMI_H

#include "ptrace.h"

/* Handles an NMI that came while ring 0 ran. Returns the GS base to load. */
u64 nmi_from_ring0(struct pt_regs *regs, u64 gs_base);

/* Handles an NMI that came while ring 3 ran. */
void nmi_from_ring3(struct pt_regs *regs);

/* Prints how many NMIs came, and how many events in the SYSCALL window. */
void nmi_report(void);

#endif
