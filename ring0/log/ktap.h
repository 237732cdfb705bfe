/* SPDX-License-Identifier: BSD-2-Clause */
/* The results, as KTAP version 1, and the line that ends the log. */
#ifndef RING0_LOG_KTAP_H
#define RING0_LOG_KTAP_H

#include "types.h"

/* The version line and the plan: how many results will come. */
void ktap_plan(u32 results);

/* One result. format names it; a '#' in it starts KTAP's directive. */
__attribute__((format(printf, 2, 3))) void ktap_result(bool passed,
						       const char *format, ...);

/*
 * The totals and the end line, once. true: all of the plan passed, and nothing
 * panicked.
 */
bool ktap_end(bool panicked);

#endif
