/* SPDX-License-Identifier: BSD-2-Clause */
/* Breakpoints and the watchpoint: #DB comes in by entry/debug.c. */
#ifndef RING0_CPU_DEBUG_REGISTERS_H
#define RING0_CPU_DEBUG_REGISTERS_H

#include "types.h"

/* The instruction breakpoints 0 and 1, the only ones. 0: none. */
void breakpoints_set(u64 ip_0, u64 ip_1);

/*
 * A watchpoint on eight bytes of ring 3's: reads and writes of them are #DB.
 * 0: none. Returns how many came in ring 0 since the last call.
 */
u64 watchpoint_set(u64 address);

#endif
