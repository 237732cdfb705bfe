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

/*
 * Halts until an interrupt comes, or a moment if there is no timer, and counts
 * that as nobody's time. Interrupts off.
 */
void wait_idle(bool timer);

/*
 * How long, in ticks of the TSC, the CPU has run the task or this thread of it:
 * ring 0's part is not told apart.
 */
u64 task_cpu_ticks(void);
u64 thread_cpu_ticks(void);

#endif
