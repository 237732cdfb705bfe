/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * STAC and CLAC, which are #UD on a CPU without SMAP: each is a 3-byte NOP
 * with its place noted in .smap_sites, until smap_enable() writes it there.
 */
#ifndef RING0_CPU_SMAP_H
#define RING0_CPU_SMAP_H

#define INSN_CLAC 0xca010f /* 0f 01 ca, little endian */
#define INSN_STAC 0xcb010f /* 0f 01 cb */

#ifdef __ASSEMBLER__

.macro SMAP_SITE insn
771:	nopl	(%rax)
	.pushsection .smap_sites, "a"
	.long	771b - .
	.long	\insn
	.popsection
.endm

/* Clears RFLAGS.AC, so that access to ring 3's pages faults; no register. */
.macro CLAC
	SMAP_SITE INSN_CLAC
.endm

/* Sets it: for one access. */
.macro STAC
	SMAP_SITE INSN_STAC
.endm

#else
#include "types.h"

#define SMAP_SITE(insn)                              \
	asm volatile("771: nopl (%%rax)\n"           \
		     ".pushsection .smap_sites, \"a\"\n" \
		     ".long 771b - .\n"              \
		     ".long %c0\n"                   \
		     ".popsection\n"                 \
		     :                               \
		     : "i"(insn)                     \
		     : "memory", "cc")

static inline void stac(void)
{
	SMAP_SITE(INSN_STAC);
}

static inline void clac(void)
{
	SMAP_SITE(INSN_CLAC);
}

/* Writes the instructions. Must be done before CR4.SMAP is set. */
void smap_enable(void);
/* Sets *byte to what smap_enable() writes at va, if it writes there. */
void smap_byte(u64 va, u8 *byte);

#endif
#endif
