/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt gates, and the one IDT that all CPUs share. */
#ifndef RING0_ENTRY_IDT_H
#define RING0_ENTRY_IDT_H

#include "cpu/vectors.h"
#include "layout.h"
#include "types.h"

/* A 64-bit interrupt gate (SDM vol. 3, "64-Bit Mode IDT"). */
struct gate_descriptor {     /* byte offset */
	u16 offset_low;	     /*  0 */
	u16 selector;	     /*  2 */
	u16 ist : 3;	     /*  4 */
	u16 zero : 5;
	u16 type : 4;	     /*  5: GATE_* */
	u16 s : 1;
	u16 dpl : 2;
	u16 p : 1;
	u16 offset_middle;   /*  6 */
	u32 offset_high;     /*  8 */
	u32 reserved;	     /* 12 */
};
_Static_assert(sizeof(struct gate_descriptor) == 16, "64-bit gate");
_Static_assert(offsetof(struct gate_descriptor, offset_high) == 8, "offset");

#define GATE_INTERRUPT 0xe /* clears IF; a trap gate (0xf) would not */

struct idt {
	struct gate_descriptor gate[VECTORS];
} __attribute__((aligned(PAGE_SIZE)));
_Static_assert(sizeof(struct idt) == PAGE_SIZE, "the IDT is one page");

/* Read-only once read_only_init() is through: read_only_patch(). */
extern struct idt idt;

/* Fills all 256 gates, none with IST yet, and loads the IDT. */
void idt_init(void);
/*
 * #DB, NMI, #DF and #MC go to their own stacks, which exist now. IDTR points to
 * a read-only mapping of the IDT from here on.
 */
void idt_use_ist(void);
/* LIDT, with the IDT's limit. */
void idt_load(u64 base);

#endif
