/* SPDX-License-Identifier: BSD-2-Clause */
/* Times as programs give them, by the time-stamp counter. */
#ifndef RING0_SYS_CLOCK_H
#define RING0_SYS_CLOCK_H

#include <linux/time.h>
#include "types.h"

#define NANOSECONDS 1000000000ull
#define MICROSECONDS 1000000ull
#define CLOCK_LAST CLOCK_TAI

/*
 * Return what a clock shows, in units of 1/unit of a second; 0: none does.
 * clock_ticks(): the one of real time.
 */
u64 clock_ticks_of(u32 clock, u64 unit);
u64 clock_ticks(u64 unit);

/*
 * Sets *tsc to what the TSC is when time (seconds, nanoseconds) has passed
 * since start, or is the clock's if start is 0. false: it is no time, or there
 * is no clock. What is too far away is WAIT_FOREVER.
 */
bool clock_end(const s64 time[2], u64 start, u64 *tsc);

#endif
