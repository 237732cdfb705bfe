/* SPDX-License-Identifier: BSD-2-Clause */
/* #DB: single steps, breakpoints, watchpoints, in ring 3 and in ring 0. */
#ifndef RING0_ENTRY_DEBUG_H
#define RING0_ENTRY_DEBUG_H

#include "ptrace.h"

/* true: it was ring 0's own doing, and ring 3 does not hear of it. */
bool debug_from_ring3(struct pt_regs *regs);
/* Panics unless it is expected. Returns the GS base to go on with. */
u64 debug_from_ring0(struct pt_regs *regs, u64 gs_base);

#endif
