/* SPDX-License-Identifier: BSD-2-Clause */
/* The ways into ring 0, read back from the CPU. */
#ifndef RING0_SELFTEST_ENTRY_POINTS_H
#define RING0_SELFTEST_ENTRY_POINTS_H

#include "types.h"

/* The MSRs of SYSCALL and SYSENTER are as gates_setup() means them. */
bool ways_in_by_msr(void);
/* So are all 256 gates of the IDT. */
bool ways_in_by_idt(void);

#endif
