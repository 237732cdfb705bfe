/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gzip and inflate: what gzip(1) makes of many inputs comes back, at each of
 * its levels; each error has a file made for it, bit by bit; and no file that
 * is cut, flipped or scrambled gives anything but an error or the right bytes.
 */
#include <string.h>
#include <unistd.h>
#include "lib/prefix_code.c"
#include "lib/deflate_alphabet.c"
#include "lib/inflate.c"
#include "lib/gzip.c"
#include "gzip_bits.h"
#include "gzip_sample.h"
#include "tap.h"

#define ROUNDS 10000

/* What came of a file: what is wrong with it, or what it inflates to. */
struct outcome {
	const char *what;
	u64 next;
	u8 *output;
	u64 size;
};

/* Each in memory of exactly its size: room bytes, and what inflate() asks. */
static struct outcome open_exactly(const void *file, u64 size, u64 room)
{
	u8 *copy = exact_copy(file, size);
	struct inflate_data data = {
		.input = copy,
		.size = size,
		.output = malloc(room + INFLATE_SLACK),
		.capacity = room + INFLATE_SLACK,
	};
	const char *what = gzip_inflate(&data);

	free(copy);
	check(data.next <= size, "%s: at byte %lu of %lu", what, data.next,
	      size);
	check(what || data.written <= room, "%lu bytes where %lu go",
	      data.written, room);
	return (struct outcome){ what, data.next, data.output, data.written };
}

static bool same(const struct outcome *outcome, const struct bytes *input)
{
	return !outcome->what && outcome->size == input->size &&
	       !memcmp(outcome->output, input->data, input->size);
}

static bool gives(const struct bytes *file, const struct bytes *input)
{
	struct outcome outcome =
		open_exactly(file->data, file->size, input->size);
	bool good = same(&outcome, input) && outcome.next == file->size;

	if (outcome.what)
		printf("# %s, at byte %lu\n", outcome.what, outcome.next);
	free(outcome.output);
	return good;
}

static void test_levels(void)
{
	struct bytes input, file;
	char options[16];
	unsigned int i;
	int level;

	for (i = 0; make_input(i, &input); i++) {
		for (level = 1; level <= 9; level++) {
			snprintf(options, sizeof(options), "-%dn", level);
			file = run_gzip(options, &input);
			check(gives(&file, &input), "input %u, gzip %s", i,
			      options);
			free(file.data);
		}
		free(input.data);
	}
	result("what gzip -1 to -9 makes comes back");
}

/* Each of the header's optional fields, and all of them. */
static void test_header(void)
{
	struct bytes input, plain, file;
	u8 flags;

	make_input(INPUT_TEXT, &input);
	plain = run_gzip("-9n", &input);
	for (flags = 0; flags < GZIP_RESERVED; flags++) {
		if (flags & ~(GZIP_FHCRC | GZIP_FEXTRA | GZIP_FNAME |
			      GZIP_FCOMMENT | 1))
			continue;
		file = with_fields(&plain, flags);
		check(gives(&file, &input), "flags %#x", flags);
		free(file.data);
	}
	free(plain.data);
	free(input.data);
	result("each optional field of the header is read");
}

static void expect(const char *what, const struct bytes *file, u64 room)
{
	struct outcome outcome = open_exactly(file->data, file->size, room);

	check(outcome.what && !strcmp(outcome.what, what), "'%s' is '%s'",
	      what, outcome.what ? outcome.what : "no error");
	free(outcome.output);
}

static void expect_bits(const char *what, u32 length, void (*write)(void))
{
	struct bytes file = written(length, write);

	expect(what, &file, length < 2 ? 2 : length);
	free(file.data);
}

static void test_blocks(void)
{
	expect_bits("no such type of block", 0, write_bad_type);
	expect_bits("a block's length and its complement differ", 1,
		    write_bad_stored);
	expect_bits("it ends early", 9, write_short_stored);
	expect_bits("it is too long", 2, write_too_long_stored);
	expect_bits("it is too long", 2, write_too_long);
	expect_bits("it is longer than it says", 1, write_long_stored);
	expect_bits("it is shorter than it says", 9, write_long_stored);
	expect_bits("its CRC-32 is wrong", 2, write_long_stored);
	expect_bits("a match reaches before the beginning", 9, write_far);
	expect_bits("no such length", 9, write_bad_length);
	expect_bits("no such distance", 9, write_bad_distance);
	expect_bits("more codes than there are symbols", 0, write_many_codes);
	expect_bits("too many codes of a length", 0, write_oversubscribed);
	expect_bits("too few codes", 0, write_incomplete);
	expect_bits("no such code", 0, write_no_codes);
	expect_bits("the first code length repeats none", 0,
		    write_first_repeats);
	expect_bits("too many code lengths", 0, write_many_lengths);
	expect_bits("no code for the end of the block", 0, write_no_end);
	result("each fault of a block has its message");
}

static void test_file(void)
{
	struct bytes input, file;

	make_input(INPUT_TEXT, &input);
	file = run_gzip("-6n", &input);
	file.data[0]++;
	expect("not a gzip file", &file, 0);
	file.data[0]--;
	file.data[2] = 7;
	expect("not deflated", &file, 0);
	file.data[2] = GZIP_METHOD_DEFLATE;
	file.data[3] = 0x20;
	expect("unknown flags", &file, 0);
	file.data[3] = GZIP_FEXTRA;
	memset(file.data + 10, 0xff, 2);
	expect("the header does not end", &file, 0);
	free(file.data);
	file = run_gzip("-6n", &input);
	file.data[3] = GZIP_FHCRC;
	expect("its header's CRC-16 is wrong", &file, 0);
	free(file.data);
	free(input.data);
	result("each fault of the file around them has its message");
}

