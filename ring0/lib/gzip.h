/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads gzip files (RFC 1952), which may be hostile. Pure. */
#ifndef GATEHOUSE_GZIP_H
#define GATEHOUSE_GZIP_H

#include "lib/inflate.h"

/* It begins as a gzip file does. */
bool gzip_is(const void *data, u64 size);

/*
 * Inflates one gzip member, which begins at input[next], and checks it against
 * its length and CRC-32. NULL, and next is what follows it; or what is wrong,
 * and next where; what was written means nothing then. Takes about 8 KiB of
 * stack.
 */
const char *gzip_inflate(struct inflate_data *data);

/* The CRC-32 of a gzip file's trailer, of any bytes. */
u32 gzip_crc32(const void *data, u64 size);

#endif
