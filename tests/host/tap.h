/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TAP for the host tests. check() notes one case; result() prints one numbered
 * result for all cases since the last result, so a million of them are one
 * line. The first few cases that fail are shown in full.
 */
#ifndef GATEHOUSE_TAP_H
#define GATEHOUSE_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define TAP_SHOWN 5
#define TAP_SEED 0x6a7e40058e11ull

static unsigned int tap_results, tap_failed_results;
static unsigned long tap_cases, tap_failed_cases;
static uint64_t tap_random = TAP_SEED;

__attribute__((format(printf, 2, 3))) static inline bool
check(bool good, const char *format, ...)
{
	va_list args;

	tap_cases++;
	if (good || ++tap_failed_cases > TAP_SHOWN)
		return good;
	printf("# failed: ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	return good;
}

static inline void result(const char *name)
{
	bool good = tap_cases && !tap_failed_cases;

	if (!good)
		printf("# %lu of %lu cases failed\n", tap_failed_cases,
		       tap_cases);
	printf("%sok %u - %s (cases: %lu)\n", good ? "" : "not ", ++tap_results,
	       name, tap_cases);
	fflush(stdout);
	tap_failed_results += !good;
	tap_cases = tap_failed_cases = 0;
}

/* Prints the plan. Returns main()'s exit status. */
static inline int tap_end(void)
{
	printf("1..%u\n", tap_results);
	return tap_failed_results ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* xorshift64*, seeded by TAP_SEED: each run has the same numbers. */
static inline uint64_t random_number(void)
{
	tap_random ^= tap_random >> 12;
	tap_random ^= tap_random << 25;
	tap_random ^= tap_random >> 27;
	return tap_random * 0x2545f4914f6cdd1dull;
}

static inline uint64_t random_below(uint64_t end)
{
	return random_number() % end;
}

/* A number of 1 to 64 bits, each size as likely. */
static inline uint64_t random_of_any_size(void)
{
	unsigned int shift = (unsigned int)random_below(64);

	return random_number() >> shift;
}

/* Copies into a block of exactly size bytes: ASan reports a read past it. */
static inline void *exact_copy(const void *from, size_t size)
{
	void *copy = malloc(size);

	if (!copy)
		abort();
	return __builtin_memcpy(copy, from, size);
}

#endif
