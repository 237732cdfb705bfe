/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's timer: SIGALRM once, or again and again. It counts real time; no
 * time of the CPU's is kept, so there is no ITIMER_VIRTUAL and no ITIMER_PROF.
 */

#include "more/more.h"
#include <asm/errno.h>
#include <linux/signal.h>
#include <linux/time.h>
#include "cpu_ops.h"
#include "dev/alarm.h"
#include "dev/timer.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"
#include "task/task.h"

#define MICROSECONDS 1000000ull
#define SECONDS_MAX (1ull << 30) /* of a timer: more is as good as never */
/* Signals a second, at most: a program that asks for more still gets on. */
#define RATE_MAX 20000

static u64 *interval(void)
{
	return &current_task()->signals.itimer_interval;
}

/* Linux's struct itimerval: the interval, then the time that is left. */
struct itimer {
	s64 interval_seconds, interval_micros;
	s64 seconds, micros;
};

static u64 to_ticks(s64 seconds, s64 micros, u64 hz)
{
	if ((u64)seconds > SECONDS_MAX)
		seconds = SECONDS_MAX;
	return seconds * hz + micros * hz / MICROSECONDS;
}

static void to_time(u64 ticks, u64 hz, s64 *seconds, s64 *micros)
{
	*seconds = ticks / hz;
	*micros = ticks % hz * MICROSECONDS / hz;
}

/* What is left: never 0 while it runs. Interrupts off. */
static u64 left(void)
{
	u64 end = alarm_time(ALARM_ITIMER), now = rdtsc();

	if (!end)
		return 0;
	return end > now ? end - now : 1;
}

static struct itimer read_timer(u64 hz)
{
	struct itimer timer;

	to_time(*interval(), hz, &timer.interval_seconds,
		&timer.interval_micros);
	to_time(left(), hz, &timer.seconds, &timer.micros);
	if (left() && !timer.seconds && !timer.micros)
		timer.micros = 1;
	return timer;
}

/* 0 stops it. Interrupts off. */
static void start(u64 ticks, u64 new_interval)
{
	*interval() = ticks ? new_interval : 0;
	alarm_set(ALARM_ITIMER, ticks ? rdtsc() + ticks : 0);
}

void itimer_expired(void)
{
	u64 least = timer_tsc_hz() / RATE_MAX;
	u64 ticks = *interval() < least ? least : *interval();

	signal_send(SIGALRM, SI_KERNEL);
	if (*interval())
		alarm_set(ALARM_ITIMER, rdtsc() + ticks);
}

static bool valid(s64 seconds, s64 micros)
{
	return seconds >= 0 && micros >= 0 && micros < (s64)MICROSECONDS;
}

SYSCALL_DEFINE2(getitimer, u32, which, u64, user)
{
	struct itimer timer;
	u64 hz;

	if (which != ITIMER_REAL)
		return -EINVAL;
	local_irq_disable();
	hz = timer_tsc_hz();
	if (hz)
		timer = read_timer(hz);
	local_irq_enable();
	if (!hz)
		return -EINVAL;
	return copy_to_user(user, &timer, sizeof(timer)) ? 0 : -EFAULT;
}

/* No new one is as one of 0, as on Linux. */
SYSCALL_DEFINE3(setitimer, u32, which, u64, new_user, u64, old_user)
{
	struct itimer new = { 0 }, old;
	u64 hz;

	if (new_user && !copy_from_user(&new, new_user, sizeof(new)))
		return -EFAULT;
	if (which != ITIMER_REAL || !valid(new.seconds, new.micros) ||
	    !valid(new.interval_seconds, new.interval_micros))
		return -EINVAL;
	local_irq_disable();
	hz = timer_tsc_hz();
	if (hz) {
		old = read_timer(hz);
		start(to_ticks(new.seconds, new.micros, hz),
		      to_ticks(new.interval_seconds, new.interval_micros, hz));
	}
	local_irq_enable();
	if (!hz)
		return -EINVAL;
	return old_user && !copy_to_user(old_user, &old, sizeof(old)) ?
		       -EFAULT :
		       0;
}

/* Returns the seconds that were left, but not 0 if there was a timer. */
SYSCALL_DEFINE1(alarm, u32, seconds)
{
	struct itimer old = { 0 };
	u64 hz;

	local_irq_disable();
	hz = timer_tsc_hz();
	if (hz) {
		old = read_timer(hz);
		start(to_ticks(seconds, 0, hz), 0);
	}
	local_irq_enable();
	if ((!old.seconds && old.micros) ||
	    old.micros >= (s64)MICROSECONDS / 2)
		old.seconds++;
	return old.seconds;
}
