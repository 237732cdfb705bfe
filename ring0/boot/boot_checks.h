/* SPDX-License-Identifier: BSD-2-Clause */
/* Ring 0's checks of itself, whose results are in every log. */
#ifndef RING0_BOOT_BOOT_CHECKS_H
#define RING0_BOOT_BOOT_CHECKS_H

#include "types.h"

/* How many results they give in all. */
u32 boot_checks_count(void);
/* One result a check: before the first program runs, and after the last. */
void boot_checks_first(void);
void boot_checks_last(void);
/*
 * Makes those checks that look at one CPU alone on this one. Returns the name
 * of the first that fails, or NULL.
 */
const char *boot_checks_failed(void);

#endif
