/* SPDX-License-Identifier: BSD-2-Clause */
/* HAZARD espfix (espfix.c): IRET to what may be a 16-bit stack segment. */
#ifndef RING0_ENTRY_ESPFIX_H
#define RING0_ENTRY_ESPFIX_H

#include "layout.h"
#include "ptrace.h"

/* A CPU's addresses of that stack. */
#define ESPFIX_SIZE (1ull << 32)
#define CPU_ESPFIX(number) (ESPFIX_AREA + (number) * ESPFIX_SIZE)

/*
 * Makes the stack of this CPU, if there is none yet. false: no memory, or no
 * addresses, which 32 CPUs have.
 */
bool espfix_init(void);

/* A copy of regs to leave by, at the right address. Interrupts off. */
struct pt_regs *espfix_frame(const struct pt_regs *regs);

#endif
