/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TAP for the host tests. check() looks at one case; result() makes one
 * numbered result of all cases since the last, so that a million of them is
 * one line. The first few cases that fail are shown in full.
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

/* Prints the plan; returns main()'s result. */
static inline int tap_end(void)
{
	printf("1..%u\n", tap_results);
	return tap_failed_results ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* xorshift64*: the same numbers on each run, from TAP_SEED. */
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

/* Small and large numbers alike. */
static inline uint64_t random_of_any_size(void)
{
	unsigned int shift = (unsigned int)random_below(64);

	return random_number() >> shift;
}

/* A copy in a block of exactly size bytes: one byte too far is seen. */
static inline void *exact_copy(const void *from, size_t size)
{
	void *copy = malloc(size);

	if (!copy)
		abort();
	return __builtin_memcpy(copy, from, size);
}

#endif
