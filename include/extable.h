/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception table: instructions in ring 0 that may fault, and where to go
 * on when they do. Entries are 32-bit offsets from their own place.
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

/* An instruction, and where to go on: each from its own member's place. */
struct extable_entry {
	s32 from;
	s32 to;
};

/* One more table, [start, end): a module's. */
void extable_add(const struct extable_entry *start,
		 const struct extable_entry *end);

/* Where to go on after a fault at ip; 0: nowhere, it is a bug. */
u64 extable_fixup(u64 ip);

#endif
#endif
