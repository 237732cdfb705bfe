/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For assembly: reads tsc or aperf to edx:eax; aperf destroys ecx, too.
 * LFENCE waits until all earlier instructions are done, and lets no later one
 * begin (SDM vol. 2, RDTSC), so there is one on both sides of each reading.
 * RDTSCP replaces only the first of them, and not every CPU has it.
 */
#ifndef GATEHOUSE_RING3_BENCH_READ_CLOCK_H
#define GATEHOUSE_RING3_BENCH_READ_CLOCK_H

#include "timed.h"

/* In bytes, because clang 14 does not know the name. */
	.macro	RDPRU
	.byte	0x0f, 0x01, 0xfd
	.endm

	.macro	READ_CLOCK clock
	.ifc	\clock, aperf
	mov	$RDPRU_APERF, %ecx
	lfence
	RDPRU
	.else
	lfence
	rdtsc
	.endif
	lfence
	.endm

#endif
