/* SPDX-License-Identifier: BSD-2-Clause */
/* The GDT that segment.h's worksheet dictates, and LDTs. */
#ifndef RING0_CPU_GDT_H
#define RING0_CPU_GDT_H

#include <asm/ldt.h>
#include "descriptor.h"
#include "layout.h"
#include "segment.h"
#include "types.h"

/* An LDT of the largest size, and where LDTR points to on each CPU. */
#define LDT_SIZE (LDT_ENTRIES * LDT_ENTRY_SIZE)
#define LDT_STRIDE 0x200000 /* of a page directory's entry */
#define CPU_LDT(number) (LDT_AREA + (number) * LDT_STRIDE)

#define TLS_ENTRIES 3 /* from SEL_TLS on */
#define GDT_ENTRIES ((SEL_LDT >> 3) + 2)

/*
 * A CPU's is read-only once read_only_init() is through, and a descriptor is
 * changed by read_only_patch() to its struct cpu's gdt: GDTR's alias shows it.
 */
struct gdt {
	struct descriptor entry[GDT_ENTRIES];
};

struct table_register { /* for LGDT and LIDT */
	u16 limit;
	u64 base;
} __attribute__((packed));
_Static_assert(sizeof(struct table_register) == 10, "GDTR");

struct cpu;

/* Fills cpu's GDT, loads it and every segment register. Not the TSS. */
void gdt_init(struct cpu *cpu);
/* Loads TR; then GDTR from base, where the same GDT is read-only. */
void gdt_load_tss(struct cpu *cpu, u64 base);

#endif
