/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tick: the local APIC's timer at the rate of the option tick=HZ. Off by
 * default, so that two runs of one machine print the same.
 */
#ifndef RING0_DEV_TIMER_H
#define RING0_DEV_TIMER_H

#include "boot_info.h"
#include "ptrace.h"

/* Starts what tick= asks for: then the timer is measured first. IF=0. */
void timer_init(const struct boot_info *boot);

/* LOCAL_TIMER_VECTOR came, and ring 0 or ring 3 was at regs. */
void tick(const struct pt_regs *regs);

/*
 * The tick's rate, for current_task(), or with 0 as tick= says. false: there
 * is no timer. Interrupts off.
 */
bool timer_set_rate(u32 hz);

/* No tick comes from here to timer_resume(), IF=1 or not. Called with IF=0. */
void timer_pause(void);
void timer_resume(void);

/* How many came, and where; nothing when tick= is off. */
void timer_report(void);

/*
 * The timer fires once in one-shot mode, again and again in periodic mode, and
 * not when it is stopped. It is measured, if it was not yet. From ring 0's own
 * context, IF=0.
 */
bool timer_works(void);

#endif
