/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ABI of the three gates, as ring 3 knows it: which registers each gate
 * takes, and what every register must hold after the crossing.
 */
#ifndef GATEHOUSE_RING3_ABI_H
#define GATEHOUSE_RING3_ABI_H

#include <asm/processor-flags.h>
#include "ring3/lib/cross.h"
#include "gatehouse.h"

/* The flags that popf can change in ring 3, TF aside. */
#define USER_FLAGS                                                             \
	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |       \
	 X86_EFLAGS_SF | X86_EFLAGS_DF | X86_EFLAGS_OF | X86_EFLAGS_NT |       \
	 X86_EFLAGS_AC | X86_EFLAGS_ID)
/* Those of them that rt_sigreturn takes from its frame. */
#define FRAME_FLAGS (USER_FLAGS & ~(X86_EFLAGS_NT | X86_EFLAGS_ID))
#define ALWAYS_FLAGS (X86_EFLAGS_FIXED | X86_EFLAGS_IF)

/* The ways into ring 0: a gate, and the mode of the code that takes it. */
enum call_way {
	BY_SYSCALL,
	BY_SYSENTER,
	BY_INT80,
	WAYS_64,
	BY_SYSCALL_32 = WAYS_64,
	BY_SYSENTER_32,
	BY_INT80_32,
	WAYS,
};

/* This argument travels in memory, where rsp points. */
#define AT_SP STATE_SP
#define ARGUMENTS 6

/* A gate, as ring 3 knows it. */
struct gate_info {
	const char *name;	 /* in the rows of the report */
	const char *instruction; /* in assembly */
	void (*stub)(void);
	const u8 *at, *after, *stepped; /* cross.h */
	u8 gate;			 /* enum gate: ring 0's name for it */
	u8 entry;			 /* enum entry_point: its stub */
	bool compat;			 /* the caller is 32-bit code */
	bool ia32;			 /* its table is i386's */
	u8 arguments[ARGUMENTS];	 /* STATE_*, AT_SP: where they travel */
	u16 getpid, write, selftest;	 /* their numbers in its table */
};
extern const struct gate_info gates[WAYS];

/*
 * Returns why the CPU does not have this gate, or NULL if it does. Call
 * catch_faults() first: SYSCALL from 32-bit code can only be tried.
 */
const char *gate_lacks(enum call_way gate);

/*
 * Loads the rip (the next instruction) and the rsp that SYSEXIT returns to.
 * Does nothing for the other gates, which save them.
 */
void abi_name_return(enum call_way gate, struct machine_state *in);

/*
 * Stores argument n (0 to 5) into the register that the gate has it in, or
 * into memory at in's rsp. Returns the value that the handler gets.
 */
u64 abi_put_argument(enum call_way gate, struct machine_state *in,
		     unsigned int n, u64 argument);

/*
 * Computes the state that a crossing from *in must leave in ring 3 when the
 * call's result is result. IP and FLAGS are pt_regs', too. Valid unless the
 * call itself changes pt_regs.
 */
void abi_expect(enum call_way gate, const struct machine_state *in, u64 result,
		struct machine_state *expected);

/*
 * Allows in *expected what the manuals leave undefined: after 32-bit code the
 * CPU may have cleared a register's upper half. Only 0 is allowed in its place,
 * so a value of ring 0's there is still a failure.
 */
void abi_allow(enum call_way gate, const struct machine_state *got,
	       struct machine_state *expected);

#endif
