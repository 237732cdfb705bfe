/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that serve 64-bit code, for handlers that only had to bring their
 * arguments into another form.
 */
#ifndef RING0_IA32_CALL_H
#define RING0_IA32_CALL_H

#include "entry/dispatch.h"

/* Calls handler (__x64_sys_NAME) as if SYSCALL had brought these. */
static inline long call_64(syscall_fn handler, u64 first, u64 second, u64 third,
			   u64 fourth)
{
	const struct pt_regs regs = {
		.gate = GATE_SYSCALL,
		.abi = ABI_X86_64,
		.di = first,
		.si = second,
		.dx = third,
		.r10 = fourth,
	};

	return handler(&regs);
}

#endif
