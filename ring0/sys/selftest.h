/* SPDX-License-Identifier: BSD-2-Clause */
/* selftest(): the call is the core's, what it does the module's (selftest/). */
#ifndef RING0_SYS_SELFTEST_H
#define RING0_SYS_SELFTEST_H

#include "entry/dispatch.h"

/* arguments[0] is enum selftest. Returns what the call returns. */
typedef long selftest_handler(const u64 arguments[SYSCALL_MAX_ARGS]);

/* After read_only_init(): from now on handler serves the call. */
void selftest_register(selftest_handler *handler);

#endif
