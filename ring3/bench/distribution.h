/* SPDX-License-Identifier: BSD-2-Clause */
/* How often each duration was seen, and what describes that in a line. */
#ifndef GATEHOUSE_RING3_BENCH_DISTRIBUTION_H
#define GATEHOUSE_RING3_BENCH_DISTRIBUTION_H

#include "types.h"

/* Durations from here on are counted as one; max has the longest. */
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
 * Of at least one sample. What is in the last bin counts as BINS; that is the
 * mode only if all are there, for it is not one duration.
 */
struct summary distribution_summary(const struct distribution *d);

/* In what steps all durations, and whatever is counted in step, are counted. */
u64 distribution_step(const struct distribution *d, u64 step);

/*
 * The histogram: columns counts, from..from + width - 1 and so on, so that the
 * last holds p99; the sum of what is beyond is in *beyond. Returns width.
 */
u64 distribution_columns(const struct distribution *d,
			 const struct summary *summary, u32 *column,
			 u32 columns, u32 *beyond);

#endif
