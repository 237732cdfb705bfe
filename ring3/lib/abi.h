/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ABI of the three gates, as ring 3 knows it: what each one takes, where,
 * and what a crossing must leave of all that was loaded.
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

/* An argument that travels where rsp points. */
#define AT_SP STATE_SP
#define ARGUMENTS 6

/* A gate, as ring 3 knows it. */
struct gate_info {
	const char *name;	 /* as the rows have it */
	const char *instruction; /* as assembly has it */
	void (*stub)(void);
	const u8 *at, *behind, *stepped; /* cross.h */
	u8 gate;			 /* enum gate: what ring 0 calls it */
	u8 entry;			 /* enum entry_point: its stub */
	bool compat;			 /* the caller is 32-bit code */
	bool ia32;			 /* its table is i386's */
	u8 arguments[ARGUMENTS];	 /* STATE_*, AT_SP: where they travel */
	u16 getpid, write, selftest;	 /* the numbers of its table */
};
extern const struct gate_info gates[WAYS];

/*
 * Why the CPU does not have this gate, NULL: it does. To be asked once faults
 * are caught (caught.h), for one gate can only be tried.
 */
const char *gate_lacks(enum call_way gate);

/* Loads SYSENTER's way back, behind it with the same rsp; no other needs it. */
void abi_name_return(enum call_way gate, struct machine_state *in);

/*
 * Loads argument n, from 0 to 5, wherever the gate has it: where in's rsp
 * points, if need be. Returns what its handler gets.
 */
u64 abi_put_argument(enum call_way gate, struct machine_state *in,
		     unsigned int n, u64 argument);

/*
 * What must come of in when the call's result is result, and what of pt_regs:
 * IP and FLAGS too. Right for any frame that the call has not changed.
 */
void abi_expect(enum call_way gate, const struct machine_state *in, u64 result,
		struct machine_state *expected);

/*
 * Takes out of *expected what the manuals leave open and the CPU has used: the
 * upper halves behind 32-bit code. They are what was expected, or 0; so nothing
 * of ring 0's is ever allowed there.
 */
void abi_allow(enum call_way gate, const struct machine_state *got,
	       struct machine_state *expected);

#endif
