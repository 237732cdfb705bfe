/* SPDX-License-Identifier: BSD-2-Clause */
/* Waiting for a time or a signal. */

#include "task/wait.h"
#include "cpu/percpu.h"
#include "cpu_ops.h"
#include "dev/alarm.h"
#include "task/task.h"

/* Without a timer nothing would end a halt. */
static void relax(bool timer)
{
	if (timer) {
		this_cpu->context = CONTEXT_IDLE;
		wait_for_interrupt();
		this_cpu->context = CONTEXT_KERNEL;
		return;
	}
	local_irq_enable();
	cpu_relax();
	local_irq_disable();
}

bool wait_until(u64 tsc)
{
	bool timer, signal;

	if (current_task()->threads)
		return current_task()->threads->wait(tsc);
	local_irq_disable();
	timer = alarm_set(ALARM_WAIT, tsc);
	while (!(signal = signal_is_due()) && rdtsc() < tsc)
		relax(timer);
	alarm_set(ALARM_WAIT, 0);
	local_irq_enable();
	return !signal;
}
