/* SPDX-License-Identifier: BSD-2-Clause */
/* Values below 32 have a bucket each; above, 32 buckets a power of two. */

#include "trace/histogram.h"

#define STEP_BITS 5
_Static_assert(1 << STEP_BITS == HISTOGRAM_STEPS, "STEP_BITS");

static u32 bucket_of(u64 value)
{
	u32 top, index;

	if (value < HISTOGRAM_STEPS)
		return value;
	top = 63 - __builtin_clzll(value);
	index = (top - STEP_BITS) * HISTOGRAM_STEPS +
		(value >> (top - STEP_BITS));
	return index < HISTOGRAM_BUCKETS ? index : HISTOGRAM_BUCKETS - 1;
}

static u64 lowest_of(u32 bucket)
{
	u32 shift;

	if (bucket < 2 * HISTOGRAM_STEPS)
		return bucket;
	shift = bucket / HISTOGRAM_STEPS - 1;
	return (u64)(bucket % HISTOGRAM_STEPS + HISTOGRAM_STEPS) << shift;
}

void histogram_add(struct histogram *histogram, u64 value)
{
	if (!histogram->count || value < histogram->min)
		histogram->min = value;
	histogram->count++;
	histogram->sum += value;
	histogram->bucket[bucket_of(value)]++;
}

u64 histogram_quantile(const struct histogram *histogram, u32 per_mille)
{
	u64 wanted = (histogram->count * per_mille + 999) / 1000, seen = 0;
	u64 lowest;
	u32 i;

	for (i = 0; i < HISTOGRAM_BUCKETS; i++) {
		seen += histogram->bucket[i];
		if (!seen || seen < wanted)
			continue;
		lowest = lowest_of(i);
		return lowest < histogram->min ? histogram->min : lowest;
	}
	return 0;
}
