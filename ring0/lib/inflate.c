/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The decoder of deflated data, from the bottom up: matches, and the three
 * kinds of blocks. It takes a whole symbol at a time and copies eight
 * bytes at a time, because every boot but walk's waits for it.
 */
#include "lib/inflate.h"

#include "lib/bit_stream.h"
#include "lib/deflate_alphabet.h"
#include "lib/string.h"

#define DISTANCES 32
#define LENGTH_CODES 19 /* the alphabet that code lengths come in */
#define REPEAT 16	/* the first of it that is not a length */
#define ENDS_EARLY "it ends early"

/* A code, and the most extra bits of its alphabet. */
#define LENGTH_BITS (MAX_CODE_BITS + 5)
#define DISTANCE_BITS (MAX_CODE_BITS + 13)

struct stream {
	struct bit_stream in;
	struct inflate_data *data;
	u8 *start; /* of the output: no match reaches before it */
	u8 *out;   /* the output so far ends here */
	u8 *full;  /* from here on less than INFLATE_SLACK is left */
};

const char *inflate_room(struct inflate_data *data, u64 size)
{
	const char *error = NULL;

	size += data->written;
	while (!error && data->capacity < size)
		error = data->more ? data->more(data) : "it is too long";
	return error;
}

/* Makes room for size bytes, and slack. NULL, or why there is none. */
static const char *make_room(struct stream *s, u64 size)
{
	struct inflate_data *data = s->data;
	const char *error;

	data->written = s->out - data->output;
	error = inflate_room(data, size + INFLATE_SLACK);
	if (!error)
		s->full = data->output + data->capacity - INFLATE_SLACK + 1;
	return error;
}

/*
 * A match whose distance is less than its length repeats bytes that it makes
 * itself. So a word may be copied only if it is at least a word away.
 */
static inline void copy_match(struct stream *s, u64 length, u64 distance)
{
	const u8 *from = s->out - distance;
	u8 *out = s->out, *end = out + length;

	s->out = end;
	if (likely(distance >= sizeof(u64))) {
		for (; out < end; out += sizeof(u64), from += sizeof(u64))
			store_u64(out, load_u64(from));
		return;
	}
	while (out < end)
		*out++ = *from++;
}

static const char *no_such(u32 value, const char *what)
{
	return value == NO_CODE >> 16 ? "no such code" : what;
}

/* The rest of a match whose length, above END_OF_BLOCK, was decoded. */
static inline const char *match(struct stream *s, u32 length,
				const struct prefix_code *distances)
{
	u32 distance;

	if (length >= NO_MEANING)
		return no_such(length, "no such length");
	if (s->in.count < DISTANCE_BITS)
		refill(&s->in);
	distance = decode(&s->in, distances);
	if (distance >= NO_MEANING)
		return no_such(distance, "no such distance");
	if (distance > s->out - s->start)
		return "a match reaches before the beginning";
	copy_match(s, length - END_OF_BLOCK, distance);
	return NULL;
}

static const char *compressed_block(struct stream *stream,
				    const struct prefix_code *literals,
				    const struct prefix_code *distances)
{
	struct stream s = *stream; /* which no store to s.out can change */
	const char *error = NULL;
	u32 symbol;
	u64 bits;

	while (!error) {
		if (s.in.count < LENGTH_BITS && !refill(&s.in))
			break;
		if (s.out >= s.full) {
			error = make_room(&s, 0);
			if (error)
				break;
		}
		bits = s.in.bits;
		symbol = prefix_code_symbol(literals, bits);
		skip_bits(&s.in, symbol_bits(symbol));
		if (symbol < SYMBOL(END_OF_BLOCK, 0)) {
			*s.out++ = symbol >> 16;
			continue;
		}
		if (symbol >> 16 == END_OF_BLOCK)
			break;
		error = match(&s, symbol_value(symbol, bits), distances);
	}
	*stream = s;
	return error;
}

static const char *fixed_block(struct stream *s)
{
	struct prefix_code literals, distances;
	u8 length[MAX_SYMBOLS];

	memset(length, 8, 144);
	memset(length + 144, 9, 256 - 144);
	memset(length + 256, 7, 280 - 256);
	memset(length + 280, 8, MAX_SYMBOLS - 280);
	prefix_code_make(&literals, literal_or_length, length, MAX_SYMBOLS);
	memset(length, 5, DISTANCES);
	prefix_code_make(&distances, distance_of, length, DISTANCES);
	return compressed_block(s, &literals, &distances);
}

