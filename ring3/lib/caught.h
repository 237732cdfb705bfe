/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crossings whose faults are caught. SIGTRAP is recorded, and the crossing goes
 * on. Any other fault ends the crossing at cross_landing, with the registers as
 * the fault left them.
 */
#ifndef GATEHOUSE_RING3_CAUGHT_H
#define GATEHOUSE_RING3_CAUGHT_H

#include "types.h"

/* How many signals the crossing raised, and all of the last one. */
struct caught {
	unsigned int count;
	int signal, code; /* code: siginfo's si_code */
	u64 trapno, error_code;
	u64 address; /* a page fault's CR2 */
	u64 ip, sp, flags, cs, ss;
};
extern struct caught caught;

/* Installs the handlers; call it before the first crossing. 0 or -errno. */
long catch_faults(void);

/* Clears caught and cross_out, and calls cross(). */
void cross_caught(void (*stub)(void));

#endif
