/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The alphabets of deflated data (RFC 1951, 3.2.5). Each function returns the
 * i-th symbol of one (lib/prefix_code.h).
 */
#ifndef GATEHOUSE_DEFLATE_ALPHABET_H
#define GATEHOUSE_DEFLATE_ALPHABET_H

#include "types.h"

#define LAST_LITERAL 285 /* with a meaning */
#define LAST_DISTANCE 29
#define END_OF_BLOCK 256
#define LONGEST_MATCH 258
#define NO_MEANING 0xfffe /* the value of symbols that must not occur */

/* Literals are below END_OF_BLOCK, and lengths are added to it. */
u32 literal_or_length(u32 i);
u32 distance_of(u32 i);
/* The length of a code. */
u32 length_of_code(u32 i);

#endif
