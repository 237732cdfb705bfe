/* SPDX-License-Identifier: BSD-2-Clause */
/* The local APIC: interrupts that a CPU sends to itself, and its timer. */
#ifndef RING0_DEV_APIC_H
#define RING0_DEV_APIC_H

#include "types.h"

/*
 * Enables the APIC, in the mode that the firmware left (xAPIC or x2APIC) or in
 * x2APIC mode if x2apic=on asks for it. Masks every entry of the local vector
 * table except LINT1, which is the NMI pin on most boards.
 */
void apic_init(void);
/*
 * The same on a CPU that the boot CPU has started, in that one's mode. false:
 * it cannot be: its APIC is in x2APIC mode, and only a reset ends that.
 */
bool apic_init_other(void);
/*
 * Lets all pending interrupts come, but those that ring 0 has no handler for
 * because of their vector: below 32, and int 0x80's. Returns such a vector that
 * is pending, and holds it back with all of its class and below; else 0.
 */
u32 apic_accept_all(void);
/* Holds all back again but ring 0's own. */
void apic_accept_own(void);
/* true: every entry is masked, except those that ring 0 has set. */
bool apic_quiet(void);
/* true: there is a local APIC, and it is enabled. */
bool apic_present(void);
/* "xAPIC" or "x2APIC". */
const char *apic_mode(void);

/* Ends an interrupt: the APIC may deliver the next one up to its priority. */
void apic_eoi(void);
/* true: vector was delivered, and apic_eoi() has not ended it yet. */
bool apic_in_service(u32 vector);
/* Returns the error status register, and clears it. */
u32 apic_errors(void);

/* Returns the ID of this CPU's APIC. */
u32 apic_id(void);

/* What the interrupt command register takes (SDM vol. 3, "ICR"). */
#define APIC_ICR_ASSERT (1u << 14)
#define APIC_SEND_NMI (4u << 8 | APIC_ICR_ASSERT)
#define APIC_SEND_INIT (5u << 8 | APIC_ICR_ASSERT)
#define APIC_SEND_STARTUP(page) (6u << 8 | APIC_ICR_ASSERT | (page))

/* Sends it to the CPU of that ID. Returns once the APIC has it. */
void apic_send(u32 id, u32 command);
/* Send an interrupt, or an NMI, to this CPU. Return once the APIC has it. */
void apic_self_interrupt(u32 vector);
void apic_self_nmi(void);

enum apic_timer_mode {
	APIC_TIMER_ONE_SHOT,
	APIC_TIMER_PERIODIC,
};

/* Counts down from count at the input clock. At 0 it raises vector. */
void apic_timer_start(enum apic_timer_mode mode, u32 vector, u32 count);
/* Counts down from the highest count, and raises nothing at 0. */
void apic_timer_start_silent(void);
void apic_timer_stop(void);
/* The current count. */
u32 apic_timer_count(void);

#endif
