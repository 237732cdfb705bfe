/* SPDX-License-Identifier: BSD-2-Clause */
/* The log, in memory. */
#ifndef RING0_SAVE_RECORD_H
#define RING0_SAVE_RECORD_H

#include "types.h"

/* Begins to record. false: there is no memory for it. */
bool record_init(void);

/* Returns how many bytes are recorded. */
u64 record_size(void);

/*
 * Returns what is recorded, with a line instead of what is in its middle if
 * that is more than size bytes: a quarter of it is the beginning. *length:
 * bytes, about size at most. The next call overwrites it.
 */
const char *record_cut(u64 size, u64 *length);

#endif
