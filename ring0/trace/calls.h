/* SPDX-License-Identifier: BSD-2-Clause */
/* Which call has which arguments, and what its result is. */
#ifndef RING0_TRACE_CALLS_H
#define RING0_TRACE_CALLS_H

#include "trace/arguments.h"

struct call {
	const char *name; /* the entry point's: "sys_openat" */
	const struct type *argument[SYSCALL_MAX_ARGS + 1]; /* to a NULL */
	/* Prints a result that is no error; NULL: it is a decimal number. */
	void (*print_result)(struct line *line, const struct record_call *call,
			     const struct record_return *back);
};

/*
 * Fills in *call for a number of abi's table. A call that calls.c does not list
 * is shown by the declaration of its arguments, from its metadata, and one that
 * has none by six numbers.
 */
void call_find(struct call *call, enum abi abi, u32 number);

/* Prints "openat", or "syscall_0x1f4". */
void call_print_name(struct line *line, enum abi abi, u32 number);

#endif
