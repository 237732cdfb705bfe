/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Converts load options and files to ASCII, and finds where to cut a text that
 * is too long. Pure.
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

static size_t without_program_name(char *text, size_t length)
{
	size_t name = program_name(text, length);

	memmove(text, text + name, length - name);
	text[length - name] = '\0';
	return length - name;
}

/* From unit first on, units of width bytes. Returns the units up to the end. */
static size_t copy_text(const u8 *bytes, size_t count, size_t width,
			size_t first, char *text)
{
	size_t i, length = 0;
	u32 c;

	for (i = first; i < count; i++) {
		c = width == 2 ? utf16_at(bytes, i) : bytes[i];
		if (!is_text(c))
			break;
		text[length++] = c;
	}
	text[length] = '\0';
	return i;
}

size_t load_options_decode(const void *options, size_t size, char *text,
			   size_t *bad)
{
	const u8 *bytes = options;
	size_t count = size / 2, width = 2, end;
	bool mark = count && utf16_at(bytes, 0) == UTF16_MARK;

	end = copy_text(bytes, count, width, mark, text);
	/* Two ASCII bytes are no UTF-16 text: 0x6e69, for one. */
	if (!end && size && is_text(bytes[0])) {
		width = 1;
		count = size;
		end = copy_text(bytes, count, width, 0, text);
	}
	*bad = end * width;
	if (end == count || (width == 2 ? !utf16_at(bytes, end) : !bytes[end]))
		*bad = size;
	return without_program_name(text, strlen(text));
}

/* The encoding of a file's text, by its mark, or by its first character. */
static enum { BYTES, LITTLE, BIG } encoding_of(const u8 *bytes, size_t size,
					       size_t *mark)
{
	*mark = 2;
	if (size >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
		return LITTLE;
	if (size >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
		return BIG;
	*mark = 0;
	if (size >= 2 && is_text(bytes[0]) && !bytes[1])
		return LITTLE;
	if (size >= 2 && is_text(bytes[1]) && !bytes[0])
		return BIG;
	if (size >= 3 && !memcmp(bytes, UTF8_MARK, 3))
		*mark = 3;
	return BYTES;
}

size_t text_decode(char *text, size_t size, size_t *bad)
{
	const u8 *bytes = (const u8 *)text;
	size_t i, length = 0;
	int encoding = encoding_of(bytes, size, &i);
	size_t width = encoding == BYTES ? 1 : 2;

	for (; i + width <= size; i += width) {
		u32 c = width == 1 ? bytes[i] :
			encoding == LITTLE ? bytes[i] | bytes[i + 1] << 8 :
					     bytes[i] << 8 | bytes[i + 1];

		if (!c)
			break;
		text[length++] = is_text(c) ? c : '?';
	}
	*bad = i;
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
