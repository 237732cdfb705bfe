/* SPDX-License-Identifier: BSD-2-Clause */
/* The three gates as functions; gates.S documents each one's convention. */
#ifndef GATEHOUSE_RING3_GATES_H
#define GATEHOUSE_RING3_GATES_H

#include "types.h"

typedef long gate_call(u64 number, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4,
		       u64 a5);

gate_call call_syscall;
gate_call call_sysenter; /* #UD on AMD's CPUs */
gate_call call_int80;	 /* i386 numbers, 32-bit arguments */

void signal_restorer(void);

#endif
