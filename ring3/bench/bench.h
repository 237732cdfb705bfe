/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of bench: the world it finds, how it samples, how it reports. */
#ifndef GATEHOUSE_RING3_BENCH_BENCH_H
#define GATEHOUSE_RING3_BENCH_BENCH_H

#include "cells.h"
#include "distribution.h"
#include "gatehouse.h"

/* So many crossings follow on each other, and count only all together. */
#define RUN 20

/* What was left out of a cell, since something interrupted it. */
struct excluded {
	u32 runs;
	struct interruptions seen; /* in these runs */
};

/* What the clock is like, and what it takes itself. */
struct calibration {
	u64 base[BASES]; /* what is subtracted */
	u64 step;	 /* the clock moves by this, or more of these */
	struct summary nops, adds;
};

struct result {
	const struct cell *cell; /* NULL: it was skipped */
	u32 wrong;		 /* crossings that came back otherwise */
	bool no_tick;		 /* the timer does not interrupt */
	u32 samples;
	u32 runs; /* the excluded ones, too */
	struct excluded excluded;
	struct summary summary;
};

/* world.c */
extern struct world {
	long pid;
	bool gatehouse; /* and not Linux */
	u8 lacks;	/* NEED_* */
	bool tells, counts_smis;  /* what interruptions() does */
	bool tick_is_instruction; /* QEMU's -icount shift=0 */
	u64 tsc_mhz;		  /* 0: CPUID does not tell */
} world;

/* A fault is skipped, and counted. */
extern struct faults {
	u64 caught;
	u32 length; /* of the instruction */
} faults;

/* Finds out, and says what of it bears on the figures. */
void world_find(const u64 *auxv);
/* Why a cell that needs it (NEED_*) cannot be measured here; NULL: it can. */
const char *world_lacks(u8 need);
/* What the kernel has to be like for a cell; and as it was. */
void cell_begin(const struct cell *cell);
void cell_end(const struct cell *cell);
/* By a gate that is not the bare one. All 0, if the kernel does not tell. */
struct interruptions interruptions_now(void);

/* sample.c: what is subtracted is measured first, by calibrate(). */
extern struct distribution distribution; /* of what was sampled last */
void calibrate(u32 samples);
/* Samples a cell, into distribution, which may stay empty, and *result. */
void sample(struct result *result, const struct cell *cell, u32 samples);

/* report.c */
void report_method(u32 samples, const struct calibration *found);
/* The run that was the last one is, for what came. */
void report_excluded(const struct result *result,
		     const struct interruptions *seen);
void report_row(const struct result *result, const struct distribution *d);
void report_skip(const struct cell *cell, const char *reason);
void report_table(const struct result *results, u32 count);

#endif
