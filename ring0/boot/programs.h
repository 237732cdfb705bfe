/* SPDX-License-Identifier: BSD-2-Clause */
/* The programs that init= names, from the initramfs. */
#ifndef RING0_BOOT_PROGRAMS_H
#define RING0_BOOT_PROGRAMS_H

#include "types.h"

/* How many programs init= names. */
u32 programs_count(void);
/* Runs them in order, and prints a result for each. */
void programs_run(void);

#endif
