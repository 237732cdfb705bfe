/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What selftest() does, as enum selftest (include/selftest.h) lists it. Each of
 * these returns what the call returns.
 */
#ifndef RING0_SELFTEST_HANDLERS_H
#define RING0_SELFTEST_HANDLERS_H

#include "selftest.h"

/*
 * break_ring0.c: what ring 0 must not do. It panics, unless the CPU lacks what
 * prevents it (-ENODEV). -EINVAL: no such test.
 */
long break_ring0(u32 what, u64 argument);

/* bare_gate.c: the gate just returns; ENTRY_NONE: all gates work. */
void bare_gate(enum entry_point bare);
/* Closes int 0x80's gate: not present. bare_gate() opens it. */
void close_int80(void);

/*
 * raise_interrupt.c: sends this CPU an interrupt. Returns the vector that came,
 * 0 if none did, with SELFTEST_IN_SERVICE if it had no EOI. -ENODEV: there is
 * no APIC; -EINVAL: it sends no such vector.
 */
long raise_interrupt(u64 vector);
/* The interrupt hook tells of each interrupt. */
void raise_interrupt_came(u32 vector);

/* stack.c: SELFTEST_STACK_DEPTH, and what a call leaves on its stack. */
long look_at_stack(u32 what, u64 argument);

/*
 * ring3_table.c: how many pages are wrong in it; -ENODEV: without pti=on, all
 * of ring 0's are.
 */
long look_at_ring3_table(void);

/* live_text.c: bytes of ring 0's code and constants that are not as built. */
u64 live_text_changes(void);

#endif