/* One or many bytes at a time, to a limit; output stays where it is. */
static u64 step, limit;

static const char *more(struct inflate_data *data)
{
	if (data->capacity == limit)
		return "no more";
	data->capacity += step;
	if (data->capacity > limit)
		data->capacity = limit;
	return NULL;
}

/* Two files, one after the other, into what grows as they are inflated. */
static void inflate_two(const struct bytes *two, u64 first,
			const struct bytes *input)
{
	struct inflate_data data = { .input = two->data, .size = two->size,
				     .output = malloc(limit), .more = more };
	const char *what = gzip_inflate(&data);

	check(!what && data.next == first && data.written == input->size,
	      "the first of two, by %lu: %s", step, what ? what : "is other");
	what = gzip_inflate(&data);
	check(!what && data.next == two->size &&
		      data.written == 2 * input->size &&
		      !memcmp(data.output, input->data, input->size) &&
		      !memcmp(data.output + input->size, input->data,
			      input->size),
	      "the second of two, by %lu: %s", step, what ? what : "is other");
	what = gzip_inflate(&data);
	check(what && !strcmp(what, "not a gzip file"), "no third: %s", what);
	free(data.output);
}

static void test_growth(void)
{
	static const u64 steps[] = { 1, 7, 4096, 65536 };
	struct bytes input, file, two;
	unsigned int i;

	make_input(INPUT_PROGRAM, &input);
	file = run_gzip("-6n", &input);
	two.size = 2 * file.size;
	two.data = malloc(two.size);
	memcpy(two.data, file.data, file.size);
	memcpy(two.data + file.size, file.data, file.size);
	limit = 2 * input.size + INFLATE_SLACK;
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		step = steps[i];
		inflate_two(&two, file.size, &input);
	}
	free(two.data);
	free(file.data);
	free(input.data);
	result("room is asked for as it is needed, and files follow another");
}

/* A match of each length at each small distance, and at some greater ones. */
static void test_matches(void)
{
	struct outcome outcome;
	struct bytes file;
	u32 length, distance, i;

	for (length = 3; length <= 258; length++)
		for (distance = 1; distance <= MATCH_PREFIX; distance++) {
			file = match_file(length, distance);
			outcome = open_exactly(file.data, file.size,
					       MATCH_PREFIX + length);
			for (i = 0; i < MATCH_PREFIX + length; i++)
				if (outcome.output[i] !=
				    match_byte(i, distance))
					break;
			check(i == MATCH_PREFIX + length &&
				      !strcmp(outcome.what,
					      "its CRC-32 is wrong"),
			      "length %u, distance %u: byte %u", length,
			      distance, i);
			free(outcome.output);
			free(file.data);
		}
	result("a match repeats what it overlaps");
}

/* One bit at a time, as the polynomial says. */
static u32 slow_crc32(const u8 *data, u64 size)
{
	u32 crc = ~0u, bit;

	while (size--)
		for (crc ^= *data++, bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	return ~crc;
}

static void test_crc32(void)
{
	u8 bytes[80];
	u64 start, size, i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = random_number();
	for (start = 0; start < 8; start++)
		for (size = 0; start + size <= sizeof(bytes); size++)
			check(gzip_crc32(bytes + start, size) ==
				      slow_crc32(bytes + start, size),
			      "%lu bytes at %lu", size, start);
	check(gzip_crc32("123456789", 9) == 0xcbf43926, "the check value");
	result("CRC-32 of any bytes at any address");
}

/* An error, or the same bytes as ever. */
static void harmless(const struct bytes *file, const struct bytes *input,
		     const char *how, u64 where)
{
	struct outcome outcome =
		open_exactly(file->data, file->size, 2 * MAX_INPUT);

	check(outcome.what || same(&outcome, input), "%s %lu: other bytes",
	      how, where);
	free(outcome.output);
}

static void test_damage(unsigned int index)
{
	struct bytes input, file, part;
	struct outcome outcome;
	u64 i;

	make_input(index, &input);
	file = run_gzip("-9n", &input);
	for (i = 0; i < file.size; i++) {
		outcome = open_exactly(file.data, i, input.size);
		check(outcome.what && (i < 18 || outcome.next == i),
		      "cut at %lu: %s, at %lu", i,
		      outcome.what ? outcome.what : "no error", outcome.next);
		free(outcome.output);
	}
	result("a file that is cut is refused, at each byte");
	for (i = 0; i < 8 * file.size; i++) {
		file.data[i / 8] ^= 1 << i % 8;
		harmless(&file, &input, "bit", i);
		file.data[i / 8] ^= 1 << i % 8;
	}
	result("a bit that is flipped is found, or means nothing");
	for (i = 0; i < ROUNDS; i++) {
		part = scrambled(&file);
		harmless(&part, &input, "round", i);
		free(part.data);
	}
	result("a file that is scrambled does no harm");
	free(file.data);
	free(input.data);
}

int main(void)
{
	test_levels();
	test_header();
	test_blocks();
	test_file();
	test_growth();
	test_matches();
	test_crc32();
	test_damage(INPUT_TEXT);
	test_damage(INPUT_RUNS);
	return tap_end();
}
