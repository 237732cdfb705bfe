/* SPDX-License-Identifier: BSD-2-Clause */
/* How the current task waits: the CPU halts, and interrupts come. */
#ifndef RING0_TASK_WAIT_H
#define RING0_TASK_WAIT_H

#include "types.h"

#define WAIT_FOREVER (~0ull)

/*
 * Waits until the TSC has reached tsc, which is true, or a signal is due, which
 * is false: then the call returns one of signal.h's -ERESTART*, or -EINTR.
 * Called with IF=1.
 */
bool wait_until(u64 tsc);

#endif
