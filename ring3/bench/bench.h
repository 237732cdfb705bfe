/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of bench: what it finds, how it samples, how it reports. */
#ifndef GATEHOUSE_RING3_BENCH_BENCH_H
#define GATEHOUSE_RING3_BENCH_BENCH_H

#include "cells.h"
#include "distribution.h"
#include "gatehouse.h"

/* The crossings of a run. An interrupt in one excludes all of the run. */
#define RUN 20

/* The runs of a cell that were excluded because something interrupted them. */
struct excluded {
	u32 runs;
	struct interruptions seen; /* in the excluded runs */
};

/* The clock's step, and what a reading of it takes. */
struct calibration {
	u64 base[BASES]; /* what is subtracted */
	u64 step;	 /* the clock moves by multiples of this */
	struct summary nops, adds;
};

struct result {
	const struct cell *cell; /* NULL: it was skipped */
	u32 wrong;		 /* crossings with a wrong result */
	bool no_tick;		 /* the timer does not interrupt */
	u32 samples;
	u32 runs; /* all, also the excluded ones */
	struct excluded excluded;
	struct summary summary;
};

/* world.c */
extern struct world {
	long pid;
	bool gatehouse; /* else Linux */
	u8 lacks;	/* NEED_* */
	bool counts, counts_smis; /* interruptions() is there; counts SMIs */
	bool tick_is_instruction; /* QEMU's -icount shift=0 */
	u64 tsc_mhz;		  /* 0: CPUID does not say */
} world;

/* The signal handler counts a fault and skips its instruction. */
extern struct faults {
	u64 caught;
	u32 length; /* the instruction's, in bytes */
} faults;

/* Fills in world, and prints what matters for the figures. */
void world_find(const u64 *auxv);
/* Returns why a cell with this need cannot be measured here; NULL: it can. */
const char *world_lacks(u8 need);
/* Sets the kernel up for a cell: a bare gate, the timer; and undoes that. */
void cell_begin(const struct cell *cell);
void cell_end(const struct cell *cell);
/* Makes anew what the cell's last crossing used up. */
void cell_renew(const struct cell *cell, struct call *call);
/* Uses a gate that is not the bare one. All 0 if the kernel does not count. */
struct interruptions interruptions_now(void);

/* sample.c. calibrate() comes first: it measures what is to be subtracted. */
extern struct distribution distribution; /* of the last cell sampled */
void calibrate(u32 samples);
/* Samples a cell into distribution, which may stay empty, and *result. */
void sample(struct result *result, const struct cell *cell, u32 samples);

/* report.c */
void report_method(u32 samples, const struct calibration *found);
/* Reports that the last run is excluded, and what interrupted it. */
void report_excluded(const struct result *result,
		     const struct interruptions *seen);
void report_row(const struct result *result, const struct distribution *d);
void report_skip(const struct cell *cell, const char *reason);
void report_table(const struct result *results, u32 count);

#endif
