/* SPDX-License-Identifier: BSD-2-Clause */
/* Output to the log: KTAP rows, and diagnostics that begin with "# ". */
#ifndef GATEHOUSE_RING3_PRINT_H
#define GATEHOUSE_RING3_PRINT_H

#include <stdbool.h>

/* As printf, by one write call; what is behind PRINT_MAX bytes is cut off. */
#define PRINT_MAX 256
__attribute__((format(printf, 1, 2))) void print(const char *format, ...);

/* "KTAP version 1" and the plan; the rows that follow are counted from 1. */
void ktap_plan(unsigned int rows);

/* One row. name is printed as it stands. Returns ok. */
bool ktap_row(bool ok, const char *name);
void ktap_skip(const char *name, const char *reason);

/* What main returns: 0 if every row was ok and all of the plan was run. */
int ktap_end(void);

#endif
