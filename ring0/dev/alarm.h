/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Alarms: an interrupt of this CPU's timer at a time. All are called with IF=0.
 */
#ifndef RING0_DEV_ALARM_H
#define RING0_DEV_ALARM_H

#include "types.h"

/* What one is for. Each has one time at most. */
enum alarm {
	ALARM_WAIT,   /* ends a wait */
	ALARM_ITIMER, /* a program's timer */
	ALARM_CPU,    /* one that counts the program's own time */
	ALARM_SLICE,  /* a thread's turn is over */
	ALARMS
};

/*
 * Has an interrupt come once the TSC has reached tsc, or with tick= at the tick
 * after it; 0: never mind. false: there is no timer.
 */
bool alarm_set(enum alarm alarm, u64 tsc);
/* Returns the time that was set, or 0 when that is over. */
u64 alarm_time(enum alarm alarm);
/* Unsets all. */
void alarms_end(void);

/* From now on that alarm calls function in its interrupt. */
void alarm_on(enum alarm alarm, void (*function)(void));

/* For timer.c: the tick is off, or an interrupt of the timer's came. */
void alarms_arm(void);
void alarms_end_due(void);

#endif
