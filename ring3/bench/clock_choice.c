/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Chooses the better clock. APERF counts the cycles that the core ran; the TSC
 * counts time. On AMD's CPUs ring 3 can read APERF by RDPRU.
 */
#include "clock.h"

/* APM vol. 3, CPUID Fn8000_0008. */
#define EBX_RDPRU (1u << 4)
#define EDX_RDPRU_MAX_SHIFT 16 /* the highest ecx that RDPRU takes */

bool has_rdpru(const struct rdpru_facts *facts)
{
	return (facts->ebx & EBX_RDPRU) &&
	       facts->edx >> EDX_RDPRU_MAX_SHIFT >= RDPRU_APERF;
}

enum clock clock_choice(const struct rdpru_facts *facts, const char **why)
{
	enum clock clock = CLOCK_TSC;

	if (!has_rdpru(facts)) {
		*why = "the CPU has no RDPRU of APERF";
	} else if (facts->faults) {
		*why = "RDPRU faults, although the CPU has it";
	} else if (!facts->mperf || !facts->aperf) {
		*why = "MPERF or APERF stands still";
	} else {
		*why = "RDPRU reads the core's own cycles";
		clock = CLOCK_APERF;
	}
	return clock;
}
