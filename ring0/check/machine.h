/* SPDX-License-Identifier: BSD-2-Clause */
/* The CPU's state other than the general registers, by field. */
#ifndef RING0_CHECK_MACHINE_H
#define RING0_CHECK_MACHINE_H

#include "check/check.h"
#include "cpu/gdt.h"
#include "cpu/tss.h"

/* The tables that a check runs with. They are filled anew for each. */
#define CHECK_GDT_ENTRIES 32
struct check_tables {
	struct idt idt;
	struct descriptor gdt[CHECK_GDT_ENTRIES];
	struct tss tss;
	u8 iomap[8 + 1]; /* ports 0 to 63, and the byte that ends it */
};
extern struct check_tables check_tables;

/*
 * Data selectors, control registers, debug registers and MSRs: reads all of
 * them into seen; writes those that differ from give.
 */
void machine_read(u64 *seen);
void machine_write(const u64 *give);

/* Loads GDTR, IDTR and TR: the checks' tables and limits; ring 0's again. */
void machine_enter(const u64 *give);
void machine_leave(void);

/* Whether GDTR and IDTR are what machine_enter() found. */
bool machine_tables_same(void);

#endif
