/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 itself may no longer write: its code, constants, GDT and IDT. */
#ifndef RING0_CONFINE_H
#define RING0_CONFINE_H

#include "types.h"

/* Of a variable that is written before confine_init(), and never after it. */
#define RO_AFTER_INIT __attribute__((section(".bss..ro_after_init")))

/* Their aliases in the direct map become read-only. The gates are set up. */
void confine_init(void);

/* The same for [va, va + size) of ring 0's, mapped read-only. */
void confine_pages(u64 va, u64 size);

/* No other writable mapping of them is anywhere in ring 0's page tables. */
bool confine_holds(void);

#endif
