/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The decoder of deflated data, from the bottom up: bits, prefix codes, and
 * the three kinds of blocks. What goes wrong is noted where it is seen, and
 * each loop ends at that.
 */
#include "lib/inflate.h"

#include "lib/string.h"

#define MAX_CODE_BITS 15
#define LITERALS 288 /* literals, the end of a block, and lengths */
#define DISTANCES 32
#define LAST_LITERAL 285 /* with a meaning */
#define LAST_DISTANCE 29
#define LENGTH_CODES 19 /* the alphabet that code lengths come in */
#define REPEAT 16	/* the first of it that is not a length */
#define END_OF_BLOCK 256
#define LONGEST_MATCH 258

struct stream {
	struct inflate_data *data;
	u32 bits;  /* read, but not used yet: the lowest comes first */
	u32 count; /* of them; less than 8, but inside bits() */
	const char *what; /* is wrong; the first thing only */
};

/* A prefix code: its symbols in the order of their codes, by length. */
struct code {
	u16 count[MAX_CODE_BITS + 1];
	u16 symbol[LITERALS];
};

static u32 fail(struct stream *s, const char *what)
{
	if (!s->what)
		s->what = what;
	return 0;
}

static u32 next_byte(struct stream *s)
{
	if (s->data->next >= s->data->size)
		return fail(s, "it ends early");
	return s->data->input[s->data->next++];
}

/* The next n bits, n <= 16, as a number. */
static u32 bits(struct stream *s, u32 n)
{
	u32 value;

	while (s->count < n) {
		s->bits |= next_byte(s) << s->count;
		s->count += 8;
	}
	value = s->bits & ((1u << n) - 1);
	s->bits >>= n;
	s->count -= n;
	return value;
}

static void put(struct stream *s, u8 byte)
{
	struct inflate_data *data = s->data;

	if (data->written < data->capacity)
		data->output[data->written++] = byte;
	else
		fail(s, "it is longer than it says");
}

/*
 * Codes of one length are successive numbers, and the first of them follows
 * from how many shorter ones there are (RFC 1951, 3.2.2). rank is the number
 * of the bits read so far among those of their length, less the codes that
 * ended; so one that is below count is a code, and the rank of its symbol.
 */
static u32 decode(struct stream *s, const struct code *code)
{
	const u16 *symbol = code->symbol;
	u32 rank = 0, length;

	for (length = 1; length <= MAX_CODE_BITS; length++) {
		rank = rank << 1 | bits(s, 1);
		if (rank < code->count[length])
			return symbol[rank];
		rank -= code->count[length];
		symbol += code->count[length];
	}
	return fail(s, "no such code");
}

/*
 * The code whose symbol i has length[i] bits, 0: no code. Each code left over
 * is an error, but for a single one of one bit, or none at all (zlib's rule:
 * RFC 1951 knows it for distances).
 */
static void make_code(struct stream *s, struct code *code, const u8 *length,
		      u32 symbols)
{
	u16 next[MAX_CODE_BITS + 1];
	u32 left = 1, used = 0, i;

	memset(code, 0, sizeof(*code));
	for (i = 0; i < symbols; i++)
		code->count[length[i]]++;
	code->count[0] = 0;
	for (i = 1; i <= MAX_CODE_BITS; i++) {
		left <<= 1;
		if (left < code->count[i]) {
			fail(s, "too many codes of a length");
			return;
		}
		left -= code->count[i];
		next[i] = used;
		used += code->count[i];
	}
	if (left && used > code->count[1])
		fail(s, "too few codes");
	for (i = 0; i < symbols; i++)
		if (length[i])
			code->symbol[next[length[i]]++] = i;
}

static void stored_block(struct stream *s)
{
	u32 length;

	s->bits = s->count = 0; /* the rest of its byte is not used */
	length = bits(s, 16);
	if ((length ^ bits(s, 16)) != 0xffff)
		fail(s, "a block's length and its complement differ");
	while (length-- && !s->what)
		put(s, next_byte(s));
}

/* 3 to 10 in eights, then each four with one more bit than those before. */
static u32 match_length(struct stream *s, u32 symbol)
{
	u32 n = symbol - END_OF_BLOCK - 1, extra;

	if (n < 8)
		return 3 + n;
	if (symbol == LAST_LITERAL)
		return LONGEST_MATCH;
	if (symbol > LAST_LITERAL)
		return fail(s, "no such length");
	extra = n / 4 - 1;
	return 3 + ((4 + n % 4) << extra) + bits(s, extra);
}

