/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For libFuzzer: it calls LLVMFuzzerTestOneInput() with inputs that it changes
 * until they reach new code. A target aborts on an answer that cannot be right;
 * the sanitizers see each byte that is read or written outside.
 */
#ifndef GATEHOUSE_FUZZ_H
#define GATEHOUSE_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define must(condition)                                                 \
	do {                                                            \
		if (!(condition)) {                                     \
			fprintf(stderr, "%s:%d: must be: %s\n",         \
				__FILE__, __LINE__, #condition);        \
			abort();                                        \
		}                                                       \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads the input as numbers, and zeros when it is at its end. */
struct source {
	const uint8_t *next, *end;
};

static inline uint32_t take(struct source *source, uint32_t below)
{
	uint32_t value = 0, i;

	for (i = 0; i < 2 && source->next < source->end; i++)
		value = value << 8 | *source->next++;
	return value % below;
}

static inline int is_left(const struct source *source)
{
	return source->next < source->end;
}

#endif
