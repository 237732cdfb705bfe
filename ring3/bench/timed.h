/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One crossing between two readings of a clock. Each function is the same but
 * for the one instruction (timed.S), so that what the empty one takes is what
 * any of them takes without its crossing. There is one set for each clock.
 */
#ifndef GATEHOUSE_RING3_BENCH_TIMED_H
#define GATEHOUSE_RING3_BENCH_TIMED_H

#define CALL_NUMBER 0
#define CALL_ARGUMENT 8
#define CALL_RESULT 56

/* timed_GATE_at, in assembly, is the instruction itself, for debuggers. */

#define NOPS 100  /* of TIMED_NOPS */
#define ADDS 1000 /* of TIMED_ADDS */

/* Of the instruction that faults in timed_ud2 and timed_page_fault. */
#define FAULT_LENGTH 2

/* RDPRU's registers, in ecx (APM vol. 3, RDPRU). */
#define RDPRU_MPERF 0
#define RDPRU_APERF 1
#define RDPRU_LENGTH 3

#ifndef __ASSEMBLER__
#include "types.h"

struct call {
	u64 number;
	u64 argument[6];
	u64 result; /* rax, behind the crossing */
};

_Static_assert(offsetof(struct call, number) == CALL_NUMBER, "number");
_Static_assert(offsetof(struct call, argument) == CALL_ARGUMENT, "argument");
_Static_assert(offsetof(struct call, result) == CALL_RESULT, "result");

/* Ticks from one reading to the other, and call->result. */
typedef u64 timed_call(struct call *call);

enum timed {
	TIMED_NOTHING,
	TIMED_NOPS,
	TIMED_ADDS, /* each waits for the one before: a cycle of the core */
	TIMED_SYSCALL,
	TIMED_SYSENTER, /* the third argument is in r11 */
	TIMED_INT80,
	TIMED_UD2,	  /* a handler must skip FAULT_LENGTH bytes */
	TIMED_PAGE_FAULT, /* the same: reads a byte at argument[0] */
	/*
	 * Reads the clock in a loop until one step of it is longer than
	 * argument[0], but argument[1] times at most. What that last step took;
	 * result: how many more times it might have, 0: the step was no longer.
	 */
	TIMED_GAP,
	TIMED_NOTHING_32, /* from 32-bit code */
	TIMED_INT80_32,
	TIMED_SYSCALL_32,
	TIMED_KINDS,
};

/* An MSR that RDPRU gives to ring 3: RDPRU_MPERF or RDPRU_APERF. */
u64 rdpru(u32 which);

#endif
#endif
