/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that wait for a signal. */

#include <asm/errno.h>
#include <linux/time.h>
#include "cpu_ops.h"
#include "mm/user_copy.h"
#include "sys/clock.h"
#include "sys/syscall.h"
#include "task/signal.h"
#include "task/task.h"
#include "task/wait.h"

#define SIGSET_SIZE 8 /* Linux's sigset_t: 64 signals */

SYSCALL_DEFINE0(pause)
{
	wait_until(WAIT_FOREVER);
	return -ERESTARTNOHAND;
}

/* With another mask; the handler returns to the one of before. */
SYSCALL_DEFINE2(rt_sigsuspend, u64, set, u64, sigset_size)
{
	u64 mask;

	if (sigset_size != SIGSET_SIZE)
		return -EINVAL;
	if (!copy_from_user(&mask, set, sizeof(mask)))
		return -EFAULT;
	signal_block_meanwhile(mask);
	wait_until(WAIT_FOREVER);
	return -ERESTARTNOHAND;
}

/*
 * Waits for one of set, which is not delivered to a handler. Another that is
 * due ends the wait.
 */
static u32 wait_and_take(u64 set, u64 until, siginfo_t *info)
{
	u64 blocked = current_task()->signals.blocked;
	u32 signal = signal_take(set, info);

	if (signal)
		return signal;
	signal_block(blocked & ~set);
	wait_until(until);
	signal_block(blocked);
	return signal_take(set, info);
}

SYSCALL_DEFINE4(rt_sigtimedwait, u64, set_user, u64, info_user, u64, time_user,
		u64, sigset_size)
{
	u64 set, until = WAIT_FOREVER;
	siginfo_t info;
	s64 time[2];
	u32 signal;

	if (sigset_size != SIGSET_SIZE)
		return -EINVAL;
	if (!copy_from_user(&set, set_user, sizeof(set)) ||
	    (time_user && !copy_from_user(time, time_user, sizeof(time))))
		return -EFAULT;
	if (time_user && !clock_end(time, rdtsc(), &until))
		return -EINVAL;
	signal = wait_and_take(set & ~SIGNALS_UNBLOCKABLE, until, &info);
	if (!signal)
		return signal_is_due() ? -EINTR : -EAGAIN;
	return info_user && !copy_to_user(info_user, &info, sizeof(info)) ?
		       -EFAULT :
		       (long)signal;
}
