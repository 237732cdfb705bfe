/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The prefix codes of deflated data (RFC 1951, 3.2.2). A code is made from the
 * lengths that the data give, and finds a symbol by the data's next bits. Pure.
 */
#ifndef GATEHOUSE_PREFIX_CODE_H
#define GATEHOUSE_PREFIX_CODE_H

#include "types.h"

#define MAX_CODE_BITS 15
#define MAX_SYMBOLS 288
/* One look at a table decodes a code up to this length; others are rare. */
#define TABLE_BITS 10

/*
 * A symbol is one word, so that one load finds all of it. Bits 7:0 are how many
 * bits its code and the extra bits after the code have, bits 15:8 how many the
 * code has alone, and bits 31:16 the value that the extra bits are added to. An
 * alphabet makes it without the code.
 */
#define SYMBOL(value, extra_bits) ((u32)(value) << 16 | (extra_bits))
/* No code begins with these bits. In the table: no short one does. */
#define NO_CODE SYMBOL(0xffff, 0)

struct prefix_code {
	u32 table[1 << TABLE_BITS];   /* symbols, by the next bits */
	u32 (*alphabet)(u32 i);	      /* returns the i-th symbol */
	u16 count[MAX_CODE_BITS + 1]; /* how many codes have each length */
	u16 order[MAX_SYMBOLS];	      /* the i's, sorted by their codes */
};

/*
 * Makes the code in which the i-th symbol has length[i] bits; 0: it has none.
 * Returns NULL, or what is wrong: there are more codes than these lengths leave
 * room for, or fewer, so that some bits would be no code. A single code of one
 * bit, or none, is no error: zlib writes them, and RFC 1951 allows them for
 * distances.
 */
const char *prefix_code_make(struct prefix_code *code, u32 (*alphabet)(u32),
			     const u8 *length, u32 symbols);

/* Finds a symbol bit by bit, if the table does not have its code. */
u32 prefix_code_long(const struct prefix_code *code, u64 bits);

/* Returns the symbol whose code the next bits, the lowest first, begin with. */
static inline u32 prefix_code_symbol(const struct prefix_code *code, u64 bits)
{
	u32 symbol = code->table[bits & ((1 << TABLE_BITS) - 1)];

	return likely(symbol < NO_CODE) ? symbol : prefix_code_long(code, bits);
}

/* Returns how many bits the symbol takes. */
static inline u32 symbol_bits(u32 symbol)
{
	return (u8)symbol;
}

/* Returns its value. bits are those by which it was found. */
static inline u32 symbol_value(u32 symbol, u64 bits)
{
	return (symbol >> 16) +
	       ((bits & ~(~0ull << (u8)symbol)) >> (u8)(symbol >> 8));
}

#endif
