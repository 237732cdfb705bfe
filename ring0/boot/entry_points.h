/* SPDX-License-Identifier: BSD-2-Clause */
/* Ring 0's entry points, read back from the CPU. */
#ifndef RING0_BOOT_ENTRY_POINTS_H
#define RING0_BOOT_ENTRY_POINTS_H

#include "types.h"

/* The MSRs of SYSCALL and SYSENTER are as gates_setup() means them. */
bool entry_points_by_msr(void);
/* All 256 gates of the IDT are as idt_init() and idt_use_ist() mean them. */
bool entry_points_by_idt(void);

#endif
