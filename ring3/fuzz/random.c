/* SPDX-License-Identifier: BSD-2-Clause */
/* Random values by SplitMix64 (Steele, Lea, Flood, 2014), and corner values. */
#include "fuzz.h"
#include "layout.h"
#include "segment.h"

u8 scratch[SCRATCH_SIZE + SCRATCH_RESERVE];
static u64 state;

void random_start(u64 seed)
{
	state = seed;
}

u64 random_bits(void)
{
	u64 z = state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

u64 random_below(u64 limit)
{
	return random_bits() % limit;
}

static const u64 corners[] = {
	0,
	1,
	-1ul,
	1ul << 31,
	(1ul << 31) - 1,
	1ul << 32,
	-1ul >> 32,
	-1ul << 31,
	TASK_SIZE_4_LEVEL - 1,
	TASK_SIZE_4_LEVEL,
	(1ul << 47) - 1,
	1ul << 47,
	-1ul << 47,
	TASK_SIZE_5_LEVEL,
	1ul << 56,
	-1ul << 56,
	1ul << 63,
	-1ul >> 1,
	DIRECT_MAP,
	IOREMAP_BASE,
	CPU_ENTRY_AREA,
	CPU_ENTRY_AREA + 4 * PAGE_SIZE,
	KERNEL_STACKS + 5 * PAGE_SIZE,
	RING0_LINK,
	RING0_LINK + PAGE_SIZE,
	SEL_KERNEL_CODE,
	SEL_USER_CODE,
};

/* Returns a pointer at which there is something, or where something ends. */
static u64 random_pointer(void)
{
	switch (random_below(4)) {
	case 0:
	case 1:
		return (u64)scratch + random_below(SCRATCH_SIZE);
	case 2:
		return (u64)cross_landing + random_below(64);
	default:
		return corners[random_below(ARRAY_SIZE(corners))] - 8 +
		       random_below(16);
	}
}

/* Returns some low bits, all 64, or low bits that are sign-extended. */
static u64 random_word(void)
{
	u64 bits = random_bits();
	unsigned int shift = random_below(64);

	bits = random_below(2) ? bits >> shift : (u64)((s64)bits >> shift);
	return bits < LOWEST_RANDOM ? bits | LOWEST_RANDOM : bits;
}

u64 random_value(void)
{
	switch (random_below(4)) {
	case 0:
		return corners[random_below(ARRAY_SIZE(corners))];
	case 1:
		return random_pointer();
	default:
		return random_word();
	}
}
