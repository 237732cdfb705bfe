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

/* What speaks for RDPRU, or against it. */
struct rdpru_facts {
	u32 ebx, edx; /* CPUID Fn8000_0008's */
	bool faults;  /* although CPUID has it: CR4.TSD, or a hypervisor */
	u64 mperf, aperf; /* by how much they went on in a while */
};

/* Which clock; *why: the reason, for the log. Pure. */
enum clock clock_choice(const struct rdpru_facts *facts, const char **why);
/* Whether RDPRU is there to be tried. Pure. */
bool has_rdpru(const struct rdpru_facts *facts);

/* clock.c: looks, says which it is, and keeps to it. */
void clock_find(void);
/* The function of that clock. */
timed_call *clock_timed(enum timed timed);
const char *clock_name(void);
const char *clock_unit(void);
/* Says how fast the core ran, if so many ticks were its time for ADDS. */
void clock_report_core(u64 adds);
/* Says how fast the core ran since clock_find(), where that is known. */
void clock_report(void);

#endif
