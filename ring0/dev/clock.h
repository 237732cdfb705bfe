/* SPDX-License-Identifier: BSD-2-Clause */
/* How fast the TSC and the local APIC's timer count, measured once. */
#ifndef RING0_DEV_CLOCK_H
#define RING0_DEV_CLOCK_H

#include "boot_info.h"

struct clock {
	u64 tsc_hz;	 /* 0: no clock to measure it by */
	u64 apic_hz;	 /* the input clock of its timer; 0: likewise */
	const char *how; /* what they were measured by, for the log */
};

/*
 * Measures both by the first clock that works. It takes 10 ms a clock, and
 * every wait is bounded. Must be called with IF=0.
 */
struct clock clock_measure(const struct boot_info *boot);

#endif
