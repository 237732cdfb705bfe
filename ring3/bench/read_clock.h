/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For assembly: reads a clock, tsc or aperf, to edx:eax; aperf takes ecx, too.
 * LFENCE: what stands before it is done, and what stands behind is not begun
 * (SDM vol. 2, RDTSC), so it stands on both sides, at the start as at the end.
 * RDTSCP does no more than the first of them, and not every CPU has it.
 */
#ifndef GATEHOUSE_RING3_BENCH_READ_CLOCK_H
#define GATEHOUSE_RING3_BENCH_READ_CLOCK_H

#include "timed.h"

/* By its bytes: clang 14 does not know the name. */
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
