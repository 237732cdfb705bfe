/* SPDX-License-Identifier: BSD-2-Clause */
/* Input that is read bit by bit, the lowest of each byte first (RFC 1951). */
#ifndef GATEHOUSE_BIT_STREAM_H
#define GATEHOUSE_BIT_STREAM_H

#include "lib/prefix_code.h"
#include "lib/unaligned.h"

struct bit_stream {
	const u8 *next, *end; /* the input that is left */
	const u8 *words_end;  /* from here on no whole word is left */
	u64 bits;	      /* read, but not used yet: the lowest is next */
	s64 count;	      /* of them; below 0: more were used than are */
};

/*
 * Reads on until there are at least 56 bits, or all that are left. After these
 * the bits are zeros; taking them makes count negative, and the next call then
 * returns false. It reads a word at once, and the bits that count leaves out
 * are read once more by the next call.
 */
static inline bool refill(struct bit_stream *s)
{
	if (likely(s->next < s->words_end)) {
		s->bits |= load_u64(s->next) << s->count;
		s->next += (63 - s->count) >> 3;
		s->count |= 56;
		return true;
	}
	for (; s->next < s->end && s->count < 56; s->count += 8)
		s->bits |= (u64)*s->next++ << s->count;
	return s->count >= 0;
}

static inline void skip_bits(struct bit_stream *s, u32 n)
{
	s->bits >>= n;
	s->count -= n;
}

/* The next n bits, n <= 16, as a number. */
static inline u32 take_bits(struct bit_stream *s, s64 n)
{
	u32 value;

	if (s->count < n)
		refill(s);
	value = s->bits & ((1u << n) - 1);
	skip_bits(s, n);
	return value;
}

/* Takes the next symbol and returns its value. Its bits must have been read. */
static inline u32 decode(struct bit_stream *s, const struct prefix_code *code)
{
	u64 bits = s->bits;
	u32 symbol = prefix_code_symbol(code, bits);

	skip_bits(s, symbol_bits(symbol));
	return symbol_value(symbol, bits);
}

/* Whole bytes that were read, but not used, are read again. */
static inline void give_bytes_back(struct bit_stream *s)
{
	if (s->count > 0)
		s->next -= s->count / 8;
	s->bits = s->count = 0;
}

#endif
