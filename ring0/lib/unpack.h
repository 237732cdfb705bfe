/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unpacks an initramfs as Linux takes it (its buffer-format.rst): archives, one
 * after the other, compressed or not, with zeros around them. Pure.
 */
#ifndef GATEHOUSE_UNPACK_H
#define GATEHOUSE_UNPACK_H

#include "lib/inflate.h"

struct unpacked {
	/* Archives that are not compressed, whole entries only (cpio.h). */
	const void *data;
	u64 size;
	u32 archives, files; /* that are in them */

	/* What is wrong after those; NULL: nothing. */
	const char *error;
	const char *compression; /* of the archive that it is in, or "" */
	u32 archive;		 /* its number, from 1 */
	u64 offset;		 /* which byte is bad */
	bool inflated;		 /* of what is inflated; false: of the input */
};

/*
 * Unpacks the input. Where nothing is compressed, the result lies in it; else
 * in the output, for which room is asked. Takes about 12 KiB of stack.
 */
struct unpacked unpack(struct inflate_data *data);

#endif