/* Code lengths, themselves coded: 16 repeats the last, 17 and 18 zero. */
static const char *read_lengths(struct stream *s,
				const struct prefix_code *code, u8 *length,
				u32 count)
{
	static const struct {
		u8 least, bits;
	} repeat[] = { { 3, 2 }, { 3, 3 }, { 11, 7 } };
	u32 value, times, i = 0;

	while (i < count) {
		if (s->in.count < MAX_CODE_BITS + 7 && !refill(&s->in))
			break;
		value = decode(&s->in, code);
		times = 1;
		if (value == NO_CODE >> 16)
			return "no such code";
		if (value == REPEAT && !i)
			return "the first code length repeats none";
		if (value >= REPEAT) {
			times = repeat[value - REPEAT].least +
				take_bits(&s->in, repeat[value - REPEAT].bits);
			value = value == REPEAT ? length[i - 1] : 0;
		}
		if (times > count - i)
			return "too many code lengths";
		memset(length + i, value, times);
		i += times;
	}
	return length[END_OF_BLOCK] ? NULL : "no code for the end of the block";
}

static const char *dynamic_block(struct stream *s)
{
	static const u8 order[LENGTH_CODES] = {
		16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
	};
	u32 literal_count = 257 + take_bits(&s->in, 5);
	u32 distance_count = 1 + take_bits(&s->in, 5);
	u32 count = 4 + take_bits(&s->in, 4), i;
	u8 length[MAX_SYMBOLS + DISTANCES] = { 0 };
	struct prefix_code literals, distances;
	const char *error;

	for (i = 0; i < count; i++)
		length[order[i]] = take_bits(&s->in, 3);
	error = prefix_code_make(&literals, length_of_code, length,
				 LENGTH_CODES);
	if (literal_count > LAST_LITERAL + 1 ||
	    distance_count > LAST_DISTANCE + 1)
		error = "more codes than there are symbols";
	if (!error)
		error = read_lengths(s, &literals, length,
				     literal_count + distance_count);
	if (!error)
		error = prefix_code_make(&literals, literal_or_length, length,
					 literal_count);
	if (!error)
		error = prefix_code_make(&distances, distance_of,
					 length + literal_count,
					 distance_count);
	return error ? error : compressed_block(s, &literals, &distances);
}

static const char *stored_block(struct stream *s)
{
	u32 length, complement;
	const char *error;

	/* The rest of its byte is not used. */
	skip_bits(&s->in, s->in.count % 8);
	length = take_bits(&s->in, 16);
	complement = take_bits(&s->in, 16);
	if ((length ^ complement) != 0xffff)
		return "a block's length and its complement differ";
	give_bytes_back(&s->in);
	if (s->in.end - s->in.next < length) {
		s->in.next = s->in.end;
		return ENDS_EARLY;
	}
	error = make_room(s, length);
	if (error)
		return error;
	memcpy(s->out, s->in.next, length);
	s->out += length;
	s->in.next += length;
	return NULL;
}

static const char *any_block(struct stream *s, u32 type)
{
	switch (type) {
	case 0:
		return stored_block(s);
	case 1:
		return fixed_block(s);
	case 2:
		return dynamic_block(s);
	}
	return "no such type of block";
}

const char *inflate(struct inflate_data *data)
{
	struct stream s = {
		.in = {
			.next = data->input + data->next,
			.end = data->input + data->size,
			.words_end = data->input + data->size - 7,
		},
		.data = data,
		.start = data->output + data->written,
		.out = data->output + data->written,
		.full = data->output + data->written,
	};
	const char *error = NULL;
	u32 last, type;

	do {
		last = take_bits(&s.in, 1);
		type = take_bits(&s.in, 2);
		if (s.in.count >= 0)
			error = any_block(&s, type);
		if (s.in.count < 0)
			error = ENDS_EARLY;
	} while (!last && !error);
	give_bytes_back(&s.in);
	data->next = s.in.next - data->input;
	data->written = s.out - data->output;
	return error;
}
