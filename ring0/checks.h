/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 looks at in itself before the first program runs. */
#ifndef RING0_CHECKS_H
#define RING0_CHECKS_H

#include "page_table.h"

u32 checks_count(void);
/* Each with a result. */
void checks_run(void);

/* true: no leaf of table, in either half, is writable and executable. */
bool check_no_writable_code(const struct page_table *table);

#endif
