/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One crossing between two readings of the time-stamp counter. Each function
 * is the same but for the one instruction (timed.S), so that what
 * timed_nothing() takes is what any of them takes without its crossing.
 */
#ifndef GATEHOUSE_RING3_BENCH_TIMED_H
#define GATEHOUSE_RING3_BENCH_TIMED_H

#define CALL_NUMBER 0
#define CALL_ARGUMENT 8
#define CALL_RESULT 56

/* timed_GATE_at, in assembly, is the instruction itself, for debuggers. */

#define TIMED_NOPS 100

/* Of the instruction that faults in timed_ud2 and timed_page_fault. */
#define FAULT_LENGTH 2

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

timed_call timed_nothing;
timed_call timed_nops; /* TIMED_NOPS of them */
timed_call timed_syscall;
timed_call timed_sysenter; /* the third argument is in r11 */
timed_call timed_int80;
timed_call timed_ud2;	     /* a handler must skip FAULT_LENGTH bytes */
timed_call timed_page_fault; /* the same: reads a byte at argument[0] */

#endif
#endif
