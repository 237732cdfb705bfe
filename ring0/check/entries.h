/* SPDX-License-Identifier: BSD-2-Clause */
/* Items that give an entry of the GDT or IDT, by the fields of the manual. */
#ifndef RING0_CHECK_ENTRIES_H
#define RING0_CHECK_ENTRIES_H

#include "entry/idt.h"

/*
 * A segment of base 0 and limit ffffh, or fffffh with DESC_LIMIT_HIGH, in the
 * GDT's entry for that selector. Its attributes are the descriptor's bits 55:40
 * (SDM 3A, Segment Descriptors).
 */
#define GIVE_DESCRIPTOR(selector, type, flags)   \
	{ .op = OP_DESCRIPTOR, .entry = selector, \
	  .attributes = (flags) | (type) }
enum {
	DESC_WRITABLE = 1 << 1,	  /* of data */
	DESC_READABLE = 1 << 1,	  /* of code */
	DESC_CONFORMING = 1 << 2, /* of code */
	DESC_CODE_OR_DATA = 1 << 4,
	DESC_DPL3 = 3 << 5,
	DESC_DPL1 = 1 << 5,
	DESC_DPL2 = 2 << 5,
	DESC_PRESENT = 1 << 7,
	DESC_L = 1 << 13,
	DESC_D = 1 << 14,
	DESC_G = 1 << 15,
	DESC_LIMIT_HIGH = 0xf << 8, /* without it and G: 64 KiB */
	DESC_FLAT = DESC_CODE_OR_DATA | DESC_PRESENT | DESC_G |
		    DESC_LIMIT_HIGH,
};

/* The error code of a fault that is about a selector. */
#define SELECTOR_ERROR(selector) ((selector) & ~3)

/*
 * The IDT's gate of a vector: its code segment, and its bytes 4 and 5 (SDM 3A,
 * 64-Bit Mode IDT). Its offset is the vector's landing, or the one given.
 */
#define GIVE_GATE(vector, cs, bits) \
	{ .op = OP_GATE, .entry = vector, .selector = cs, .attributes = bits }
#define GIVE_GATE_OFFSET(vector, offset) \
	{ .op = OP_GATE_OFFSET, .entry = vector, .value = offset }
/* A call gate in the GDT: 16 bytes, so it takes the next entry, too. */
#define GIVE_CALL_GATE(slot, cs, bits, offset)                    \
	{ .op = OP_CALL_GATE, .entry = slot, .selector = cs, \
	  .attributes = bits, .value = offset }
/* The last 4 bytes of an entry of 16 bytes, which must be 0 in part. */
#define GIVE_UPPER(slot, bits) \
	{ .op = OP_UPPER, .entry = slot, .value = bits }
enum {
	GATE_IST1 = 1,
	GATE_IST2 = 2,
	GATE_IST3 = 3,
	GATE_TYPE_INTERRUPT = GATE_INTERRUPT << 8,
	GATE_TYPE_TRAP = 0xf << 8,
	GATE_TYPE_CALL = 0xc << 8,
	GATE_DPL3 = 3 << 13,
	GATE_PRESENT = 1 << 15,
};

#endif
