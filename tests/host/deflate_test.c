/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What save/deflate.c writes inflates to what it was, and takes no more room
 * than it was given. Input and output lie in blocks of their exact size.
 */
#include "save/deflate.c"
#include "lib/gzip.c"
#include "lib/deflate_alphabet.c"
#include "lib/inflate.c"
#include "lib/prefix_code.c"

#include "tap.h"

#define TEXT 300000

static u8 *text; /* TEXT bytes */

/* Like a log: lines that differ in a number. */
static void make_text(void)
{
	u32 i;

	text = malloc(TEXT);
	for (i = 0; i + 64 < TEXT; i += 37)
		snprintf((char *)text + i, 64,
			 "ok %08u - F-%03u: the flags are as\r\n", i * 7, i);
	for (; i < TEXT; i++)
		text[i] = (u8)(i * i >> 3);
}

/* Returns how many bytes the member has. */
static u64 round_trip(const u8 *bytes, u64 size)
{
	u8 *input = malloc(size), *packed = malloc(size * 2 + 64);
	u8 *output = malloc(size + INFLATE_SLACK);
	u64 used;
	struct inflate_data data;
	const char *error;

	memcpy(input, bytes, size);
	used = gzip_deflate(input, size, packed, size * 2 + 64);
	data = (struct inflate_data){ .input = packed, .size = used,
				      .output = output,
				      .capacity = size + INFLATE_SLACK };
	error = gzip_inflate(&data);
	check(!error, "%lu bytes: %s", size, error);
	check(data.written == size && !memcmp(output, bytes, size),
	      "%lu bytes: %lu came back", size, data.written);
	check(data.next == used, "%lu bytes: the member has %lu of %lu", size,
	      data.next, used);
	free(output);
	free(packed);
	free(input);
	return used;
}

static void test_sizes(void)
{
	u64 size;

	for (size = 0; size < 600; size++)
		round_trip(text, size);
	result("each size up to 600 bytes comes back");
}

static void test_long(void)
{
	static u8 zeros[100000];
	u64 used = round_trip(text, TEXT);

	check(used < TEXT / 3, "a log of %u bytes takes %lu", TEXT, used);
	used = round_trip(zeros, sizeof(zeros));
	check(used < 1000, "zeros take %lu", used);
	round_trip(text + 100000, 70000);
	result("a long text comes back, and is smaller");
}

static void test_random(void)
{
	u32 state = 1, i, run;
	static u8 bytes[5000];

	for (run = 0; run < 200; run++) {
		for (i = 0; i < sizeof(bytes); i++) {
			state = state * 1664525 + 1013904223;
			bytes[i] = state >> 24 & (run & 7 ? 3 : 0xff);
		}
		round_trip(bytes, sizeof(bytes) - run);
	}
	result("random bytes come back");
}

static void test_room(void)
{
	u64 used = round_trip(text, 3000), room;

	for (room = 0; room <= used; room++) {
		u8 *packed = malloc(room);
		u64 got = gzip_deflate(text, 3000, packed, room);

		check(got == (room == used ? used : 0), "%lu bytes: %lu", room,
		      got);
		free(packed);
	}
	result("too little room is told, and not passed");
}

int main(void)
{
	make_text();
	test_sizes();
	test_long();
	test_random();
	test_room();
	free(text);
	return tap_end();
}
