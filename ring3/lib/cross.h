/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One crossing: all 16 general registers and RFLAGS are loaded, one instruction
 * is executed, and all are stored. The STATE_ numbers are indices into struct
 * machine_state, for C and assembly. The general registers have the order in
 * which instructions encode them.
 */
#ifndef GATEHOUSE_RING3_CROSS_H
#define GATEHOUSE_RING3_CROSS_H

/* The flags come first: cross.S stores them by a push, which stays below. */
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
/* These are stored only. rip is the instruction that was returned to. */
#define STATE_IP 17
#define STATE_CS 18
#define STATE_SS 19
#define STATE_WORDS 20

#define CROSS_STACK_SIZE 0x4000
#define CROSS_UNMAPPED 8 /* an address at which nothing can be mapped */

#ifndef __ASSEMBLER__
#include "types.h"

struct machine_state {
	u64 word[STATE_WORDS];
};

extern const char *const state_names[STATE_WORDS];

/* Returns whether got is as expected; prints each word that is not. */
bool same_word(const char *where, const char *name, u64 expected, u64 got);
bool same_state(const struct machine_state *expected,
		const struct machine_state *got);

/* cross() loads cross_in and stores cross_out. */
extern struct machine_state cross_in, cross_out;

/* The stack for crossings, which an rsp may point into: the end is excluded. */
extern u8 cross_stack[], cross_stack_end[];

/* C's rsp during a crossing, else 0: so a fault is known as a crossing's. */
extern u64 cross_caller_sp;

/* _at: the instruction; _after: the nop after it; _stepped: after the nop. */
#define CROSS_LABELS(name)               \
	void name(void);                 \
	extern const u8 name##_at[];     \
	extern const u8 name##_after[];  \
	extern const u8 name##_stepped[]

CROSS_LABELS(cross_syscall);
CROSS_LABELS(cross_sysenter);
CROSS_LABELS(cross_int80);
CROSS_LABELS(cross_ud2);	/* its signal handler must skip it */
CROSS_LABELS(cross_page_fault); /* likewise: it writes to CROSS_UNMAPPED */
CROSS_LABELS(cross_touch);	/* it writes to rdi's address */

/*
 * The same from 32-bit code (compat.S). cross_compat_cs is the cs that the
 * crossing returned to.
 */
CROSS_LABELS(compat_syscall);
CROSS_LABELS(compat_sysenter);
CROSS_LABELS(compat_int80);
extern u64 cross_compat_cs;

/* A nop that no gate returns to by itself; a changed frame may. */
extern const u8 cross_elsewhere[], cross_elsewhere_stepped[];

/* A fault handler lets a crossing that faulted go on here. */
extern const u8 cross_landing[];

/* stub: one of the above. */
void cross(void (*stub)(void));

#endif
#endif
