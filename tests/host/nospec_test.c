/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * array_index_nospec(): all small indices and sizes, and those around each
 * power of two, whose sign or carry could deceive a mask.
 */
#include "lib/nospec.h"

#include "tap.h"

#define SMALL 70

static void check_one(u64 index, u64 size)
{
	u64 wanted = index < size ? index : 0;

	check(array_index_nospec(index, size) == wanted, "%lx below %lx",
	      index, size);
	check(array_index_mask_nospec(index, size) == (index < size ? ~0ul : 0),
	      "the mask of %lx below %lx", index, size);
}

static void test_small(void)
{
	u64 index, size;

	for (size = 0; size < SMALL; size++)
		for (index = 0; index < SMALL; index++)
			check_one(index, size);
	result("array_index_nospec: small indices and sizes");
}

static void test_powers(void)
{
	unsigned int i, j;
	u64 near_i, near_j;

	for (i = 0; i < 64; i++)
		for (j = 0; j < 64; j++)
			for (near_i = 0; near_i < 3; near_i++)
				for (near_j = 0; near_j < 3; near_j++)
					check_one((1ull << i) + near_i - 1,
						  (1ull << j) + near_j - 1);
	check_one(~0ull, ~0ull);
	result("array_index_nospec: around each power of two");
}

int main(void)
{
	test_small();
	test_powers();
	return tap_end();
}
