/* SPDX-License-Identifier: BSD-2-Clause */
/* #DB: single steps, breakpoints, watchpoints, in ring 3 and in ring 0. */
#ifndef RING0_ENTRY_DEBUG_H
#define RING0_ENTRY_DEBUG_H

#include "ptrace.h"

/* true: a self-test caused it, so ring 3 gets no signal. */
bool debug_from_ring3(struct pt_regs *regs);
/* Panics unless the #DB is expected. Returns the GS base to load. */
u64 debug_from_ring0(struct pt_regs *regs, u64 gs_base);

#endif
