/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads a gzip file (RFC 1952), which may be hostile. Pure. */
#ifndef GATEHOUSE_GZIP_H
#define GATEHOUSE_GZIP_H

#include "types.h"

/* What is wrong, and at which byte of the file. what NULL: nothing. */
struct gzip_error {
	const char *what;
	u64 offset;
};

/* It begins as a gzip file does. */
bool gzip_is(const void *data, u64 size);

/* Its bytes inflated, as its last word says, which may lie; 0: too short. */
u32 gzip_output_size(const void *data, u64 size);

/*
 * Inflates the file, one gzip member, into output, which has room for
 * gzip_output_size() bytes. When it succeeds, length and CRC-32 are what the
 * file says; else the output means nothing.
 */
struct gzip_error gzip_inflate(const void *data, u64 size, void *output);

/* The CRC-32 of a gzip file's trailer, of any bytes. */
u32 gzip_crc32(const void *data, u64 size);

#endif
