/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception table: instructions of ring 0 that may fault, and where ring 0
 * goes on if one does. Both are 32-bit offsets from their own addresses.
 */
#ifndef GATEHOUSE_EXTABLE_H
#define GATEHOUSE_EXTABLE_H

#ifdef __ASSEMBLER__

.macro EXTABLE from, to
	.pushsection .extable, "a"
	.balign	4
	.long	\from - .
	.long	\to - .
	.popsection
.endm

#else

#include "types.h"

#define EXTABLE(from, to)                        \
	".pushsection .extable, \"a\"\n"         \
	".balign 4\n"                            \
	".long " from " - .\n"                   \
	".long " to " - .\n"                     \
	".popsection\n"

/* The instruction, and where to go on: each relative to its own member. */
struct extable_entry {
	s32 from;
	s32 to;
};

/* Adds a module's table, [start, end). There are at most MODULES of them. */
void extable_add(const struct extable_entry *start,
		 const struct extable_entry *end);

/* Returns where to go on after a fault at ip. 0: no fault is expected there. */
u64 extable_fixup(u64 ip);

#endif
#endif
