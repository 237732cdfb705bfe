/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inflates deflated data (RFC 1951), which may be hostile. Pure: it reads the
 * input, writes the output, and keeps nothing.
 */
#ifndef GATEHOUSE_INFLATE_H
#define GATEHOUSE_INFLATE_H

#include "types.h"

/*
 * How many bytes more than the data capacity must have: a match of the greatest
 * length is copied by words, without a look at the room that is left.
 */
#define INFLATE_SLACK (258 + 8)

struct inflate_data {
	const u8 *input;
	u64 size;
	u64 next; /* offset of the first byte that is not used yet, or is bad */
	u8 *output;
	u64 capacity;
	u64 written; /* bytes of output; more are appended to them */
	/*
	 * Raises capacity and leaves output where it is, or returns why not.
	 * It is called when capacity is too small. NULL: that is an error.
	 */
	const char *(*more)(struct inflate_data *data);
};

/* Has capacity raised, to size bytes more than written. NULL, or why not. */
const char *inflate_room(struct inflate_data *data, u64 size);

/*
 * Inflates from input[next] on, to the end of the last block. Returns NULL, or
 * what is wrong; the bytes that it has appended then mean nothing. It takes
 * about 10 KiB of stack.
 */
const char *inflate(struct inflate_data *data);

#endif
