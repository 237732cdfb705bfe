/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deflates by the fixed codes (RFC 1951, 3.2.6): no table of codes has to be
 * found or written, and a log is text that repeats itself.
 */

#include "save/deflate.h"
#include "lib/gzip.h"
#include "lib/string.h"

#define WINDOW 32768
#define MATCH_MIN 3
#define MATCH_MAX 258
#define HASHES 4096
#define FIRST_LENGTH 257
#define LONGEST 285 /* the code of MATCH_MAX, without extra bits */
#define DISTANCE_CODE 5

struct writer {
	u8 *output;
	u64 used, room; /* bytes. used > room: there is not enough */
	u32 bits, count; /* bits that are no whole byte yet */
};

static void put_byte(struct writer *writer, u8 byte)
{
	if (writer->used < writer->room)
		writer->output[writer->used] = byte;
	writer->used++;
}

/* Numbers are written from their lowest bit on. */
static void put_bits(struct writer *writer, u32 value, u32 count)
{
	writer->bits |= value << writer->count;
	writer->count += count;
	for (; writer->count >= 8; writer->count -= 8) {
		put_byte(writer, writer->bits);
		writer->bits >>= 8;
	}
}

/* Codes are written from their highest bit on. */
static void put_code(struct writer *writer, u32 code, u32 count)
{
	while (count--)
		put_bits(writer, code >> count & 1, 1);
}

/* The table of RFC 1951, 3.2.6. */
static void put_symbol(struct writer *writer, u32 symbol)
{
	if (symbol < 144)
		put_code(writer, 0x30 + symbol, 8);
	else if (symbol < 256)
		put_code(writer, 0x190 + symbol - 144, 9);
	else if (symbol < 280)
		put_code(writer, symbol - 256, 7);
	else
		put_code(writer, 0xc0 + symbol - 280, 8);
}

/*
 * RFC 1951, 3.2.5: lengths and distances have codes in groups of 4 and of 2; in
 * each group one bit more follows the code.
 */
static void put_match(struct writer *writer, u32 length, u32 distance)
{
	u32 extra = 0;

	length -= MATCH_MIN;
	while (length >> extra >= 8)
		extra++;
	if (length == MATCH_MAX - MATCH_MIN) {
		put_symbol(writer, LONGEST);
	} else {
		put_symbol(writer, FIRST_LENGTH + 4 * extra +
					   (length >> extra));
		put_bits(writer, length & ((1u << extra) - 1), extra);
	}
	distance--;
	for (extra = 0; distance >> extra >= 4; extra++)
		;
	put_code(writer, 2 * extra + (distance >> extra), DISTANCE_CODE);
	put_bits(writer, distance & ((1u << extra) - 1), extra);
}

/* One more than where three bytes with a hash were last; 0: nowhere. */
static u64 seen[HASHES];

static u32 hash_of(const u8 *bytes)
{
	u32 three = bytes[0] | bytes[1] << 8 | bytes[2] << 16;

	return three * 2654435761u >> 20; /* Knuth's multiplicative hash */
}
_Static_assert(HASHES == 1u << 12, "hash_of() has 12 bits");

static u32 match_length(const u8 *a, const u8 *b, u64 left)
{
	u32 length = 0;

	while (length < MATCH_MAX && length < left && a[length] == b[length])
		length++;
	return length;
}

/*
 * Finds the last place before at with the same three bytes, and notes that they
 * are here, too. Returns how many bytes are the same. *from: where.
 */
static u32 find_match(const u8 *input, u64 at, u64 size, u64 *from)
{
	u64 *slot;
	u32 length;

	if (size - at < MATCH_MIN)
		return 0;
	slot = &seen[hash_of(input + at)];
	*from = *slot - 1;
	*slot = at + 1;
	if (*from == -1ul || at - *from > WINDOW)
		return 0;
	length = match_length(input + *from, input + at, size - at);
	return length < MATCH_MIN ? 0 : length;
}

static void put_block(struct writer *writer, const u8 *input, u64 size)
{
	u64 at = 0, from;

	memset(seen, 0, sizeof(seen));
	while (at < size && writer->used <= writer->room) {
		u32 length = find_match(input, at, size, &from);

		if (length)
			put_match(writer, length, at - from);
		else
			put_symbol(writer, input[at]);
		at += length ? length : 1;
	}
}

static void put_u32(struct writer *writer, u32 value)
{
	u32 i;

	for (i = 0; i < 32; i += 8)
		put_byte(writer, value >> i);
}

u64 gzip_deflate(const void *input, u64 size, void *output, u64 room)
{
	/* Magic, deflate, no flags, no time, no extra flags, unknown system. */
	static const u8 header[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff };
	struct writer writer = { .output = output, .room = room };
	u32 i;

	for (i = 0; i < sizeof(header); i++)
		put_byte(&writer, header[i]);
	put_bits(&writer, 1, 1); /* the last block */
	put_bits(&writer, 1, 2); /* fixed codes */
	put_block(&writer, input, size);
	put_symbol(&writer, 256); /* the end of the block */
	put_bits(&writer, 0, -writer.count & 7);
	put_u32(&writer, gzip_crc32(input, size));
	put_u32(&writer, size);
	return writer.used <= room ? writer.used : 0;
}
