/* SPDX-License-Identifier: BSD-2-Clause */
/* landing.S: into the code under test, and out of whatever became of it. */
#ifndef RING0_CHECK_LANDING_H
#define RING0_CHECK_LANDING_H

#include "check/check.h"
#include "cpu/gdt.h"

/*
 * Loads the general registers, CS:RIP, SS:RSP and RFLAGS from give, and comes
 * back when the first event has landed, with those of that moment in
 * landing_seen, and EVENT, ERROR and HANDLER_*.
 */
void landing_enter(const u64 *give);

extern u64 landing_seen[FIELDS];
extern struct table_register landing_gdtr; /* what it comes back with */
extern u32 landing_nmis;		   /* NMIs that landed in this run */

/* Where the stubs of the landing page lead. */
void landing_event(void);    /* by call: the return address tells the vector */
void landing_nmi(void);	     /* the same */
void landing_lstar(void);    /* by jump */
void landing_cstar(void);
void landing_sysenter(void);

/*
 * Gives NMIs the landing's gate and stack again, whatever the check made of
 * them. landing.S calls it before the IRETQ that unblocks NMIs.
 */
void landing_settle(void);

/* An event after the first: the framework is broken, so it panics. */
__attribute__((noreturn)) void landing_unexpected(u64 stub, const u64 *frame);

#endif
