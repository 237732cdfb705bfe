/* SPDX-License-Identifier: BSD-2-Clause */
/* Times of 32 bits, which end in 2038; those of 64 bits are the core's. */

#include "sys/clock.h"
#include "cpu_ops.h"
#include "ia32/compat.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"
#include "task/signal.h"
#include "task/wait.h"

static struct compat_time compat_time_of(u64 time, u64 unit)
{
	return (struct compat_time){ time / unit, time % unit };
}

static long write_time(u64 user, u64 unit, u32 clock)
{
	u64 time = clock_ticks_of(clock, unit);
	const struct compat_time now = compat_time_of(time, unit);

	if (!time)
		return -EINVAL;
	return copy_to_user(user, &now, sizeof(now)) ? 0 : -EFAULT;
}

COMPAT_SYSCALL_DEFINE2(clock_gettime32, u32, clock, u64, user)
{
	return clock > CLOCK_LAST ? -EINVAL :
				    write_time(user, NANOSECONDS, clock);
}

COMPAT_SYSCALL_DEFINE2(clock_getres_time32, u32, clock, u64, user)
{
	static const struct compat_time resolution = { 0, 1 };

	if (clock > CLOCK_LAST)
		return -EINVAL;
	return user && !copy_to_user(user, &resolution, sizeof(resolution)) ?
		       -EFAULT :
		       0;
}

/* The time zone is Greenwich's. */
COMPAT_SYSCALL_DEFINE2(gettimeofday, u64, user, u64, zone)
{
	static const u32 greenwich[2];

	if (user && write_time(user, MICROSECONDS, CLOCK_REALTIME))
		return -EFAULT;
	return zone && !copy_to_user(zone, greenwich, sizeof(greenwich)) ?
		       -EFAULT :
		       0;
}

COMPAT_SYSCALL_DEFINE1(time32, u64, user)
{
	s32 seconds = clock_ticks(1);

	return user && !copy_to_user(user, &seconds, sizeof(seconds)) ?
		       -EFAULT :
		       seconds;
}

/* Writes how much of a sleep was left. */
static long write_rest(u64 user, u64 end)
{
	u64 now = clock_ticks(NANOSECONDS);
	const struct compat_time rest =
		compat_time_of(end > now ? end - now : 0, NANOSECONDS);

	return user && !copy_to_user(user, &rest, sizeof(rest)) ? -EFAULT :
								  -EINTR;
}

static long sleep(u64 user, u64 rest, bool absolute)
{
	u64 start = clock_ticks(NANOSECONDS), until;
	struct compat_time narrow;

	if (!copy_from_user(&narrow, user, sizeof(narrow)))
		return -EFAULT;
	if (!clock_end((s64[]){ narrow.seconds, narrow.rest },
		       absolute ? 0 : rdtsc(), &until))
		return -EINVAL;
	if (wait_until(until))
		return 0;
	if (absolute)
		return -ERESTARTNOHAND;
	return write_rest(rest, start + narrow.seconds * NANOSECONDS +
					narrow.rest);
}

COMPAT_SYSCALL_DEFINE2(nanosleep_time32, u64, user, u64, rest)
{
	return sleep(user, rest, false);
}

COMPAT_SYSCALL_DEFINE4(clock_nanosleep_time32, u32, clock, u32, flags, u64,
		       user, u64, rest)
{
	if (clock > CLOCK_LAST)
		return -EINVAL;
	return sleep(user, rest, flags & TIMER_ABSTIME);
}
