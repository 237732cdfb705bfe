/* SPDX-License-Identifier: BSD-2-Clause */
/* Alarms share one timer, in one-shot mode; the tick needs it before them. */

#include "dev/alarm.h"
#include "cpu_ops.h"
#include "cpu/percpu.h"
#include "cpu/vectors.h"
#include "dev/apic.h"
#include "dev/clock.h"
#include "dev/timer.h"
#include "mm/read_only.h"

_Static_assert(ARRAY_SIZE(this_cpu->tick.alarm) == ALARMS, "alarms");

/* NULL: no module is there. */
static void (*on_alarm[ALARMS])(void) RO_AFTER_INIT
	__attribute__((aligned(32)));

/* 0: none is set. */
static u64 first_alarm(void)
{
	u64 first = 0;
	u32 alarm;

	for (alarm = 0; alarm < ALARMS; alarm++) /* 0 - 1 is the highest */
		if (alarm_time(alarm) - 1 < first - 1)
			first = alarm_time(alarm);
	return first;
}

/* To the first alarm, or for a second: the timer's count may hold no more. */
void alarms_arm(void)
{
	u64 first = first_alarm(), now = rdtsc(), ticks, counts;
	const struct clock *clock = timer_clock();

	if (this_cpu->tick.period || !clock)
		return;
	if (!first) {
		apic_timer_stop();
		return;
	}
	ticks = first > now ? first - now : 0;
	if (ticks > clock->tsc_hz)
		ticks = clock->tsc_hz;
	counts = 1 + ticks * clock->apic_hz / clock->tsc_hz;
	apic_timer_start(APIC_TIMER_ONE_SHOT, LOCAL_TIMER_VECTOR,
			 counts > UINT32_MAX ? UINT32_MAX : counts);
}

bool alarm_set(enum alarm alarm, u64 tsc)
{
	this_cpu->tick.alarm[alarm] = tsc;
	alarms_arm();
	return timer_clock();
}

u64 alarm_time(enum alarm alarm)
{
	return this_cpu->tick.alarm[alarm];
}

void alarms_end(void)
{
	u32 alarm;

	if (!first_alarm())
		return;
	for (alarm = 0; alarm < ALARMS; alarm++)
		this_cpu->tick.alarm[alarm] = 0;
	alarms_arm();
}

void alarm_on(enum alarm alarm, void (*function)(void))
{
	read_only_patch(&on_alarm[alarm], &function, sizeof(function));
}

static void end(enum alarm alarm, u64 now)
{
	u64 time = alarm_time(alarm);

	if (!time || time > now)
		return;
	this_cpu->tick.alarm[alarm] = 0;
	if (on_alarm[alarm])
		on_alarm[alarm]();
}

void alarms_end_due(void)
{
	u64 now = rdtsc();
	u32 alarm;

	if (!first_alarm())
		return;
	for (alarm = 0; alarm < ALARMS; alarm++)
		end(alarm, now);
	if (first_alarm())
		alarms_arm();
}
