/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers that differ from boot to boot and from call to call, and are not
 * secret: they come from the time-stamp counter.
 */
#ifndef GATEHOUSE_RANDOM_H
#define GATEHOUSE_RANDOM_H

#include "types.h"

static inline u64 random_u64(void)
{
	u32 low, high;
	u64 x;

	asm volatile("rdtsc" : "=a"(low), "=d"(high));
	/* SplitMix64's finalizer: each bit depends on each of the counter's. */
	x = (low | (u64)high << 32) + 0x9e3779b97f4a7c15;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

#endif
