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

/* text: what the options must become; bad: where they stop being text. */
static void test_decode(const void *options, size_t size, const char *text,
			size_t bad)
{
	void *from = exact_copy(options, size);
	char *to = malloc(size + 1);
	size_t length, got;

	if (!to)
		abort();
	length = load_options_decode(from, size, to, &got);
	check(length == strlen(text) && !strcmp(to, text), "\"%s\", not \"%s\"",
	      to, text);
	check(got == bad, "\"%s\": bad at %zu, not %zu", text, got, bad);
	free(from);
	free(to);
}

/* Where a sample's first character is that is no text, in bytes; size: none. */
static size_t first_bad(const char16_t *options, size_t size)
{
	size_t i = size && options[0] == 0xfeff;

	while (2 * i < size && is_text(options[i]))
		i++;
	return 2 * i;
}

static void test_sample(const struct sample *sample)
{
	char16_t odd[NOISE_MAX];
	size_t size = 0, bad;

	while (sample->options[size])
		size++;
	size *= sizeof(char16_t);
	bad = first_bad(sample->options, size);
	test_decode(sample->options, size, sample->text, bad);
	/* Its NUL is part of it, and half a character follows. */
	test_decode(sample->options, size + 2, sample->text,
		    bad == size ? size + 2 : bad);
	memcpy(odd, sample->options, size);
	odd[size / 2] = 'x';
	if (size)
		test_decode(odd, size + 1, sample->text,
			    bad == size ? size + 1 : bad);
}

/* efibootmgr without -u passes plain bytes. */
static void test_ascii(void)
{
	test_decode("init=hello", 10, "init=hello", 10);
	test_decode("init=hello", 11, "init=hello", 11);
	test_decode("init=hello\xff", 11, "init=hello", 10);
	test_decode("x.efi init=a", 12, " init=a", 12);
	test_decode("a", 1, "a", 1);
	test_decode("\x80\x90", 2, "", 0);
	test_decode("\x01\x02\x03", 3, "", 0);
}

static void test_noise(void)
{
	u8 noise[NOISE_MAX];
	size_t size = random_below(sizeof(noise));
	char text[NOISE_MAX + 1];
	size_t i, length, bad;
	void *from;

	/* Every second byte is mostly 0, or few characters would be ASCII. */
	for (i = 0; i < size; i++)
		noise[i] = i % 2 && random_below(8) ? 0 : random_number();
	from = exact_copy(noise, size);
	length = load_options_decode(from, size, text, &bad);
	check(length <= size && length == strlen(text), "length %zu", length);
	check(bad <= size, "bad at %zu of %zu", bad, size);
	for (i = 0; i < length; i++)
		check(is_text((u8)text[i]), "character %zu", i);
	free(from);
	from = exact_copy(noise, size);
	length = text_decode(from, size, &bad);
	check(length <= size && bad <= size, "length %zu, %zu", length, bad);
	for (i = 0; i < length; i++)
		check(is_text(((u8 *)from)[i]), "character %zu", i);
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

static void check_file(const char *bytes, size_t size, const char *text,
		       size_t bad)
{
	char *file = exact_copy(bytes, size);
	size_t got, length = text_decode(file, size, &got);

	check(length == strlen(text) && !memcmp(file, text, length),
	      "\"%.*s\", not \"%s\"", (int)length, file, text);
	check(got == bad, "\"%s\": bad at %zu, not %zu", text, got, bad);
	free(file);
}

static void test_files(void)
{
	check_file("", 0, "", 0);
	check_file("a=b\r\n", 5, "a=b\r\n", 5);
	check_file("\xef\xbb\xbf", 3, "", 3);
	check_file("\xef\xbb\xbfx", 4, "x", 4);
	check_file("\xef\xbb", 2, "??", 2);
	check_file("x\xef\xbb\xbf", 4, "x???", 4);
	check_file("a\x1b[31m", 6, "a?[31m", 6);
	check_file("ab\0c", 4, "ab", 2);
	check_file("\xff\xfe" "a\0=\0b\0", 8, "a=b", 8);
	check_file("\xff\xfe" "a\0b", 5, "a", 4);
	check_file("\xfe\xff\0a\0\n", 6, "a\n", 6);
	check_file("a\0b\0", 4, "ab", 4);
	check_file("\0a\0b", 4, "ab", 4);
	check_file("\xff\xfe" "a\0\xe4\0b\0", 8, "a?b", 8);
	check_file("\xff\xfe" "a\0\0\0b\0", 8, "a", 4);
	check_file("\xff", 1, "?", 1);
}

int main(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(samples); i++)
		test_sample(&samples[i]);
	result("load options become ASCII, without a program's name");
	test_ascii();
	result("load options may be ASCII already");
	for (i = 0; i < 100000; i++)
		test_noise();
	result("noise becomes text, of no more than its length");
	test_cut();
	result("a text that is too long ends with a whole word");
	test_files();
	result("a file may be UTF-8 or UTF-16, with or without a mark");
	return tap_end();
}
