/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 looks at in itself. */
#ifndef RING0_SELFTEST_BOOT_CHECKS_H
#define RING0_SELFTEST_BOOT_CHECKS_H

#include "lib/page_table.h"

u32 checks_count(void);
/* Each with a result: before the first program runs, and behind the last. */
void checks_run_first(void);
void checks_run_last(void);

/*
 * true: no leaf of table, from address 0 to last, is writable and executable.
 * Ring 0's half is the same in every table, and need be looked at but once.
 */
bool check_no_writable_code(const struct page_table *table, u64 last);

#endif
