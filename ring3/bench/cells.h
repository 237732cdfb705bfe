/* SPDX-License-Identifier: BSD-2-Clause */
/* The cells of the table: what is measured, by which gate and return. */
#ifndef GATEHOUSE_RING3_BENCH_CELLS_H
#define GATEHOUSE_RING3_BENCH_CELLS_H

#include "timed.h"

/* What a cell needs that not every CPU or kernel has. */
enum need {
	NEED_NOTHING,
	NEED_INT80,    /* a kernel that serves i386 calls */
	NEED_SYSENTER, /* Gatehouse's convention, on a CPU that has it */
	NEED_SELFTEST, /* Gatehouse with selftest=on */
	NEED_BOTH,     /* the last two */
};

/* What a crossing must leave in rax. */
enum expected {
	EXPECT_PID,
	EXPECT_ENOSYS,
	EXPECT_ZERO,
	EXPECT_NUMBER, /* what was there: the stub does nothing */
	EXPECT_ANY,    /* a fault: its handler counts */
};

struct cell {
	const char *gate; /* one word each: the machine form */
	const char *call;
	const char *way; /* the return */
	timed_call *timed;
	u64 number;
	u64 argument[6];
	u8 need;     /* enum need */
	u8 expected; /* enum expected */
	u8 bare;     /* 1 + the gate (enum gate) that has a bare stub */
};

extern const struct cell cells[];
extern const u32 cell_count;

#endif
