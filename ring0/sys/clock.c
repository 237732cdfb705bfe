/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time, by the time-stamp counter. All clocks count from the machine's start,
 * since the date is not read. Sleeping is waiting: there is nobody else to run.
 */

#include <asm/errno.h>
#include <linux/time.h>
#include "cpu_ops.h"
#include "dev/timer.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"

#define NANOSECONDS 1000000000ull
#define MICROSECONDS 1000000ull
#define CLOCK_LAST CLOCK_TAI

/* 0: the machine has no clock to measure it by. */
static u64 tsc_hz(void)
{
	u64 hz;

	local_irq_disable();
	hz = timer_tsc_hz();
	local_irq_enable();
	return hz;
}

/* In units of 1/unit of a second, at most 10^9 of them. */
static u64 part_of_second(u64 ticks, u64 hz, u64 unit)
{
	return ticks % hz * unit / hz;
}

static long write_time(u64 user, u64 unit)
{
	u64 hz = tsc_hz(), ticks = rdtsc(), time[2];

	if (!hz)
		return -EINVAL;
	time[0] = ticks / hz;
	time[1] = part_of_second(ticks, hz, unit);
	return copy_to_user(user, time, sizeof(time)) ? 0 : -EFAULT;
}

SYSCALL_DEFINE2(clock_gettime, u32, clock, u64, user)
{
	return clock > CLOCK_LAST ? -EINVAL : write_time(user, NANOSECONDS);
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

	if (user && write_time(user, MICROSECONDS))
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

/* Reads ring 3's struct timespec, and waits until it is over, or until then. */
static long sleep(u64 user, bool absolute)
{
	u64 hz = tsc_hz(), start = absolute ? 0 : rdtsc();
	s64 time[2];

	if (!copy_from_user(time, user, sizeof(time)))
		return -EFAULT;
	if (time[0] < 0 || time[1] < 0 || time[1] >= (s64)NANOSECONDS)
		return -EINVAL;
	if (!hz)
		return -EINVAL;
	/* A time that does not fit will not come. */
	while ((rdtsc() - start) / hz < (u64)time[0] ||
	       ((rdtsc() - start) / hz == (u64)time[0] &&
		part_of_second(rdtsc() - start, hz, NANOSECONDS) <
			(u64)time[1]))
		cpu_relax();
	return 0;
}

SYSCALL_DEFINE2(nanosleep, u64, user, u64, rest)
{
	(void)rest; /* no signal comes meanwhile */
	return sleep(user, false);
}

SYSCALL_DEFINE4(clock_nanosleep, u32, clock, u32, flags, u64, user, u64, rest)
{
	(void)rest;
	if (clock > CLOCK_LAST)
		return -EINVAL;
	return sleep(user, flags & TIMER_ABSTIME);
}
