/* SPDX-License-Identifier: BSD-2-Clause */
/* How often each duration was seen, and the figures that summarise that. */
#ifndef GATEHOUSE_RING3_BENCH_DISTRIBUTION_H
#define GATEHOUSE_RING3_BENCH_DISTRIBUTION_H

#include "types.h"

/* Durations from here on share the last bin; max is the longest. */
#define BINS 0x20000

struct distribution {
	u32 samples;
	u64 max;
	u32 seen[BINS + 1];
};

struct summary {
	u64 min, mode, median, p99, max;
};

void distribution_clear(struct distribution *d);
void distribution_add(struct distribution *d, u64 duration);

/*
 * Needs at least one sample. A sample in the last bin counts as BINS, which is
 * the mode only if all samples are there, since that bin has many durations.
 */
struct summary distribution_summary(const struct distribution *d);

/* Returns the greatest common divisor of step and all durations. */
u64 distribution_step(const struct distribution *d, u64 step);

/*
 * Fills in the histogram. column[0] counts the durations from summary->min to
 * min + width - 1, and so on; the last column holds p99, and *beyond counts the
 * samples above it. Returns width.
 */
u64 distribution_columns(const struct distribution *d,
			 const struct summary *summary, u32 *column,
			 u32 columns, u32 *beyond);

#endif
