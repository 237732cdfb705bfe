/* SPDX-License-Identifier: BSD-2-Clause */
/* The cells of the table: each is a call, by one gate and one return. */
#ifndef GATEHOUSE_RING3_BENCH_CELLS_H
#define GATEHOUSE_RING3_BENCH_CELLS_H

#include "timed.h"

#define MAX_CELLS 40

/* What a cell may need that not every CPU or kernel has: a bit mask. */
enum need {
	NEED_NOTHING,
	NEED_INT80 = 1 << 0,	  /* the kernel serves i386 calls */
	NEED_SYSENTER = 1 << 1,	  /* Gatehouse, on a CPU with SYSENTER */
	NEED_SYSCALL_32 = 1 << 2, /* the CPU has it, the kernel returns it */
	NEED_SELFTEST = 1 << 3,	  /* Gatehouse with selftest=on */
};

/* What a crossing must leave in rax. */
enum expected {
	EXPECT_ANY,
	EXPECT_PID,
	EXPECT_ENOSYS,
	EXPECT_EBADF,
	EXPECT_ZERO,
	EXPECT_NUMBER, /* unchanged: the bare stub does nothing */
	EXPECT_GAP,    /* anything but 0: a gap was found */
	EXPECT_FAULT,  /* anything; the signal handler counts faults */
};

/* What is subtracted: the time that the same code takes without a crossing. */
enum base {
	BASE_64,
	BASE_32,
	BASE_STEP, /* one step of the loop that looks for a gap */
	BASES,
};

/* The page that a crossing uses up, at argument[0]; it is made anew before. */
enum renew {
	RENEW_NOTHING,
	RENEW_UNTOUCHED,
	RENEW_TOUCHED,
};

struct cell {
	const char *gate; /* gate, call and way are single words */
	const char *call;
	const char *way; /* the return */
	u64 number;
	u64 argument[6];
	u8 bits;     /* the caller's mode: 64 or 32 */
	u8 timed;    /* enum timed */
	u8 base;     /* enum base */
	u8 need;     /* enum need */
	u8 expected; /* enum expected */
	u8 renew;    /* enum renew */
	bool ldt;    /* the program must have one */
	u8 bare;     /* enum entry_point: which is bare; 0: none */
};

/* The cell measures a timer interrupt, so one must come. */
static inline bool waits_for_tick(const struct cell *cell)
{
	return cell->expected == EXPECT_GAP;
}

extern const struct cell cells[];
extern const u32 cell_count;

#endif
