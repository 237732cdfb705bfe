/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends a check that hangs, by NMI. */
#ifndef RING0_CHECK_WATCHDOG_H
#define RING0_CHECK_WATCHDOG_H

#include "types.h"

/* Counts of the PIT, of 838 ns: 55 ms, the longest it can wait. */
#define WATCHDOG_MAX 65536

extern bool watchdog_works;

/* Finds the timer's way to the NMI pin; says what it found. */
void watchdog_init(void);
/* One NMI, so many counts from now, unless watchdog_stop() comes before. */
void watchdog_start(u32 counts);
void watchdog_stop(void);

#endif
