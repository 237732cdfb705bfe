/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of fuzz: random.c makes values; calls.c models what each call must
 * answer, with memory.c and ldt.c for the calls about memory and the LDT;
 * segments.c has the segment registers. trial.c makes a state of all these, and
 * of entries.c, far.c and frames.c once there is an LDT.
 */
#ifndef GATEHOUSE_FUZZ_H
#define GATEHOUSE_FUZZ_H

#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/task_size.h"

/* random.c: a seed gives the same values on every machine. */
void random_start(u64 seed);
u64 random_bits(void);
/* Returns 0 to limit - 1. */
u64 random_below(u64 limit);
/* Returns 64 random bits, or a corner value, which is likelier to find bugs. */
u64 random_value(void);

/*
 * Memory that calls may write. A random pointer may point into its first
 * SCRATCH_SIZE bytes; the reserve has room for what a call writes there.
 */
#define SCRATCH_SIZE 4096
#define SCRATCH_RESERVE 1024
extern u8 scratch[SCRATCH_SIZE + SCRATCH_RESERVE];
bool writable(u64 address, u64 size);

/* The program lies below this address, so no random pointer points there. */
#define LOWEST_RANDOM 0x1000000ul

/*
 * calls.c: puts a random number into rax, of a call that neither ends the
 * program nor writes to the log. Returns what it must answer when rsp is sp.
 */
s64 random_call(enum call_way gate, u64 sp, struct machine_state *in);
/*
 * Returns the low 32 bits of *word. Changes *word first if they would happen to
 * point to the program, or near it.
 */
u64 narrow(u64 *word);

/*
 * memory.c, ldt.c: aim_*() changes arguments so that the answer is known and
 * the program's own memory stays. answer_*() returns the answer; call it once
 * for each call made, since it keeps track of the memory.
 */
void aim_brk(u64 *argument);
void aim_mmap(u64 *argument);
void aim_munmap(u64 *argument);
void aim_mprotect(u64 *argument);
void aim_modify_ldt(u64 *argument);
s64 answer_brk(const u64 *argument);
s64 answer_mmap(const u64 *argument);
s64 answer_mmap2(const u64 *argument); /* i386's mmap */
s64 answer_munmap(const u64 *argument);
s64 answer_mprotect(const u64 *argument);
s64 answer_modify_ldt(const u64 *argument);

/* Prints which calls are left out. */
void tell_excluded(void);

/* The segment registers and, with FSGSBASE, the bases of FS and GS. */
struct segments {
	u64 ss; /* loaded; only int 0x80 gives it back */
	u64 ds, es, fs, gs;
	u64 fs_base, gs_base; /* 0 without FSGSBASE */
};
void random_segments(struct segments *segments);
void load_segments(const struct segments *segments);
/* Reads the current ones. */
void store_segments(struct segments *segments);

/* Adds to the expected bases what the call itself sets: arch_prctl does. */
void expect_bases(enum call_way gate, const struct machine_state *in,
		  s64 result, struct segments *expected);

/*
 * entries.c: ldt_start() makes an LDT. The others return the selector of an
 * entry, which they may make anew. big: the segment is 32-bit, else 16-bit.
 */
void ldt_start(void);
bool ldt_there(void);
void ldt_change_data(void);
u16 ldt_data(void); /* for ds, es, fs and gs */
/* used: ss:sp, and the memory around it, is what is at the flat address sp. */
u16 ldt_stack(u32 sp, bool used, bool *big);
/* The segment contains the address code; *base is 0 if flat. */
u16 ldt_code(u64 code, bool big, bool flat, u32 *base);

/* A segment that IRET refuses, and the exceptions that it raises for it. */
struct refused_segment {
	u16 selector;
	u8 as_cs, as_ss;
};
struct refused_segment ldt_refused(void);

/* far.c: a gate from a code segment that begins at base. */
struct far_stub {
	void (*stub)(void);
	const u8 *code, *after, *stepped; /* flat addresses */
};
struct far {
	const struct far_stub *stub; /* NULL: the crossing has none */
	u16 cs;
	u32 base;
};
/* gate: a COMPAT() one. With trap the stub keeps a stack for the signal. */
void far_choose(struct far *far, enum call_way gate, bool trap);
void far_expect(const struct far *far, enum call_way gate, u64 sp, s64 answer,
		struct machine_state *expected);
void far_cross(const struct far *far, u64 sp, bool trap);

/* One state: what is loaded, and what must be there after the crossing. */
struct trial {
	enum call_way gate;
	bool trap;  /* TF is set */
	bool frame; /* rt_sigreturn */
	u64 sp;
	struct far far; /* the call's code segment, or the frame's */
	struct caught signal; /* what must come; fuzz compares part of it */
	struct machine_state expected;
	enum call_way lands_as; /* for abi_allow() */
	bool loses_rsp;	    /* only esp comes back: ring0/entry/espfix.c */
	struct segments segments, expected_segments;
};
void trial_prepare(struct trial *trial);
/* frames.c: the call is rt_sigreturn. */
void frame_prepare(struct trial *trial);

#endif
