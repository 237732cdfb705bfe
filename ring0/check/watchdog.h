/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends a check that hangs, by NMI. */
#ifndef RING0_CHECK_WATCHDOG_H
#define RING0_CHECK_WATCHDOG_H

#include "types.h"

/* The longest wait: 65536 counts of the PIT, of 838 ns each, are 55 ms. */
#define WATCHDOG_MAX 65536

extern bool watchdog_works;

/* Looks whether the timer's NMI comes: sets watchdog_works. */
void watchdog_init(void);
/* Sends one NMI after so many counts, unless watchdog_stop() is earlier. */
void watchdog_start(u32 counts);
void watchdog_stop(void);

#endif
