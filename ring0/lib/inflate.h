/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inflates deflated data (RFC 1951), which may be hostile. Pure: it reads the
 * input, writes the output, and keeps nothing.
 */
#ifndef GATEHOUSE_INFLATE_H
#define GATEHOUSE_INFLATE_H

#include "types.h"

/* Bytes from where they come, and where they go. */
struct inflate_data {
	const u8 *input;
	u64 size;
	u64 next; /* of the input; afterwards: what follows, or what is bad */
	u8 *output;
	u64 capacity;
	u64 written; /* starts as 0 */
};

/*
 * Inflates from input[next] on. NULL: it came to the end of the last block.
 * Else what is wrong, and what was written means nothing. Takes about 2 KiB of
 * stack.
 */
const char *inflate(struct inflate_data *data);

#endif
