/* SPDX-License-Identifier: BSD-2-Clause */
/* Waiting for a time or a signal. */

#include "task/wait.h"
#include "cpu/percpu.h"
#include "cpu_ops.h"
#include "dev/alarm.h"
#include "task/task.h"

/* Without a timer nothing would end a halt. */
void wait_idle(bool timer)
{
	struct task *task = current_task();
	u64 start = rdtsc();

	task->idle_since = start;
	if (timer) {
		this_cpu->context = CONTEXT_IDLE;
		wait_for_interrupt();
		this_cpu->context = CONTEXT_KERNEL;
	} else {
		local_irq_enable();
		cpu_relax();
		local_irq_disable();
	}
	task->idle_since = 0;
	task->idle += rdtsc() - start;
	task->lost += rdtsc() - start;
}

/* While it halts, an interrupt may ask. */
static u64 ran(const struct task *task)
{
	return (task->idle_since ? task->idle_since : rdtsc()) - task->start;
}

u64 task_cpu_ticks(void)
{
	return ran(current_task()) - current_task()->idle;
}

u64 thread_cpu_ticks(void)
{
	return ran(current_task()) - current_task()->lost;
}

bool wait_until(u64 tsc)
{
	bool timer, signal;

	if (current_task()->threads)
		return current_task()->threads->wait(tsc);
	local_irq_disable();
	timer = alarm_set(ALARM_WAIT, tsc);
	while (!(signal = signal_is_due()) && rdtsc() < tsc)
		wait_idle(timer);
	alarm_set(ALARM_WAIT, 0);
	local_irq_enable();
	return !signal;
}
