/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Load options as boot managers, shells and firmware pass them, and as random
 * bytes. Both they and the text lie in blocks of their exact size.
 */
#include "load_options.c"

#include <uchar.h>
#include "tap.h"

#define NOISE_MAX 64

struct sample {
	const char16_t *options;
	const char *text;
};

static const struct sample samples[] = {
	{u"", ""},
	{u"init=walk exit=halt", "init=walk exit=halt"},
	{u"\ufeffinit=walk", "init=walk"},
	{u"\ufeff", ""},
	{u"init=\ufeffwalk", "init="},
	{u"a\tb\r\nc", "a\tb\r\nc"},
	{u"BOOTX64.EFI init=walk", " init=walk"},
	{u"fs0:\\efi\\boot\\bootx64.efi", ""},
	{u"\ufeffx.Efi a", " a"},
	{u".efi a", " a"},
	{u"efi a", "efi a"},
	{u"init=x.efix", "init=x.efix"},
	{u"a x.efi", "a x.efi"},
	{u" x.efi", " x.efi"},
	{u"a\u00e4b", "a"},
	{u"a\x07"
	 u"b",
	 "a"},
	{u"a\x7f"
	 u"b",
	 "a"},
	{u"\u0881\u4eac", ""},
};

/* text: what the options must become. */
static void test_decode(const void *options, size_t size, const char *text)
{
	void *from = exact_copy(options, size);
	char *to = malloc(size / 2 + 1);
	size_t length;

	if (!to)
		abort();
	length = load_options_decode(from, size, to);
	check(length == strlen(text) && !strcmp(to, text), "\"%s\", not \"%s\"",
	      to, text);
	free(from);
	free(to);
}

static void test_sample(const struct sample *sample)
{
	char16_t odd[NOISE_MAX];
	size_t size = 0;

	while (sample->options[size])
		size++;
	size *= sizeof(char16_t);
	test_decode(sample->options, size, sample->text);
	/* Its NUL is part of it, and half a character follows. */
	test_decode(sample->options, size + 2, sample->text);
	memcpy(odd, sample->options, size);
	odd[size / 2] = 'x';
	test_decode(odd, size + 1, sample->text);
}

static void test_noise(void)
{
	u8 noise[NOISE_MAX];
	size_t size = random_below(sizeof(noise));
	char text[NOISE_MAX / 2 + 1];
	size_t i, length;
	void *from;

	/* Every second byte is mostly 0, or few characters would be ASCII. */
	for (i = 0; i < size; i++)
		noise[i] = i % 2 && random_below(8) ? 0 : random_number();
	from = exact_copy(noise, size);
	length = load_options_decode(from, size, text);
	check(length <= size / 2 && length == strlen(text), "length %zu",
	      length);
	for (i = 0; i < length; i++)
		check(is_text((u8)text[i]), "character %zu", i);
	free(from);
}

static void check_cut(const char *text, size_t max, size_t cut)
{
	char *exact = exact_copy(text, strlen(text));
	size_t got = text_cut(exact, strlen(text), max);

	check(got == cut, "\"%s\" at %zu: %zu", text, max, got);
	free(exact);
}

static void test_cut(void)
{
	check_cut("", 0, 0);
	check_cut("abc", 3, 3);
	check_cut("abc", 9, 3);
	check_cut("abc", 2, 0);
	check_cut("abc def", 7, 7);
	check_cut("abc def", 6, 3);
	check_cut("abc def", 4, 3);
	check_cut("abc def", 3, 3);
	check_cut("abc def", 2, 0);
	check_cut("abc\ndef\n", 7, 7);
}

static void test_mark(void)
{
	check(text_mark("\xef\xbb\xbf", 3) == 3, "a mark alone");
	check(text_mark("\xef\xbb\xbfx", 4) == 3, "a mark");
	check(text_mark("\xef\xbb\xbf", 2) == 0, "two thirds of one");
	check(text_mark("x\xef\xbb\xbf", 4) == 0, "a mark within");
	check(text_mark("", 0) == 0, "nothing");
}

int main(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(samples); i++)
		test_sample(&samples[i]);
	result("load options become ASCII, without a program's name");
	for (i = 0; i < 100000; i++)
		test_noise();
	result("noise becomes text, of no more than its length");
	test_cut();
	result("a text that is too long ends with a whole word");
	test_mark();
	result("UTF-8's byte order mark is known");
	return tap_end();
}
