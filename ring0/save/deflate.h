/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes gzip files (RFC 1952, RFC 1951). Pure. */
#ifndef RING0_SAVE_DEFLATE_H
#define RING0_SAVE_DEFLATE_H

#include "types.h"

/*
 * Compresses size bytes to one gzip member of at most room bytes. Returns its
 * size; 0: there is not enough room.
 */
u64 gzip_deflate(const void *input, u64 size, void *output, u64 room);

#endif