/* 1 to 4, then each two with one more bit than those before. */
static u32 match_distance(struct stream *s, u32 symbol)
{
	u32 extra;

	if (symbol < 4)
		return 1 + symbol;
	if (symbol > LAST_DISTANCE)
		return fail(s, "no such distance");
	extra = symbol / 2 - 1;
	return 1 + ((2 + symbol % 2) << extra) + bits(s, extra);
}

static void copy_match(struct stream *s, u32 length, u32 distance)
{
	const struct inflate_data *data = s->data;

	if (distance > data->written)
		fail(s, "a match reaches before the beginning");
	while (length-- && !s->what)
		put(s, data->output[data->written - distance]);
}

static void compressed_block(struct stream *s, const struct code *literal,
			     const struct code *distance)
{
	u32 symbol, length;

	while (!s->what) {
		symbol = decode(s, literal);
		if (symbol == END_OF_BLOCK)
			return;
		if (symbol < END_OF_BLOCK) {
			if (!s->what)
				put(s, symbol);
			continue;
		}
		length = match_length(s, symbol);
		copy_match(s, length, match_distance(s, decode(s, distance)));
	}
}

static void fixed_block(struct stream *s)
{
	struct code literal, distance;
	u8 length[LITERALS];

	memset(length, 8, 144);
	memset(length + 144, 9, 256 - 144);
	memset(length + 256, 7, 280 - 256);
	memset(length + 280, 8, LITERALS - 280);
	make_code(s, &literal, length, LITERALS);
	memset(length, 5, DISTANCES);
	make_code(s, &distance, length, DISTANCES);
	compressed_block(s, &literal, &distance);
}

/* Code lengths, themselves coded: 16 repeats the last, 17 and 18 zero. */
static void read_lengths(struct stream *s, const struct code *code,
			 u8 *length, u32 count)
{
	static const struct {
		u8 least, bits;
	} repeat[] = { { 3, 2 }, { 3, 3 }, { 11, 7 } };
	u32 symbol, times, i = 0;
	u8 value;

	while (i < count && !s->what) {
		symbol = decode(s, code);
		value = symbol;
		times = 1;
		if (symbol >= REPEAT) {
			value = symbol == REPEAT && i ? length[i - 1] : 0;
			times = repeat[symbol - REPEAT].least +
				bits(s, repeat[symbol - REPEAT].bits);
			if (symbol == REPEAT && !i)
				fail(s, "the first code length repeats none");
		}
		if (times > count - i) {
			fail(s, "too many code lengths");
			return;
		}
		memset(length + i, value, times);
		i += times;
	}
}

static void dynamic_block(struct stream *s)
{
	static const u8 order[LENGTH_CODES] = {
		16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
	};
	u32 literals = 257 + bits(s, 5), distances = 1 + bits(s, 5);
	u32 count = 4 + bits(s, 4), i;
	u8 length[LITERALS + DISTANCES] = { 0 };
	struct code literal, distance;

	for (i = 0; i < count; i++)
		length[order[i]] = bits(s, 3);
	make_code(s, &literal, length, LENGTH_CODES);
	if (literals > LAST_LITERAL + 1 || distances > LAST_DISTANCE + 1)
		fail(s, "more codes than there are symbols");
	if (s->what)
		return;
	read_lengths(s, &literal, length, literals + distances);
	if (!length[END_OF_BLOCK])
		fail(s, "no code for the end of the block");
	make_code(s, &literal, length, literals);
	make_code(s, &distance, length + literals, distances);
	compressed_block(s, &literal, &distance);
}

const char *inflate(struct inflate_data *data)
{
	static void (*const block[])(struct stream *s) = {
		stored_block, fixed_block, dynamic_block
	};
	struct stream s = { .data = data };
	u32 last, type;

	do {
		last = bits(&s, 1);
		type = bits(&s, 2);
		if (type < ARRAY_SIZE(block))
			block[type](&s);
		else
			fail(&s, "no such type of block");
	} while (!last && !s.what);
	return s.what;
}
