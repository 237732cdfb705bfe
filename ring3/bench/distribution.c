/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The statistics. They are exact, since each duration has a bin of its own, and
 * need no square root, and no division but the histogram's.
 */
#include "distribution.h"
#include "lib/string.h"

void distribution_clear(struct distribution *d)
{
	memset(d, 0, sizeof(*d));
}

void distribution_add(struct distribution *d, u64 duration)
{
	d->samples++;
	d->seen[duration < BINS ? duration : BINS]++;
	if (duration > d->max)
		d->max = duration;
}

/* Returns the shortest duration that at least count samples do not exceed. */
static u64 quantile(const struct distribution *d, u32 count)
{
	u32 sum = d->seen[0];
	u64 at = 0;

	while (sum < count && at < BINS)
		sum += d->seen[++at];
	return at;
}

static u64 most_frequent(const struct distribution *d)
{
	u64 at, mode = 0;

	for (at = 1; at < BINS; at++)
		if (d->seen[at] > d->seen[mode])
			mode = at;
	return d->seen[mode] ? mode : BINS;
}

struct summary distribution_summary(const struct distribution *d)
{
	return (struct summary){
		.min = quantile(d, 1),
		.mode = most_frequent(d),
		.median = quantile(d, (d->samples + 1) / 2),
		.p99 = quantile(d, d->samples - d->samples / 100),
		.max = d->max,
	};
}

static u64 common_divisor(u64 a, u64 b)
{
	while (b) {
		u64 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

u64 distribution_step(const struct distribution *d, u64 step)
{
	u64 at;

	for (at = 1; at < BINS; at++)
		if (d->seen[at])
			step = common_divisor(at, step);
	return step;
}

u64 distribution_columns(const struct distribution *d,
			 const struct summary *summary, u32 *column,
			 u32 columns, u32 *beyond)
{
	u64 width = (summary->p99 - summary->min) / columns + 1;
	u64 at;

	memset(column, 0, columns * sizeof(*column));
	*beyond = d->samples;
	for (at = summary->min; at <= BINS; at++) {
		u64 index = (at - summary->min) / width;

		if (index >= columns)
			break;
		column[index] += d->seen[at];
		*beyond -= d->seen[at];
	}
	return width;
}
