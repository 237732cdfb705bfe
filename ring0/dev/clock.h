/* SPDX-License-Identifier: BSD-2-Clause */
/* How fast the TSC and the local APIC's timer count, measured once. */
#ifndef RING0_DEV_CLOCK_H
#define RING0_DEV_CLOCK_H

#include "boot_info.h"

struct clock {
	u64 tsc_hz;	 /* 0: there was nothing to measure by */
	u64 apic_hz;	 /* its timer's input clock */
	const char *how; /* they are known, for the log */
};

/* Measured by the first clock there is; every wait is bounded. IF=0. */
struct clock clock_measure(const struct boot_info *boot);

#endif
