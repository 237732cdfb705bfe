/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's timers: a signal once, or again and again. One counts real time,
 * two the program's own; for these ring 0's part is not told apart.
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
#include "task/wait.h"

#define MICROSECONDS 1000000ull
#define SECONDS_MAX (1ull << 30) /* of a timer: more is as good as never */
/* Signals a second, at most: a program that asks for more still gets on. */
#define RATE_MAX 20000

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

static u64 now_of(u32 which)
{
	return which == ITIMER_REAL ? rdtsc() : task_cpu_ticks();
}

/* What is left: never 0 while it runs. Interrupts off. */
static u64 left(u32 which)
{
	u64 end = current_task()->signals.itimer[which].end;
	u64 now = now_of(which);

	if (!end)
		return 0;
	return end > now ? end - now : 1;
}

static struct itimer read_timer(u32 which, u64 hz)
{
	u64 interval = current_task()->signals.itimer[which].interval;
	struct itimer timer;

	to_time(interval, hz, &timer.interval_seconds, &timer.interval_micros);
	to_time(left(which), hz, &timer.seconds, &timer.micros);
	if (left(which) && !timer.seconds && !timer.micros)
		timer.micros = 1;
	return timer;
}

/*
 * The program's own time passes as the real one does at most, so an alarm may
 * come too early, and is set again.
 */
static void arm(void)
{
	u64 virtual = left(ITIMER_VIRTUAL), prof = left(ITIMER_PROF);
	u64 first = virtual - 1 < prof - 1 ? virtual : prof;

	alarm_set(ALARM_ITIMER, current_task()->signals.itimer[0].end);
	alarm_set(ALARM_CPU, first ? rdtsc() + first : 0);
}

/* 0 stops it. Interrupts off. */
static void start(u32 which, u64 ticks, u64 new_interval)
{
	struct signals *signals = &current_task()->signals;

	signals->itimer[which].interval = ticks ? new_interval : 0;
	signals->itimer[which].end = ticks ? now_of(which) + ticks : 0;
	arm();
}

static void expire(u32 which, u32 signal)
{
	struct signals *signals = &current_task()->signals;
	u64 least = timer_tsc_hz() / RATE_MAX;
	u64 interval = signals->itimer[which].interval;

	if (left(which) != 1)
		return;
	signals->itimer[which].end = 0;
	if (interval)
		signals->itimer[which].end =
			now_of(which) + (interval < least ? least : interval);
	signal_send(signal, SI_KERNEL);
}

void itimer_expired(void)
{
	expire(ITIMER_REAL, SIGALRM);
	expire(ITIMER_VIRTUAL, SIGVTALRM);
	expire(ITIMER_PROF, SIGPROF);
	arm();
}

static bool valid(s64 seconds, s64 micros)
{
	return seconds >= 0 && micros >= 0 && micros < (s64)MICROSECONDS;
}

static long get(u32 which, struct itimer *timer)
{
	u64 hz;

	if (which > ITIMER_PROF)
		return -EINVAL;
	local_irq_disable();
	hz = timer_tsc_hz();
	if (hz)
		*timer = read_timer(which, hz);
	local_irq_enable();
	return hz ? 0 : -EINVAL;
}

static long set(u32 which, const struct itimer *new, struct itimer *old)
{
	u64 hz;

	if (!valid(new->seconds, new->micros) ||
	    !valid(new->interval_seconds, new->interval_micros) ||
	    which > ITIMER_PROF)
		return -EINVAL;
	local_irq_disable();
	hz = timer_tsc_hz();
	if (hz) {
		*old = read_timer(which, hz);
		start(which, to_ticks(new->seconds, new->micros, hz),
		      to_ticks(new->interval_seconds, new->interval_micros,
			       hz));
	}
	local_irq_enable();
	return hz ? 0 : -EINVAL;
}

SYSCALL_DEFINE2(getitimer, u32, which, u64, user)
{
	struct itimer timer;
	long error = get(which, &timer);

	if (error)
		return error;
	return copy_to_user(user, &timer, sizeof(timer)) ? 0 : -EFAULT;
}

/* No new one is as one of 0, as on Linux. */
SYSCALL_DEFINE3(setitimer, u32, which, u64, new_user, u64, old_user)
{
	struct itimer new = { 0 }, old;
	long error;

	if (new_user && !copy_from_user(&new, new_user, sizeof(new)))
		return -EFAULT;
	error = set(which, &new, &old);
	if (error)
		return error;
	return old_user && !copy_to_user(old_user, &old, sizeof(old)) ?
		       -EFAULT :
		       0;
}

/* The same of i386 code: four words of 32 bits. */
static bool write_narrow(u64 user, const struct itimer *timer)
{
	const s32 narrow[] = { timer->interval_seconds, timer->interval_micros,
			       timer->seconds, timer->micros };

	return copy_to_user(user, narrow, sizeof(narrow));
}

COMPAT_SYSCALL_DEFINE2(getitimer, u32, which, u64, user)
{
	struct itimer timer;
	long error = get(which, &timer);

	if (error)
		return error;
	return write_narrow(user, &timer) ? 0 : -EFAULT;
}

COMPAT_SYSCALL_DEFINE3(setitimer, u32, which, u64, new_user, u64, old_user)
{
	struct itimer new, old;
	s32 narrow[4] = { 0 };
	long error;

	if (new_user && !copy_from_user(narrow, new_user, sizeof(narrow)))
		return -EFAULT;
	new = (struct itimer){ narrow[0], narrow[1], narrow[2], narrow[3] };
	error = set(which, &new, &old);
	if (error)
		return error;
	return old_user && !write_narrow(old_user, &old) ? -EFAULT : 0;
}

/* Returns the seconds that were left, but not 0 if there was a timer. */
SYSCALL_DEFINE1(alarm, u32, seconds)
{
	const struct itimer new = { .seconds = seconds };
	struct itimer old = { 0 };

	set(ITIMER_REAL, &new, &old);
	if ((!old.seconds && old.micros) ||
	    old.micros >= (s64)MICROSECONDS / 2)
		old.seconds++;
	return old.seconds;
}
