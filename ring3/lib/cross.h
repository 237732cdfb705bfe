/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One crossing under the magnifying glass: all 16 registers and RFLAGS are
 * loaded, one instruction is executed, and all are stored, bit for bit.
 * The numbers are indices into struct machine_state, for C and assembly;
 * the general registers are in the order in which instructions encode them.
 */
#ifndef GATEHOUSE_RING3_CROSS_H
#define GATEHOUSE_RING3_CROSS_H

/* Flags come first: cross.S stores them by a push that ends right there. */
#define STATE_FLAGS 0
#define STATE_AX 1
#define STATE_CX 2
#define STATE_DX 3
#define STATE_BX 4
#define STATE_SP 5
#define STATE_BP 6
#define STATE_SI 7
#define STATE_DI 8
#define STATE_R8 9
#define STATE_R9 10
#define STATE_R10 11
#define STATE_R11 12
#define STATE_R12 13
#define STATE_R13 14
#define STATE_R14 15
#define STATE_R15 16
/* Stored, not loaded. rip: of the instruction that was returned to. */
#define STATE_IP 17
#define STATE_CS 18
#define STATE_SS 19
#define STATE_WORDS 20

#define CROSS_STACK_SIZE 0x4000
#define CROSS_UNMAPPED 8 /* nothing can be mapped there */

#ifndef __ASSEMBLER__
#include "types.h"

struct machine_state {
	u64 word[STATE_WORDS];
};

extern const char *const state_names[STATE_WORDS];

/* Whether got is as expected; a diagnostic line for each word that is not. */
bool same_word(const char *where, const char *name, u64 expected, u64 got);
bool same_state(const struct machine_state *expected,
		const struct machine_state *got);

/* What cross() loads, and what it stores. */
extern struct machine_state cross_in, cross_out;

/* What the crossing's rsp may point into: [cross_stack, cross_stack_end). */
extern u8 cross_stack[], cross_stack_end[];

/* Not 0 from the loading to the storing: a fault then is the crossing's. */
extern u64 cross_caller_sp;

/* The instruction, the one behind it (a nop), and the one behind that. */
#define CROSS_LABELS(name)               \
	void name(void);                 \
	extern const u8 name##_at[];     \
	extern const u8 name##_behind[]; \
	extern const u8 name##_stepped[]

CROSS_LABELS(cross_syscall);
CROSS_LABELS(cross_sysenter);
CROSS_LABELS(cross_int80);
CROSS_LABELS(cross_ud2); /* comes back by way of a signal handler */
CROSS_LABELS(cross_page_fault); /* likewise: a write at CROSS_UNMAPPED */

/* The same from 32-bit code (compat.S). It notes in what code segment. */
CROSS_LABELS(compat_syscall);
CROSS_LABELS(compat_sysenter);
CROSS_LABELS(compat_int80);
extern u64 cross_compat_cs;

/* A place to be sent to that no gate returns to by itself: a nop too. */
extern const u8 cross_elsewhere[], cross_elsewhere_stepped[];

/* Where a fault handler sends a crossing that did not come back. */
extern const u8 cross_landing[];

/* stub: one of those. */
void cross(void (*stub)(void));

#endif
#endif
