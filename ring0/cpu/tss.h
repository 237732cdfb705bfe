/* SPDX-License-Identifier: BSD-2-Clause */
/* The 64-bit TSS: where the CPU finds a stack when it enters ring 0. */
#ifndef RING0_CPU_TSS_H
#define RING0_CPU_TSS_H

#include "types.h"

/* IST slots, 1 to 7; 0 means "no IST" in a gate. */
enum ist {
	IST_NONE,
	IST_DF,
	IST_NMI,
	IST_MC,
	IST_DB,
	IST_END,
};

struct tss {		     /* byte offset */
	u32 reserved0;	     /*   0 */
	u64 rsp[3];	     /*   4: RSP0 to RSP2 */
	u64 reserved1;	     /*  28 */
	u64 ist[7];	     /*  36: IST1 to IST7 */
	u64 reserved2;	     /*  92 */
	u16 reserved3;	     /* 100 */
	u16 iomap_base;	     /* 102: at the limit or past it, no I/O at all */
} __attribute__((packed));
_Static_assert(sizeof(struct tss) == 104, "64-bit TSS");
_Static_assert(offsetof(struct tss, ist) == 36, "IST1");
_Static_assert(offsetof(struct tss, iomap_base) == 102, "I/O map base");

#endif
