/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of fuzz: random.c makes values; calls.c knows the calls, and what
 * each must answer, memory.c and ldt.c those about memory and the LDT;
 * segments.c what lies beside the general registers. trial.c makes a state of
 * them, with entries.c, far.c and frames.c once there is an LDT.
 */
#ifndef GATEHOUSE_FUZZ_H
#define GATEHOUSE_FUZZ_H

#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/task_size.h"

/* random.c: the same seed gives the same values, on every machine. */
void random_start(u64 seed);
u64 random_bits(void);
/* 0 to limit - 1. */
u64 random_below(u64 limit);
/* Any 64 bits, or a corner value: what is likeliest to break something. */
u64 random_value(void);

/*
 * Memory that calls may write. A random pointer may point into its first
 * SCRATCH_SIZE bytes; what a call writes there ends before the reserve does.
 */
#define SCRATCH_SIZE 4096
#define SCRATCH_RESERVE 1024
extern u8 scratch[SCRATCH_SIZE + SCRATCH_RESERVE];
bool writable(u64 address, u64 size);

/* Below it a value is no random pointer: the program lies there. */
#define LOWEST_RANDOM 0x1000000ul

/*
 * calls.c: puts a random number into rax, sees to it that the call neither
 * ends the program nor writes to the log, and says what it must answer when
 * rsp is sp.
 */
s64 random_call(enum call_way gate, u64 sp, struct machine_state *in);
/*
 * What 32 bits have of *word, which is changed if they would point to the
 * program, or near it, by chance.
 */
u64 narrow(u64 *word);

/*
 * memory.c, ldt.c: makes arguments such that the answer is known, and that the
 * program's own memory stays; and the answer, to be asked once a call made.
 */
void aim_brk(u64 *argument);
void aim_mmap(u64 *argument);
void aim_munmap(u64 *argument);
void aim_mprotect(u64 *argument);
void aim_modify_ldt(u64 *argument);
s64 answer_brk(const u64 *argument);
s64 answer_mmap(const u64 *argument);
s64 answer_mmap2(const u64 *argument); /* i386's */
s64 answer_munmap(const u64 *argument);
s64 answer_mprotect(const u64 *argument);
s64 answer_modify_ldt(const u64 *argument);

/* Says which calls are left out. */
void tell_excluded(void);

/* The data segments and, with FSGSBASE, the bases of FS and GS. */
struct segments {
	u64 ss; /* loaded; int 0x80 alone brings it back */
	u64 ds, es, fs, gs;
	u64 fs_base, gs_base; /* 0 without FSGSBASE */
};
void random_segments(struct segments *segments);
void load_segments(const struct segments *segments);
/* What stands there now. */
void store_segments(struct segments *segments);

/* The bases that the call just made sets by itself. */
void expect_bases(enum call_way gate, const struct machine_state *in,
		  s64 result, struct segments *expected);

/*
 * entries.c: makes an LDT, which is then there. Each of the others gives a
 * selector of an entry, which it may make anew: big, if 32-bit.
 */
void ldt_start(void);
bool ldt_there(void);
void ldt_change_data(void);
u16 ldt_data(void); /* for ds, es, fs and gs */
/* used: ss:sp is what flat addressing has at sp, and around it. */
u16 ldt_stack(u32 sp, bool used, bool *big);
/* code lies in it, from base; 0, if flat. */
u16 ldt_code(u64 code, bool big, bool flat, u32 *base);

/* IRET raises these for it. */
struct refused_segment {
	u16 selector;
	u8 as_cs, as_ss;
};
struct refused_segment ldt_refused(void);

/* far.c: a gate from a code segment of one's own, which begins at base. */
struct far_stub {
	void (*stub)(void);
	const u8 *code, *behind, *stepped; /* by flat addressing */
};
struct far {
	const struct far_stub *stub; /* NULL: it is not by one */
	u16 cs;
	u32 base;
};
/* gate: of 32-bit code. With trap, there is a stack for the signal. */
void far_choose(struct far *far, enum call_way gate, bool trap);
void far_expect(const struct far *far, enum call_way gate, u64 sp, s64 answer,
		struct machine_state *expected);
void far_cross(const struct far *far, u64 sp, bool trap);

/* One state: what is loaded, and what must be there behind the crossing. */
struct trial {
	enum call_way gate;
	bool trap;  /* TF is set */
	bool frame; /* rt_sigreturn */
	u64 sp;
	struct far far; /* the call's segment, or the one that a frame names */
	struct caught signal; /* what must come, as far as fuzz compares it */
	struct machine_state expected;
	enum call_way lands_as; /* for abi_allow() */
	bool loses_rsp;	    /* its upper half: see ring0/entry/espfix.c */
	struct segments segments, expected_segments;
};
void trial_prepare(struct trial *trial);
/* frames.c: the call is rt_sigreturn. */
void frame_prepare(struct trial *trial);

#endif
