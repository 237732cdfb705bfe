/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One crossing between two readings of a clock. All functions are the same but
 * for the one instruction (timed.S), so that the empty one takes what any of
 * them takes without its crossing. There is one set for each clock.
 */
#ifndef GATEHOUSE_RING3_BENCH_TIMED_H
#define GATEHOUSE_RING3_BENCH_TIMED_H

#define CALL_NUMBER 0
#define CALL_ARGUMENT 8
#define CALL_RESULT 56

/* timed_GATE_at, in assembly, labels the instruction for debuggers. */

#define NOPS 100  /* that TIMED_NOPS executes */
#define ADDS 1000 /* that TIMED_ADDS executes */

/* Length of the instruction that faults in timed_ud2 and timed_page_fault. */
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
	u64 result; /* rax after the crossing */
};

_Static_assert(offsetof(struct call, number) == CALL_NUMBER, "number");
_Static_assert(offsetof(struct call, argument) == CALL_ARGUMENT, "argument");
_Static_assert(offsetof(struct call, result) == CALL_RESULT, "result");

/* Returns the ticks from one reading to the other; sets call->result. */
typedef u64 timed_call(struct call *call);

enum timed {
	TIMED_NOTHING,
	TIMED_NOPS,
	TIMED_ADDS, /* each waits for the one before: one cycle each */
	TIMED_SYSCALL,
	TIMED_SYSENTER, /* the third argument is in r11 */
	TIMED_INT80,
	TIMED_UD2,   /* the signal handler must skip FAULT_LENGTH bytes */
	TIMED_PAGE_FAULT, /* likewise: reads a byte at argument[0] */
	TIMED_TOUCH, /* writes a byte at argument[0] */
	TIMED_MAP, /* and then munmap, of argument[1] bytes at the result */
	/*
	 * Reads the clock in a loop until a step takes longer than argument[0]
	 * ticks, at most argument[1] times. Returns what the last step took.
	 * The result is the number of turns left; 0: no step was longer.
	 */
	TIMED_GAP,
	TIMED_NOTHING_32, /* from 32-bit code */
	TIMED_INT80_32,
	TIMED_SYSCALL_32,
	TIMED_KINDS,
};

/* Reads an MSR by RDPRU: RDPRU_MPERF or RDPRU_APERF. */
u64 rdpru(u32 which);

#endif
#endif
