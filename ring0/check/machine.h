/* SPDX-License-Identifier: BSD-2-Clause */
/* The CPU's state beside the general registers: all of it, by field. */
#ifndef RING0_CHECK_MACHINE_H
#define RING0_CHECK_MACHINE_H

#include "check/check.h"
#include "cpu/gdt.h"
#include "cpu/tss.h"

/* The tables that checks run with; experiment.c fills them for each. */
#define CHECK_GDT_ENTRIES 32
struct check_tables {
	struct idt idt;
	struct descriptor gdt[CHECK_GDT_ENTRIES];
	struct tss tss;
	u8 iomap[8 + 1]; /* ports 0 to 63, and the byte that ends it */
};
extern struct check_tables check_tables;

/* Selectors, CR0 to CR4, DRs and MSRs: all to seen, or those that differ. */
void machine_read(u64 *seen);
void machine_write(const u64 *give);

/* GDTR, IDTR and TR: to the checks' tables, with these limits; and back. */
void machine_enter(const u64 *give);
void machine_leave(void);

/* What machine_enter() found is what is there now. */
bool machine_tables_same(void);

#endif
