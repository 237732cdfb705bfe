/* SPDX-License-Identifier: BSD-2-Clause */
/* observe: has the next crossing recorded (entry/exit_to_user.c does it). */

#include "cpu_ops.h"
#include "sys/syscall.h"
#include "task/task.h"
#include "mm/user_copy.h"

SYSCALL_DEFINE1(observe, u64, crossing)
{
	static const struct crossing none;
	struct task *task = current_task();

	if (crossing && !copy_to_user(crossing, &none, sizeof(none)))
		return -EFAULT;
	local_irq_disable();
	task->observe = crossing;
	task->observe_armed = false;
	if (crossing)
		work_set(WORK_OBSERVE);
	else
		work_clear(WORK_OBSERVE);
	local_irq_enable();
	return 0;
}
