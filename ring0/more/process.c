/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls about a process and its CPU: there is one of each. */

#include <asm/errno.h>
#include <linux/times.h>
#include "cpu_ops.h"
#include "mm/user_copy.h"
#include "sys/clock.h"
#include "sys/syscall.h"
#include "task/task.h"

#define CLOCKS_PER_SECOND 100 /* Linux's USER_HZ, AT_CLKTCK */

/* Nothing is accounted for; the result is what passed since the start. */
SYSCALL_DEFINE1(times, u64, user)
{
	static const struct tms none;

	if (user && !copy_to_user(user, &none, sizeof(none)))
		return -EFAULT;
	return clock_ticks(CLOCKS_PER_SECOND);
}

static bool is_own(s32 pid)
{
	return !pid || (u32)pid == current_task()->pid;
}

SYSCALL_DEFINE3(sched_setaffinity, s32, pid, u32, size, u64, user)
{
	u64 mask = 0;

	if (size > sizeof(mask))
		size = sizeof(mask);
	if (!copy_from_user(&mask, user, size))
		return -EFAULT;
	if (!is_own(pid))
		return -ESRCH;
	return mask & 1 ? 0 : -EINVAL;
}

/* Returns how many bytes of the mask there are. */
SYSCALL_DEFINE3(sched_getaffinity, s32, pid, u32, size, u64, user)
{
	static const u64 mask = 1;

	if (size < sizeof(mask) || size % sizeof(mask))
		return -EINVAL;
	if (!is_own(pid))
		return -ESRCH;
	return copy_to_user(user, &mask, sizeof(mask)) ? (long)sizeof(mask) :
							 -EFAULT;
}
