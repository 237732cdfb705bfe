/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page that a started CPU begins on (trampoline.S): what the boot CPU fills
 * in, at its end. The page after it is the root of page tables for the way.
 */
#ifndef RING0_SMP_TRAMPOLINE_H
#define RING0_SMP_TRAMPOLINE_H

#include "layout.h"

#define TRAMPOLINE_DATA (PAGE_SIZE - 64) /* struct trampoline_data */
#define TRAMPOLINE_CR3 (TRAMPOLINE_DATA + 0)
#define TRAMPOLINE_CR4 (TRAMPOLINE_DATA + 4)
#define TRAMPOLINE_STACK (TRAMPOLINE_DATA + 8)
#define TRAMPOLINE_SELF (TRAMPOLINE_DATA + 16)
#define TRAMPOLINE_ENTRY (TRAMPOLINE_DATA + 24)
#define TRAMPOLINE_GDTR (TRAMPOLINE_DATA + 32)
#define TRAMPOLINE_JUMP_32 (TRAMPOLINE_DATA + 40)
#define TRAMPOLINE_JUMP_64 (TRAMPOLINE_DATA + 48)

#ifndef __ASSEMBLER__
#include "types.h"

struct far_pointer { /* of a 32-bit far jump */
	u32 offset;
	u16 selector;
} __attribute__((packed));

struct trampoline_data {
	u32 cr3; /* the second page */
	u32 cr4; /* PAE, and LA57 if ring 0 has it */
	u64 stack;
	u64 self;  /* struct member *, the argument of: */
	u64 entry; /* member_start() */
	struct {
		u16 limit;
		u32 base;
	} __attribute__((packed)) gdtr;
	u16 pad;
	struct far_pointer jump_32;
	u16 pad_32;
	struct far_pointer jump_64;
} __attribute__((packed));
#define TRAMPOLINE_ASSERT(member, at)                                       \
	_Static_assert(TRAMPOLINE_DATA +                                    \
			       offsetof(struct trampoline_data, member) ==  \
		       (at), #member)
TRAMPOLINE_ASSERT(cr3, TRAMPOLINE_CR3);
TRAMPOLINE_ASSERT(cr4, TRAMPOLINE_CR4);
TRAMPOLINE_ASSERT(stack, TRAMPOLINE_STACK);
TRAMPOLINE_ASSERT(self, TRAMPOLINE_SELF);
TRAMPOLINE_ASSERT(entry, TRAMPOLINE_ENTRY);
TRAMPOLINE_ASSERT(gdtr, TRAMPOLINE_GDTR);
TRAMPOLINE_ASSERT(jump_32, TRAMPOLINE_JUMP_32);
TRAMPOLINE_ASSERT(jump_64, TRAMPOLINE_JUMP_64);

/* trampoline.S: what is copied to the page, and its labels. */
extern const u8 trampoline[], trampoline_end[];
extern const u8 trampoline_32[], trampoline_64[], trampoline_gdt[];
#endif
#endif
