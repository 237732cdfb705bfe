/* SPDX-License-Identifier: BSD-2-Clause */
/* How a call's result is shown. */
#ifndef RING0_TRACE_RESULTS_H
#define RING0_TRACE_RESULTS_H

#include "trace/line.h"
#include "trace/record.h"

/* true: Linux's -errno, whatever the call. */
static inline bool is_error(s64 result)
{
	return result < 0 && result >= -4095;
}

/* Prints "-1 ENOENT (No such file or directory)". */
void print_error(struct line *line, s64 result);

/* Of calls whose result is no plain decimal number. */
#define RESULT(name)                                                       \
	void result_##name(struct line *line, const struct record_call *call, \
			   const struct record_return *back)
RESULT(hex);
RESULT(int);
RESULT(octal);
RESULT(poll);
RESULT(fcntl);
RESULT(prctl);
RESULT(time);

#endif
