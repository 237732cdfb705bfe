/* SPDX-License-Identifier: BSD-2-Clause */
/* Results as KTAP version 1, and the line that ends the log. */
#ifndef RING0_LOG_KTAP_H
#define RING0_LOG_KTAP_H

#include "types.h"

/* Prints the version line and the plan. results: how many will come. */
void ktap_plan(u32 results);

/* Prints one result. format gives its name; in it '#' starts a directive. */
__attribute__((format(printf, 2, 3))) void ktap_result(bool passed,
						       const char *format, ...);

/*
 * Prints the totals and the end line; a second call prints nothing. Returns
 * true if every planned result came and passed, and ring 0 did not panic.
 */
bool ktap_end(bool panicked);

#endif
