/* SPDX-License-Identifier: BSD-2-Clause */
/* The cells of the table: what is measured, by which gate and return. */
#ifndef GATEHOUSE_RING3_BENCH_CELLS_H
#define GATEHOUSE_RING3_BENCH_CELLS_H

#include "timed.h"

#define MAX_CELLS 32

/* What a cell needs that not every CPU or kernel has: any of these. */
enum need {
	NEED_NOTHING,
	NEED_INT80 = 1 << 0,	  /* a kernel that serves i386 calls */
	NEED_SYSENTER = 1 << 1,	  /* Gatehouse's, on a CPU that has it */
	NEED_SYSCALL_32 = 1 << 2, /* a CPU that has it, and a way back */
	NEED_SELFTEST = 1 << 3,	  /* Gatehouse with selftest=on */
};

/* What a crossing must leave in rax. */
enum expected {
	EXPECT_ANY,
	EXPECT_PID,
	EXPECT_ENOSYS,
	EXPECT_EBADF,
	EXPECT_ZERO,
	EXPECT_NUMBER, /* what was there: the stub does nothing */
	EXPECT_GAP,    /* not 0: it was found */
	EXPECT_FAULT,  /* whatever is there; its handler counts */
};

/* What is subtracted: what the same takes without a crossing. */
enum base {
	BASE_64,
	BASE_32,
	BASE_STEP, /* of the loop in which a gap is found */
	BASES,
};

struct cell {
	const char *gate; /* one word each: the machine form */
	const char *call;
	const char *way; /* the return */
	u64 number;
	u64 argument[6];
	u8 bits;     /* of the code that crosses */
	u8 timed;    /* enum timed */
	u8 base;     /* enum base */
	u8 need;     /* enum need */
	u8 expected; /* enum expected */
	u8 bare;     /* enum entry_point: the one that has a bare stub */
};

/* For a tick of the timer, and is what that takes from ring 3. */
static inline bool waits_for_tick(const struct cell *cell)
{
	return cell->expected == EXPECT_GAP;
}

extern const struct cell cells[];
extern const u32 cell_count;

#endif
