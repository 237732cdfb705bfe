/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gzip files that gzip(1) never makes, written bit by bit: each has the one
 * fault that its function's name tells.
 */
#ifndef GATEHOUSE_GZIP_BITS_H
#define GATEHOUSE_GZIP_BITS_H

#include "gzip_sample.h"

static u8 bit_room[512];
static u32 bits_written;

/* As numbers are written: the lowest bit first. */
static void number(u32 value, u32 count)
{
	for (; count--; value >>= 1, bits_written++)
		bit_room[bits_written / 8] |= (value & 1) << bits_written % 8;
}

/* As codes are written: the highest bit first. */
static void code(u32 value, u32 count)
{
	while (count--)
		number(value >> count & 1, 1);
}

/* A file that says it has length bytes inflated, and a wrong CRC-32. */
static struct bytes written(u32 length, void (*write_block)(void))
{
	static const u8 header[HEADER_SIZE] = { 0x1f, 0x8b, 8 };
	struct bytes file;

	memset(bit_room, 0, sizeof(bit_room));
	bits_written = 0;
	write_block();
	file.size = HEADER_SIZE + (bits_written + 7) / 8 + 8;
	file.data = calloc(1, file.size);
	memcpy(file.data, header, HEADER_SIZE);
	memcpy(file.data + HEADER_SIZE, bit_room, (bits_written + 7) / 8);
	memcpy(file.data + file.size - 4, &length, 4);
	return file;
}

enum { STORED, FIXED, DYNAMIC, NO_TYPE };

static void block(u32 type)
{
	number(1, 1);
	number(type, 2);
}

static void stored(u32 length, u32 complement)
{
	block(STORED);
	number(0, 5);
	number(length, 16);
	number(complement, 16);
}

static void write_bad_type(void)
{
	block(NO_TYPE);
}

static void write_bad_stored(void)
{
	stored(1, 0xffff);
	number('a', 8);
}

static void write_short_stored(void)
{
	stored(9, 0xfff6);
	number('a', 8);
}

static void write_long_stored(void)
{
	stored(2, 0xfffd);
	number('a', 8);
	number('b', 8);
}

static void write_too_long_stored(void)
{
	stored(3, 0xfffc);
	number('a', 8);
	number('b', 8);
	number('c', 8);
}

/* The fixed codes: 8 bits from 0x30 for literals, 7 from 0 for 256 and up. */
static void fixed_literal(u8 byte)
{
	code(0x30 + byte, 8);
}

static void write_too_long(void)
{
	block(FIXED);
	fixed_literal('a');
	fixed_literal('b');
	fixed_literal('c');
	code(0, 7);
}

/* Literals, and one match that reaches back to any of them. */
#define MATCH_PREFIX 40

static u32 match_length, match_distance;

static u8 match_byte(u32 i, u32 distance)
{
	while (i >= MATCH_PREFIX)
		i -= distance;
	return 'A' + i;
}

/* RFC 1951, 3.2.5: the symbol's least value and the bits that are added. */
static void fixed_length(u32 length)
{
	u32 symbol = 257, least = 3, extra;

	for (;; symbol++) {
		extra = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4;
		if (length < least + (1u << extra) || symbol == 284)
			break;
		least += 1u << extra;
	}
	if (length == 258)
		symbol = 285;
	if (symbol < 280)
		code(symbol - 256, 7);
	else
		code(0xc0 + symbol - 280, 8);
	if (symbol != 285)
		number(length - least, extra);
}

static void fixed_distance(u32 distance)
{
	u32 symbol = 0, least = 1, extra;

	for (;; symbol++) {
		extra = symbol < 4 ? 0 : symbol / 2 - 1;
		if (distance < least + (1u << extra))
			break;
		least += 1u << extra;
	}
	code(symbol, 5);
	number(distance - least, extra);
}

static void write_match(void)
{
	u32 i;

	block(FIXED);
	for (i = 0; i < MATCH_PREFIX; i++)
		fixed_literal('A' + i);
	fixed_length(match_length);
	fixed_distance(match_distance);
	code(0, 7);
}

static void write_far(void)
{
	block(FIXED);
	fixed_literal('a');
	code(1, 7); /* length 3 */
	code(1, 5); /* distance 2 */
	code(0, 7);
}

static void write_bad_length(void)
{
	block(FIXED);
	fixed_literal('a');
	code(0xc6, 8); /* 286 */
	code(0, 5);
	code(0, 7);
}

static void write_bad_distance(void)
{
	block(FIXED);
	fixed_literal('a');
	code(1, 7);
	code(30, 5);
	code(0, 7);
}

/* counts as they are written; lengths: of the codes of 18, 0, and 1 or 16 */
static void dynamic(u32 literals, u32 distances, u32 of_16, u32 of_18,
		    u32 of_0, u32 of_1)
{
	u32 i;

	block(DYNAMIC);
	number(literals - 257, 5);
	number(distances - 1, 5);
	number(18 - 4, 4);
	number(of_16, 3);
	number(0, 3); /* 17 */
	number(of_18, 3);
	number(of_0, 3);
	for (i = 4; i < 17; i++)
		number(0, 3);
	number(of_1, 3);
}

static void zeros(u32 count)
{
	number(count - 11, 7);
}

static void write_many_codes(void)
{
	dynamic(287, 1, 0, 1, 0, 1);
}

static void write_oversubscribed(void)
{
	dynamic(257, 1, 1, 1, 1, 0);
}

static void write_incomplete(void)
{
	dynamic(257, 1, 0, 2, 2, 2);
}

static void write_no_codes(void)
{
	dynamic(257, 1, 0, 0, 0, 0);
	number(0, MAX_CODE_BITS);
}

static void write_first_repeats(void)
{
	dynamic(257, 1, 1, 1, 0, 0);
	code(0, 1); /* 16 comes before 18 */
	number(0, 2);
}

static void write_many_lengths(void)
{
	dynamic(257, 1, 0, 1, 0, 1);
	code(1, 1);
	zeros(138);
	code(1, 1);
	zeros(138);
}

static void write_no_end(void)
{
	dynamic(257, 1, 0, 1, 0, 1);
	code(1, 1);
	zeros(138);
	code(1, 1);
	zeros(120);
}

static struct bytes match_file(u32 length, u32 distance)
{
	match_length = length;
	match_distance = distance;
	return written(MATCH_PREFIX + length, write_match);
}

#endif
