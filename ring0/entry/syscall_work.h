/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What modules do with each call before its handler and after it, in the order
 * of Linux's syscall_trace_enter() and syscall_exit_work(). A task that has
 * such work finds one function in each row of the dispatch tables; for all
 * others the rows are the handlers, so no call asks.
 */
#ifndef RING0_ENTRY_SYSCALL_WORK_H
#define RING0_ENTRY_SYSCALL_WORK_H

#include "entry/dispatch.h"

struct task;

/* On entry in this order, and after the handler in the reverse one. */
enum syscall_work {
	SYSCALL_WORK_USER_DISPATCH,
	SYSCALL_WORK_STRACE, /* as the program sees its calls */
	SYSCALL_WORK_TRACER,
	SYSCALL_WORK_SECCOMP,
	SYSCALL_WORK_TRACEPOINT,
	SYSCALL_WORK_AUDIT,
	SYSCALL_WORKS,
};

enum work_verdict {
	CALL_GOES_ON,
	CALL_SKIPPED, /* *result is its result; all leave functions run */
	CALL_TAKEN,   /* the same, and none of them runs */
};

struct work_step {
	enum work_verdict (*enter)(const struct pt_regs *regs, long *result);
	/* regs may be another call's by now; number is this one's. */
	void (*leave)(const struct pt_regs *regs, u32 number, long *result);
};

/* After read_only_init(). Either function may be NULL. */
void syscall_work_set(enum syscall_work work, struct work_step step);

/*
 * From the next call on there is work, until syscall_work_end(); whoever writes
 * to rows of the tables does so before the one or after the other. On the CPU
 * that the firmware started alone: the tables are shared, and others only come
 * when the programs of init= are done.
 */
void syscall_work_start(void);
void syscall_work_end(void);

/* A task that has no work meanwhile; NULL: each has. */
void syscall_work_exempt(const struct task *task);

/*
 * SECCOMP_RET_TRACE: asks a tracer, if there is one, which may change the call.
 * data: the filter's. false: there is none.
 */
typedef bool seccomp_event_fn(u32 data);
extern seccomp_event_fn *seccomp_event;
void syscall_work_seccomp_event(seccomp_event_fn *function);

#endif
