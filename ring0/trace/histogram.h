/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counts values by size, in fixed memory however many there are. A bucket is at
 * most 1/32 of its values wide, so a quantile is right to 3 %. Pure.
 */
#ifndef RING0_TRACE_HISTOGRAM_H
#define RING0_TRACE_HISTOGRAM_H

#include "types.h"

#define HISTOGRAM_STEPS 32 /* buckets for each power of two */
#define HISTOGRAM_BITS 40  /* what is larger is in the last bucket */
#define HISTOGRAM_BUCKETS ((HISTOGRAM_BITS - 4) * HISTOGRAM_STEPS)

struct histogram {
	u64 count;
	u64 min; /* exact */
	u64 sum;
	u32 bucket[HISTOGRAM_BUCKETS];
};

void histogram_add(struct histogram *histogram, u64 value);

/*
 * Returns the lowest value of the bucket where per_mille of all values are
 * reached, but no less than the least value. 0: there is none.
 */
u64 histogram_quantile(const struct histogram *histogram, u32 per_mille);

#endif
