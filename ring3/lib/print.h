/* SPDX-License-Identifier: BSD-2-Clause */
/* Output to the log: KTAP rows, and diagnostics that begin with "# ". */
#ifndef GATEHOUSE_RING3_PRINT_H
#define GATEHOUSE_RING3_PRINT_H

#include <stdbool.h>

/* As printf, by one write call. Cuts the text at PRINT_MAX - 1 bytes. */
#define PRINT_MAX 256
__attribute__((format(printf, 1, 2))) void print(const char *format, ...);

/* Prints "KTAP version 1" and the plan; the rows are then counted from 1. */
void ktap_plan(unsigned int rows);

/* Prints one row. Returns ok. */
bool ktap_row(bool ok, const char *name);
void ktap_skip(const char *name, const char *reason);

/* Returns main's result: 0 if no row failed and all planned rows were run. */
int ktap_end(void);

#endif
