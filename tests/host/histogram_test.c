/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The histogram's quantiles against those of the sorted values: never above,
 * and no more than 1/32 below.
 */
#include "trace/histogram.c"

#include <string.h>
#include "tap.h"

#define VALUES 999

static int ascending(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static void compare(u64 *value, u32 count)
{
	static const u32 per_mille[] = { 1, 10, 250, 500, 900, 990, 1000 };
	static struct histogram histogram;
	u64 exact, found;
	u32 i;

	memset(&histogram, 0, sizeof(histogram));
	for (i = 0; i < count; i++)
		histogram_add(&histogram, value[i]);
	qsort(value, count, sizeof(*value), ascending);
	check(histogram.min == value[0] && histogram.count == count, "least");
	for (i = 0; i < sizeof(per_mille) / sizeof(*per_mille); i++) {
		exact = value[(count * per_mille[i] + 999) / 1000 - 1];
		found = histogram_quantile(&histogram, per_mille[i]);
		check(found <= exact && exact - found <= exact / 32,
		      "%u per mille: %lu, not %lu", per_mille[i],
		      (unsigned long)found, (unsigned long)exact);
	}
}

int main(void)
{
	static struct histogram empty;
	u64 value[VALUES];
	u32 round, i;

	for (round = 0; round < 500; round++) {
		for (i = 0; i < VALUES; i++)
			value[i] = random_of_any_size() >> 24;
		compare(value, 1 + random_below(VALUES));
	}
	result("quantiles are those of the values, to 1/32");
	for (i = 0; i < 100000; i++) {
		value[0] = i;
		compare(value, 1);
	}
	result("each single value");
	check(histogram_quantile(&empty, 500) == 0, "none");
	histogram_add(&empty, ~0ull);
	check(histogram_quantile(&empty, 500) == ~0ull, "the largest");
	result("no value, and the largest");
	return tap_end();
}
