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

/* All of the time is the program's: see getrusage. */
static u64 user_time(void)
{
	return clock_ticks_of(CLOCK_PROCESS_CPUTIME_ID, CLOCKS_PER_SECOND);
}

/* The result is what passed since the start. */
SYSCALL_DEFINE1(times, u64, user)
{
	const struct tms times = { .tms_utime = user_time() };

	if (user && !copy_to_user(user, &times, sizeof(times)))
		return -EFAULT;
	return clock_ticks(CLOCKS_PER_SECOND);
}

COMPAT_SYSCALL_DEFINE1(times, u64, user)
{
	const s32 times[4] = { user_time() };

	if (user && !copy_to_user(user, times, sizeof(times)))
		return -EFAULT;
	return (s32)clock_ticks(CLOCKS_PER_SECOND);
}

static bool is_own(s32 pid)
{
	return !pid || (u32)pid == current_task()->pid ||
	       (u32)pid == current_task()->tid;
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

/* size is a multiple of word. Returns how many bytes of the mask there are. */
static long get_affinity(s32 pid, u32 size, u64 user, u32 word)
{
	static const u64 mask = 1;

	if (size < word || size % word)
		return -EINVAL;
	if (!is_own(pid))
		return -ESRCH;
	return copy_to_user(user, &mask, word) ? (long)word : -EFAULT;
}

SYSCALL_DEFINE3(sched_getaffinity, s32, pid, u32, size, u64, user)
{
	return get_affinity(pid, size, user, sizeof(u64));
}

COMPAT_SYSCALL_DEFINE3(sched_getaffinity, s32, pid, u32, size, u64, user)
{
	return get_affinity(pid, size, user, sizeof(u32));
}
