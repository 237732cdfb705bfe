/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 looks at in itself. */
#ifndef RING0_SELFTEST_BOOT_CHECKS_H
#define RING0_SELFTEST_BOOT_CHECKS_H

#include "types.h"

u32 checks_count(void);
/* Each with a result: before the first program runs, and behind the last. */
void checks_run_first(void);
void checks_run_last(void);

#endif
