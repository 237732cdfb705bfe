/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HAZARD spectre-v1 (CVE-2017-5753): a CPU that mispredicts a test of bounds
 * reads past a table's end, at an index that ring 3 chose, and the cache tells
 * what was read. So each such index is masked by data flow, which no prediction
 * changes. LOAD_DISPATCH_ARGS (entry/entry.h) has CMOV for the call's number.
 */
#ifndef RING0_LIB_NOSPEC_H
#define RING0_LIB_NOSPEC_H

#include "types.h"

/* Returns ~0 if index is below size, and else 0, without a branch. */
static inline u64 array_index_mask_nospec(u64 index, u64 size)
{
	u64 mask;

	/* CMP sets CF if index is below; SBB is then 0 - 0 - CF. */
	asm volatile("cmpq %[size], %[index]\n"
		     "sbbq %[mask], %[mask]"
		     : [mask] "=r"(mask)
		     : [size] "er"(size), [index] "r"(index)
		     : "cc");
	return mask;
}

/*
 * Returns index, which a test before it has found below size; where the CPU
 * only guesses so, 0.
 */
static inline u64 array_index_nospec(u64 index, u64 size)
{
	return index & array_index_mask_nospec(index, size);
}

/* No instruction after it starts before the tests in front of it are done. */
static inline void barrier_nospec(void)
{
	asm volatile("lfence" : : : "memory");
}

#endif
