/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unpacks an initramfs as Linux takes it (its buffer-format.rst): archives, one
 * after the other, compressed or not, with zeros around them. Pure.
 */
#ifndef GATEHOUSE_UNPACK_H
#define GATEHOUSE_UNPACK_H

#include "lib/inflate.h"

struct unpacked {
	/* Archives that are not compressed (lib/cpio.h), of whole entries. */
	const void *data;
	u64 size;
	u32 archives, files; /* how many are in data */

	/* The first error, after which nothing was unpacked. NULL: none. */
	const char *error;
	const char *compression; /* of the archive that has the error, or "" */
	u32 archive;		 /* that archive's number, from 1 */
	u64 offset;		 /* of the byte that is bad */
	bool inflated;		 /* true: offset counts inflated bytes */
};

/*
 * Unpacks the input. If nothing in it is compressed, the result's data are the
 * input; else they are the output. It takes about 12 KiB of stack.
 */
struct unpacked unpack(struct inflate_data *data);

#endif
