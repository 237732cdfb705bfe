/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time, by the time-stamp counter. All clocks count from the machine's start,
 * since the date is not read.
 */

#include "sys/clock.h"
#include <asm/errno.h>
#include <linux/time.h>
#include "cpu_ops.h"
#include "dev/timer.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"
#include "task/task.h"
#include "vdso_data.h"
#include "task/wait.h"

/* From now on the vDSO can tell the time without a call. Interrupts off. */
static void tell_vdso(u64 hz)
{
	volatile struct vdso_data *data = current_task()->vdso_data;

	if (!data || data->tsc_hz == hz)
		return;
	data->seq++;
	data->tsc_hz = hz;
	data->seq++;
}

/* 0: the machine has no clock to measure it by. */
static u64 tsc_hz(void)
{
	u64 hz;

	local_irq_disable();
	hz = timer_tsc_hz();
	tell_vdso(hz);
	local_irq_enable();
	return hz;
}

/* In units of 1/unit of a second, at most 10^9 of them. */
static u64 part_of_second(u64 ticks, u64 hz, u64 unit)
{
	return ticks % hz * unit / hz;
}

static u64 ticks_of(u32 clock)
{
	if (clock == CLOCK_PROCESS_CPUTIME_ID)
		return task_cpu_ticks();
	return clock == CLOCK_THREAD_CPUTIME_ID ? thread_cpu_ticks() : rdtsc();
}

static long write_time(u64 user, u64 unit, u32 clock)
{
	u64 hz = tsc_hz(), ticks = ticks_of(clock), time[2];

	if (!hz)
		return -EINVAL;
	time[0] = ticks / hz;
	time[1] = part_of_second(ticks, hz, unit);
	return copy_to_user(user, time, sizeof(time)) ? 0 : -EFAULT;
}

SYSCALL_DEFINE2(clock_gettime, u32, clock, u64, user)
{
	return clock > CLOCK_LAST ? -EINVAL :
				    write_time(user, NANOSECONDS, clock);
}

SYSCALL_DEFINE2(clock_getres, u32, clock, u64, user)
{
	static const u64 resolution[2] = { 0, 1 };

	if (clock > CLOCK_LAST)
		return -EINVAL;
	return user && !copy_to_user(user, resolution, sizeof(resolution)) ?
		       -EFAULT :
		       0;
}

/* The time zone is Greenwich's. */
SYSCALL_DEFINE2(gettimeofday, u64, user, u64, zone)
{
	static const u32 greenwich[2];

	if (user && write_time(user, MICROSECONDS, CLOCK_REALTIME))
		return -EFAULT;
	return zone && !copy_to_user(zone, greenwich, sizeof(greenwich)) ?
		       -EFAULT :
		       0;
}

SYSCALL_DEFINE1(time, u64, user)
{
	u64 hz = tsc_hz(), seconds = hz ? rdtsc() / hz : 0;

	return user && !copy_to_user(user, &seconds, sizeof(seconds)) ?
		       -EFAULT :
		       (long)seconds;
}

u64 clock_ticks_of(u32 clock, u64 unit)
{
	u64 hz = tsc_hz(), ticks = ticks_of(clock);

	return hz ? ticks / hz * unit + part_of_second(ticks, hz, unit) : 0;
}

u64 clock_ticks(u64 unit)
{
	return clock_ticks_of(CLOCK_REALTIME, unit);
}

bool clock_end(const s64 time[2], u64 start, u64 *tsc)
{
	u64 hz = tsc_hz(), ticks;

	if (time[0] < 0 || time[1] < 0 || time[1] >= (s64)NANOSECONDS || !hz)
		return false;
	if (__builtin_mul_overflow((u64)time[0], hz, &ticks) ||
	    __builtin_add_overflow(ticks, time[1] * hz / NANOSECONDS, &ticks) ||
	    __builtin_add_overflow(ticks, start, tsc))
		*tsc = WAIT_FOREVER;
	return true;
}

/* Writes how much of a sleep was left. */
static long write_rest(u64 user, u64 until)
{
	u64 hz = tsc_hz(), now = rdtsc(), ticks = until > now ? until - now : 0;
	u64 rest[2] = { ticks / hz, part_of_second(ticks, hz, NANOSECONDS) };

	return user && !copy_to_user(user, rest, sizeof(rest)) ? -EFAULT :
								 -EINTR;
}

/* Until ring 3's struct timespec is over, or until then. */
static long sleep(u64 user, u64 rest, bool absolute)
{
	s64 time[2];
	u64 until;

	if (!copy_from_user(time, user, sizeof(time)))
		return -EFAULT;
	if (!clock_end(time, absolute ? 0 : rdtsc(), &until))
		return -EINVAL;
	if (wait_until(until))
		return 0;
	return absolute ? -ERESTARTNOHAND : write_rest(rest, until);
}

SYSCALL_DEFINE2(nanosleep, u64, user, u64, rest)
{
	return sleep(user, rest, false);
}

SYSCALL_DEFINE4(clock_nanosleep, u32, clock, u32, flags, u64, user, u64, rest)
{
	if (clock > CLOCK_LAST)
		return -EINVAL;
	return sleep(user, rest, flags & TIMER_ABSTIME);
}
