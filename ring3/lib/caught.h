/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crossings whose faults are caught: a trap (SIGTRAP) is noted and the crossing
 * goes on; after any other fault it ends at cross_landing, registers as the
 * fault left them.
 */
#ifndef GATEHOUSE_RING3_CAUGHT_H
#define GATEHOUSE_RING3_CAUGHT_H

#include "types.h"

/* The signals that came on the way, the last of them in full. */
struct caught {
	unsigned int count;
	int signal, code; /* code: siginfo's si_code */
	u64 trapno, error_code;
	u64 address; /* CR2, of a page fault */
	u64 ip, sp, flags, cs, ss;
};
extern struct caught caught;

/* To be called once, before the first crossing. 0, or -errno. */
long catch_faults(void);

/* cross(), with caught and cross_out cleared before it. */
void cross_caught(void (*stub)(void));

#endif
