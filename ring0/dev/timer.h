/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tick: the local APIC's timer at the rate of the option tick=HZ. Off by
 * default, so that two runs of one machine print the same.
 */
#ifndef RING0_DEV_TIMER_H
#define RING0_DEV_TIMER_H

#include "boot_info.h"
#include "ptrace.h"

struct clock;

/* Starts the tick if tick= asks for one. Called with IF=0. */
void timer_init(const struct boot_info *boot);

/* Handles LOCAL_TIMER_VECTOR, which came at regs, in ring 0 or ring 3. */
void tick(const struct pt_regs *regs);

/*
 * Sets the tick's rate for the program that runs. 0: the rate that tick= says.
 * false: there is no timer. Called with IF=0.
 */
bool timer_set_rate(u32 hz);

/*
 * How often the time-stamp counter counts in a second, measured at the first
 * call. 0: no clock to measure it by. Called with IF=0.
 */
u64 timer_tsc_hz(void);

/* Returns what timer_tsc_hz() measured. NULL: there is no timer. */
const struct clock *timer_clock(void);

/*
 * Between these two no tick comes, whether IF is set or not. timer_pause() is
 * called with IF=0, but sets IF for 10 ms if the tick is on.
 */
void timer_pause(void);
void timer_resume(void);

/* Prints how many ticks came, and where; nothing if there was no tick. */
void timer_report(void);

/*
 * true: the timer fires once in one-shot mode, repeatedly in periodic mode, and
 * not at all when it is stopped. Called with IF=0, while no task runs; it sets
 * IF meanwhile.
 */
bool timer_works(void);

#endif
