/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The prefix codes of deflated data (RFC 1951, 3.2.2), made from the lengths
 * that it gives, and looked up by the next bits of it. Pure.
 */
#ifndef GATEHOUSE_PREFIX_CODE_H
#define GATEHOUSE_PREFIX_CODE_H

#include "types.h"

#define MAX_CODE_BITS 15
#define MAX_SYMBOLS 288
/* Codes up to this length are one look at a table; longer ones are rare. */
#define TABLE_BITS 10

/*
 * What a code stands for, in one word, which is looked up for each: the bits
 * that it and the extra bits after it take, the bits of the code alone << 8,
 * and << 16 the value that the extra bits, as a number, are added to.
 */
#define SYMBOL(value, extra_bits) ((u32)(value) << 16 | (extra_bits))
/* No code begins so, and no bits are taken; or the table has not so many. */
#define NO_CODE SYMBOL(0xffff, 0)

struct prefix_code {
	u32 table[1 << TABLE_BITS]; /* by the next bits */
	u32 (*alphabet)(u32 i);	       /* the symbol i, without its code */
	u16 count[MAX_CODE_BITS + 1];  /* codes by length */
	u16 order[MAX_SYMBOLS];	       /* of the symbols, that of their codes */
};

/*
 * Makes the code in which symbol i has length[i] bits, 0: none. NULL, or what
 * is wrong: more codes than there can be; or too few, so that some bits would
 * be no code. One code of one bit, or none at all, is still well: zlib writes
 * them, and RFC 1951 allows them for distances.
 */
const char *prefix_code_make(struct prefix_code *code, u32 (*alphabet)(u32),
			     const u8 *length, u32 symbols);

/* The symbol of a code that the table does not have; NO_CODE: none has it. */
u32 prefix_code_long(const struct prefix_code *code, u64 bits);

/* The symbol whose code the next bits, the lowest first, begin with. */
static inline u32 prefix_code_symbol(const struct prefix_code *code,
					u64 bits)
{
	u32 symbol = code->table[bits & ((1 << TABLE_BITS) - 1)];

	return likely(symbol < NO_CODE) ? symbol : prefix_code_long(code, bits);
}

static inline u32 symbol_bits(u32 symbol)
{
	return (u8)symbol;
}

/* With the extra bits, from the bits that its code was found in. */
static inline u32 symbol_value(u32 symbol, u64 bits)
{
	return (symbol >> 16) +
	       ((bits & ~(~0ull << (u8)symbol)) >> (u8)(symbol >> 8));
}

#endif
