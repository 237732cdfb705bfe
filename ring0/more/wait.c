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

struct request {
	u64 set_user, info_user, sigset_size;
	s64 time[2];
	bool timed;
};

/* i386's siginfo of a signal that was sent, as far as it is not 0. */
static bool write_info(u64 user, const siginfo_t *info)
{
	const s32 narrow[sizeof(*info) / sizeof(s32)] = {
		info->si_signo, 0, info->si_code, info->si_pid,
	};

	return current_pt_regs()->abi == ABI_I386 ?
		       copy_to_user(user, narrow, sizeof(narrow)) :
		       copy_to_user(user, info, sizeof(*info));
}

static long wait_for(const struct request *r)
{
	u64 set, until = WAIT_FOREVER;
	siginfo_t info;
	u32 signal;

	if (r->sigset_size != SIGSET_SIZE)
		return -EINVAL;
	if (!copy_from_user(&set, r->set_user, sizeof(set)))
		return -EFAULT;
	if (r->timed && !clock_end(r->time, rdtsc(), &until))
		return -EINVAL;
	signal = wait_and_take(set & ~SIGNALS_UNBLOCKABLE, until, &info);
	if (!signal)
		return signal_is_due() ? -EINTR : -EAGAIN;
	return r->info_user && !write_info(r->info_user, &info) ? -EFAULT :
								  (long)signal;
}

SYSCALL_DEFINE4(rt_sigtimedwait, u64, set, u64, info, u64, time, u64,
		sigset_size)
{
	struct request r = { set, info, sigset_size, { 0 }, time };

	if (time && !copy_from_user(r.time, time, sizeof(r.time)))
		return -EFAULT;
	return wait_for(&r);
}

/* A time of 32 bits. */
COMPAT_SYSCALL_DEFINE4(rt_sigtimedwait_time32, u64, set, u64, info, u64, time,
		       u32, sigset_size)
{
	struct request r = { set, info, sigset_size, { 0 }, time };
	s32 narrow[2] = { 0 };

	if (time && !copy_from_user(narrow, time, sizeof(narrow)))
		return -EFAULT;
	r.time[0] = narrow[0];
	r.time[1] = narrow[1];
	return wait_for(&r);
}
