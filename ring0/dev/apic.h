/* SPDX-License-Identifier: BSD-2-Clause */
/* The local APIC: interrupts that this CPU gives itself, and its timer. */
#ifndef RING0_DEV_APIC_H
#define RING0_DEV_APIC_H

#include "types.h"

/*
 * Enables it in the mode that it is in (xAPIC or x2APIC; x2apic=on asks for the
 * latter), every entry of its local vector table masked but LINT1, which is NMI
 * on most boards.
 */
void apic_init(void);
/* All of them are masked still, but those that ring 0 has set. */
bool apic_quiet(void);
/* There is one, and it is enabled. */
bool apic_present(void);
const char *apic_mode(void);

/* The end of an interrupt: the next of its class, or below, may come. */
void apic_eoi(void);
/* It has come, and its end has not. */
bool apic_in_service(u32 vector);
/* What the error status register says, which is then empty. */
u32 apic_errors(void);

/* Raise one on this CPU. They come back when the APIC has taken it. */
void apic_self_interrupt(u32 vector);
void apic_self_nmi(void);

enum apic_timer_mode {
	APIC_TIMER_ONE_SHOT,
	APIC_TIMER_PERIODIC,
};

/* Counts down from count at the input clock, and raises vector at 0. */
void apic_timer_start(enum apic_timer_mode mode, u32 vector, u32 count);
/* Counts down from the highest value, and raises nothing. */
void apic_timer_start_silent(void);
void apic_timer_stop(void);
u32 apic_timer_count(void);

#endif
