/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Converts load options from UTF-16 to ASCII, and finds where to cut a text
 * that is too long. Pure.
 */
#include "load_options.h"

#include "lib/string.h"

#define UTF16_MARK 0xfeff
#define UTF8_MARK "\xef\xbb\xbf"

static bool is_blank(u32 c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_text(u32 c)
{
	return is_blank(c) || (c > ' ' && c <= '~');
}

static u32 utf16_at(const u8 *bytes, size_t i)
{
	return bytes[2 * i] | (u32)bytes[2 * i + 1] << 8;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool ends_in_efi(const char *word, size_t length)
{
	static const char suffix[] = ".efi";
	size_t n = sizeof(suffix) - 1;
	size_t i;

	if (length < n)
		return false;
	for (i = 0; i < n; i++)
		if (lower(word[length - n + i]) != suffix[i])
			return false;
	return true;
}

/* The length of argv[0], if text starts with one; else 0. */
static size_t program_name(const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && !is_blank(text[n]))
		n++;
	return ends_in_efi(text, n) ? n : 0;
}

size_t load_options_decode(const void *options, size_t size, char *text)
{
	size_t count = size / 2;
	size_t length = 0;
	size_t name;
	size_t i = 0;

	if (count && utf16_at(options, 0) == UTF16_MARK)
		i++;
	while (i < count && is_text(utf16_at(options, i)))
		text[length++] = utf16_at(options, i++);

	name = program_name(text, length);
	length -= name;
	memmove(text, text + name, length);
	text[length] = '\0';
	return length;
}

size_t text_cut(const char *text, size_t size, size_t max)
{
	if (size <= max)
		return size;
	/* After a whole word there is a blank. */
	while (max && !is_blank(text[max]))
		max--;
	return max;
}

size_t text_mark(const char *text, size_t size)
{
	size_t n = sizeof(UTF8_MARK) - 1;

	return size >= n && !memcmp(text, UTF8_MARK, n) ? n : 0;
}
