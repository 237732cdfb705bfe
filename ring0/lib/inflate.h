/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inflates deflated data (RFC 1951), which may be hostile. Pure: it reads the
 * input, writes the output, and keeps nothing.
 */
#ifndef GATEHOUSE_INFLATE_H
#define GATEHOUSE_INFLATE_H

#include "types.h"

/*
 * What capacity must have beyond the data: a longest match is copied without a
 * look at what is left, and by words.
 */
#define INFLATE_SLACK (258 + 8)

/* Bytes from where they come, and where they go. */
struct inflate_data {
	const u8 *input;
	u64 size;
	u64 next; /* of the input; afterwards: what follows, or what is bad */
	u8 *output;
	u64 capacity;
	u64 written; /* what is inflated is appended to that */
	/*
	 * Called when capacity is too small: raises it, and output stays where
	 * it is; or returns why not. NULL: there is no more room.
	 */
	const char *(*more)(struct inflate_data *data);
};

/* Has capacity raised for size bytes more. NULL, or why not. */
const char *inflate_room(struct inflate_data *data, u64 size);

/*
 * Inflates from input[next] on. NULL: it came to the end of the last block.
 * Else what is wrong, and what was written means nothing. Takes about 10 KiB of
 * stack.
 */
const char *inflate(struct inflate_data *data);

#endif
