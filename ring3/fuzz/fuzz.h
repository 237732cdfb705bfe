/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of fuzz: random.c makes values; calls.c knows the calls, and what
 * each must answer, memory.c and ldt.c those about memory and the LDT;
 * segments.c what lies beside the general registers.
 */
#ifndef GATEHOUSE_FUZZ_H
#define GATEHOUSE_FUZZ_H

#include "../lib/abi.h"

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
s64 random_call(enum gate gate, u64 sp, struct machine_state *in);
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
void expect_bases(enum gate gate, const struct machine_state *in, s64 result,
		  struct segments *expected);

/* Ring 3's addresses are below it. */
u64 task_size(void);

#endif
