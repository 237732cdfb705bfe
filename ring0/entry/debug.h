/* SPDX-License-Identifier: BSD-2-Clause */
/* #DB: single steps, breakpoints, watchpoints, in ring 3 and in ring 0. */
#ifndef RING0_ENTRY_DEBUG_H
#define RING0_ENTRY_DEBUG_H

#include "layout.h"
#include "ptrace.h"

/* true: it was ring 0's own doing, and ring 3 does not hear of it. */
bool debug_from_ring3(struct pt_regs *regs);
/* Panics unless it is expected. Returns the GS base to go on with. */
u64 debug_from_ring0(struct pt_regs *regs, u64 gs_base);

/*
 * While a #DB of ring 0's is handled the next one has another part of the
 * stack. For one who leaves the handler otherwise than by its end: it is over.
 */
void debug_stack_pop(void);
#define DEBUG_STACK_STEP PAGE_SIZE

/* The instruction breakpoints 0 and 1, the only ones. 0: none. */
void breakpoints_set(u64 ip_0, u64 ip_1);

/*
 * A watchpoint on eight bytes of ring 3's: reads and writes of them are #DB.
 * 0: none. Returns how many came in ring 0 since the last call.
 */
u64 watchpoint_set(u64 address);

#endif
