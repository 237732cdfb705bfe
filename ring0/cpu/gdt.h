/* SPDX-License-Identifier: BSD-2-Clause */
/* Segment descriptors, and the GDT that segment.h's worksheet dictates. */
#ifndef RING0_CPU_GDT_H
#define RING0_CPU_GDT_H

#include <asm/ldt.h>
#include "layout.h"
#include "segment.h"
#include "types.h"

/* A code or data segment descriptor (SDM vol. 3, "Segment Descriptors"). */
struct descriptor {
	u64 limit_low : 16;
	u64 base_low : 24;
	u64 type : 4; /* DESC_* */
	u64 s : 1;    /* 1: code or data, 0: system */
	u64 dpl : 2;
	u64 p : 1;
	u64 limit_high : 4;
	u64 avl : 1;
	u64 l : 1; /* 64-bit code */
	u64 d : 1; /* 32-bit code; data: big */
	u64 g : 1; /* the limit counts pages */
	u64 base_high : 8;
};
_Static_assert(sizeof(struct descriptor) == 8, "segment descriptor");

/* "Accessed" is set: the CPU never has to write to the GDT. */
#define DESC_CODE 0xb /* execute, read, accessed */
#define DESC_DATA 0x3 /* read, write, accessed */
#define DESC_ACCESSED 0x1
#define DESC_EXECUTABLE 0x8 /* of a segment: code */
#define DESC_TSS 0x9  /* 64-bit TSS, available */
#define DESC_LDT 0x2

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
