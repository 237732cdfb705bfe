/* SPDX-License-Identifier: BSD-2-Clause */
/* Segment descriptors, of ring 0's GDT and of those on the way to it. */
#ifndef GATEHOUSE_DESCRIPTOR_H
#define GATEHOUSE_DESCRIPTOR_H

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

#endif
