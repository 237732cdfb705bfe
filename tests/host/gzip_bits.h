/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gzip files that gzip(1) never makes, written bit by bit: each has the one
 * fault that its function's name tells.
 */
#ifndef GATEHOUSE_GZIP_BITS_H
#define GATEHOUSE_GZIP_BITS_H

#include "gzip_sample.h"

static u8 bit_room[256];
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

static void write_stored_and_more(void)
{
	write_long_stored();
	number('c', 8);
}

/* The fixed codes: 8 bits from 0x30 for literals, 7 from 0 for 256 and up. */
static void fixed_literal(u8 byte)
{
	code(0x30 + byte, 8);
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

#endif
