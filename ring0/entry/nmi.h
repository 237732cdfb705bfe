/* SPDX-License-Identifier: BSD-2-Clause */
/* What an NMI does, behind entry/nmi.S, which has it nest. */
#ifndef RING0_ENTRY_NMI_H
#define RING0_ENTRY_NMI_H

#include "ptrace.h"

/* One that came while ring 0 ran. Returns the GS base to go on with. */
u64 nmi_from_ring0(struct pt_regs *regs, u64 gs_base);

/* How many came, if any did; and how many events in the SYSCALL window. */
void nmi_report(void);

#endif
