/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock that bench reads: the TSC, or the core's own cycles. */
#ifndef GATEHOUSE_RING3_BENCH_CLOCK_H
#define GATEHOUSE_RING3_BENCH_CLOCK_H

#include "timed.h"

enum clock {
	CLOCK_TSC,
	CLOCK_APERF,
	CLOCKS,
};

/* What decides whether RDPRU can be used. */
struct rdpru_facts {
	u32 ebx, edx; /* CPUID Fn8000_0008's */
	bool faults;  /* RDPRU faults: CR4.TSD, or a hypervisor */
	u64 mperf, aperf; /* how far they moved in a while */
};

/* Chooses the clock; *why is the reason, for the log. Pure. */
enum clock clock_choice(const struct rdpru_facts *facts, const char **why);
/* Returns whether CPUID has RDPRU, so that it can be tried. Pure. */
bool has_rdpru(const struct rdpru_facts *facts);

/* clock.c: chooses the clock and prints which; the rest then use it. */
void clock_find(void);
/* Returns the function that is timed by that clock. */
timed_call *clock_timed(enum timed timed);
const char *clock_name(void);
const char *clock_unit(void);
/* Prints how fast the core ran if its ADDS additions took so many ticks. */
void clock_report_core(u64 adds);
/* Prints how fast the core ran since clock_find(), where that is known. */
void clock_report(void);

#endif
