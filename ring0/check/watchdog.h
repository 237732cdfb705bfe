/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends a check that hangs, by NMI. */
#ifndef RING0_CHECK_WATCHDOG_H
#define RING0_CHECK_WATCHDOG_H

#include "types.h"

/* A tick is 55 ms; a check that lives so many is hung. */
#define WATCHDOG_TICKS 20

extern bool watchdog_works;

/* Finds the timer's way to the NMI pin; says what it found. */
void watchdog_init(void);
/* From here to watchdog_stop(), each tick is an NMI. */
void watchdog_start(void);
void watchdog_stop(void);

#endif
