/* SPDX-License-Identifier: BSD-2-Clause */
/* What trace=strace has of its CPU: strace.c fills it, and show.c prints it. */
#ifndef RING0_TRACE_TRACER_H
#define RING0_TRACE_TRACER_H

#include "task/task.h"
#include "trace/record.h"

/* At the start of the ring's memory. */
struct tracer {
	struct ring ring;
	u8 last_gate, last_abi; /* of the last of them */
	bool last_returned;   /* its handler came back */
	u64 returns[RETURN_REASONS]; /* this_cpu->returns of it, before it */
	u64 record[RECORD_MAX / sizeof(u64)]; /* the one in the making */
};

/*
 * How the last call returned: the one counter that is higher than before it.
 * NO_REASON: it has not, or not yet.
 */
u8 tracer_last_reason(void);

/* Prints all records, and how the task ended. */
void show_all(const struct tracer *tracer, const struct task *task);

#endif
