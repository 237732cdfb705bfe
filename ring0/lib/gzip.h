/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads gzip files (RFC 1952), which may be hostile. Pure. */
#ifndef GATEHOUSE_GZIP_H
#define GATEHOUSE_GZIP_H

#include "lib/inflate.h"

/* true: it begins as a gzip file does. */
bool gzip_is(const void *data, u64 size);

/*
 * Inflates the gzip member at input[next], and compares length and CRC-32 with
 * its trailer. Returns NULL, and next is the end of the member; or what is
 * wrong, and next says where. It takes about 11 KiB of stack.
 */
const char *gzip_inflate(struct inflate_data *data);

/* Returns the CRC-32 that a gzip file's trailer has. */
u32 gzip_crc32(const void *data, u64 size);

#endif
