/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kinds of trace, of the CPU that the firmware started. Each has what a
 * call does before and after its handler, what a signal does, and what is
 * printed as a program ends.
 */
#ifndef RING0_TRACE_TRACE_H
#define RING0_TRACE_TRACE_H

#include "entry/dispatch.h"
#include "task/task.h"

struct trace_mode {
	/* false: there is no memory. */
	bool (*start)(void);
	void (*enter)(const struct pt_regs *regs);
	/* regs may be another call's by now; number is this one's. */
	void (*leave)(const struct pt_regs *regs, u32 number, s64 result,
		      u64 ticks);
	void (*signal)(const siginfo_t *info, bool is_fault);
	void (*end)(const struct task *task);
};

extern const struct trace_mode trace_strace, trace_summary,
	trace_events;

/* Returns size bytes, all 0. NULL: there is no memory. */
void *trace_alloc(u64 size);

/* Returns the gate's name, in a column of its own. */
const char *trace_gate(u8 gate, u8 abi);

#endif
