/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gzip and inflate: what gzip(1) makes of many inputs comes back, at each of
 * its levels; each error has a file made for it, bit by bit; and no file that
 * is cut, flipped or scrambled gives anything but an error or the right bytes.
 */
#include <string.h>
#include <unistd.h>
#include "lib/inflate.c"
#include "lib/gzip.c"
#include "gzip_bits.h"
#include "gzip_sample.h"
#include "tap.h"

#define ROUNDS 10000

/* Inflates a copy of exactly its size into memory of exactly the size said. */
static struct gzip_error open_exactly(const void *file, u64 size, u8 **output)
{
	u32 length = gzip_output_size(file, size);
	struct gzip_error refused = { "too much for this test", 0 };
	u8 *copy;

	*output = NULL;
	if (length > 2 * MAX_INPUT)
		return refused;
	copy = exact_copy(file, size);
	*output = malloc(length);
	refused = gzip_inflate(copy, size, *output);
	free(copy);
	if (refused.what)
		check(refused.offset <= size, "%s: at byte %lu of %lu",
		      refused.what, refused.offset, size);
	return refused;
}

static bool gives(const struct bytes *file, const struct bytes *input)
{
	struct gzip_error refused;
	bool good;
	u8 *output;

	if (gzip_output_size(file->data, file->size) != input->size)
		return false;
	refused = open_exactly(file->data, file->size, &output);
	if (refused.what)
		printf("# %s, at byte %lu\n", refused.what, refused.offset);
	good = !refused.what && !memcmp(output, input->data, input->size);
	free(output);
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
	result("each optional field of the header is skipped");
}

static void expect(const char *what, const struct bytes *file)
{
	struct gzip_error refused;
	u8 *output;

	refused = open_exactly(file->data, file->size, &output);
	check(refused.what && !strcmp(refused.what, what), "'%s' is '%s'",
	      what, refused.what ? refused.what : "no error");
	free(output);
}

static void expect_bits(const char *what, u32 length, void (*write)(void))
{
	struct bytes file = written(length, write);

	expect(what, &file);
	free(file.data);
}

static void test_blocks(void)
{
	expect_bits("no such type of block", 0, write_bad_type);
	expect_bits("a block's length and its complement differ", 1,
		    write_bad_stored);
	expect_bits("it ends early", 9, write_short_stored);
	expect_bits("it is longer than it says", 1, write_long_stored);
	expect_bits("it is shorter than it says", 9, write_long_stored);
	expect_bits("its CRC-32 is wrong", 2, write_long_stored);
	expect_bits("something follows the data", 2, write_stored_and_more);
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
	expect("not a gzip file", &file);
	file.data[0]--;
	file.data[2] = 7;
	expect("not deflated", &file);
	file.data[2] = GZIP_METHOD_DEFLATE;
	file.data[3] = 0x20;
	expect("unknown flags", &file);
	file.data[3] = GZIP_FEXTRA;
	memset(file.data + 10, 0xff, 2);
	expect("the header does not end", &file);
	free(file.data);
	free(input.data);
	result("each fault of the file around them has its message");
}

/* An error, or the same bytes as ever. */
static void harmless(const struct bytes *file, const struct bytes *input,
		     const char *how, u64 where)
{
	struct gzip_error refused;
	u8 *output;

	refused = open_exactly(file->data, file->size, &output);
	check(refused.what || (gzip_output_size(file->data, file->size) ==
				       input->size &&
			       !memcmp(output, input->data, input->size)),
	      "%s %lu: other bytes", how, where);
	free(output);
}

static void test_damage(unsigned int index)
{
	struct bytes input, file, part;
	struct gzip_error refused;
	u8 *output;
	u64 i;

	make_input(index, &input);
	file = run_gzip("-9n", &input);
	for (i = 0; i < file.size; i++) {
		refused = open_exactly(file.data, i, &output);
		check(refused.what, "cut at %lu", i);
		free(output);
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
	test_damage(INPUT_TEXT);
	test_damage(INPUT_RUNS);
	return tap_end();
}
