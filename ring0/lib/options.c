/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Splits a text into options. Nothing is copied, and no length is limited: an
 * option is a pointer into the text and a length.
 */
#include "lib/options.h"

#include "lib/string.h"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The first word from text on that is no comment, or the text's end. */
static const char *skip_to_word(const char *text)
{
	for (;;) {
		while (is_blank(*text))
			text++;
		if (*text != '#')
			return text;
		while (*text && *text != '\n' && *text != '\r')
			text++;
	}
}

const char *option_next(const char *text, struct option *option)
{
	const char *word = skip_to_word(text);
	const char *end = word;
	const char *equals = NULL;

	if (!*word)
		return NULL;
	for (; *end && !is_blank(*end) && *end != '#'; end++) {
		if (*end == '=' && !equals)
			equals = end;
	}
	*option = (struct option){.key = word};
	option->key_length = (size_t)((equals ? equals : end) - word);
	if (equals) {
		option->value = equals + 1;
		option->value_length = (size_t)(end - option->value);
	}
	return end;
}

static bool is(const char *word, size_t length, const char *text)
{
	return strlen(text) == length && !memcmp(word, text, length);
}

bool option_key_is(const struct option *option, const char *key)
{
	return is(option->key, option->key_length, key);
}

bool option_value_is(const struct option *option, const char *value)
{
	return option->value && is(option->value, option->value_length, value);
}

bool option_find(const char *text, const char *key, struct option *option)
{
	struct option next;
	bool found = false;

	while ((text = option_next(text, &next))) {
		if (option_key_is(&next, key)) {
			*option = next;
			found = true;
		}
	}
	return found;
}

/* The value of the hexadecimal digit c. UINT32_MAX: c is no such digit. */
static u32 digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (u32)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (u32)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (u32)(c - 'A') + 10;
	return UINT32_MAX;
}

bool option_number(const struct option *option, u64 *number)
{
	const char *at = option->value;
	size_t left = option->value_length;
	u32 base = 10;
	u64 value = 0;

	if (at && left > 1 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
		base = 16;
		at += 2;
		left -= 2;
	}
	if (!at || !left)
		return false;
	for (; left; left--, at++) {
		u32 digit = digit_of(*at);

		if (digit >= base || value > (UINT64_MAX - digit) / base)
			return false;
		value = value * base + digit;
	}
	*number = value;
	return true;
}

bool option_size(const struct option *option, u64 *bytes)
{
	static const char units[] = "KMG";
	struct option digits = *option;
	u64 number, unit = 1;
	u32 i;

	for (i = 0; units[i]; i++) {
		if (!digits.value_length ||
		    digits.value[digits.value_length - 1] != units[i])
			continue;
		digits.value_length--;
		unit = 1024ull << 10 * i;
		break;
	}
	if (!option_number(&digits, &number) || number > UINT64_MAX / unit)
		return false;
	*bytes = number * unit;
	return true;
}

bool setting_field(const struct option *value, char separator,
		   unsigned int index, struct option *field)
{
	const char *start = value->value;
	const char *end = start + value->value_length;
	const char *p;

	for (p = start;; p++) {
		if (p < end && *p != separator)
			continue;
		if (!index--)
			break;
		if (p == end)
			return false;
		start = p + 1;
	}
	*field = (struct option){ .value = start,
				  .value_length = p - start };
	return true;
}

size_t setting_digits(const struct option *value)
{
	size_t i;

	for (i = 0; i < value->value_length; i++)
		if (value->value[i] < '0' || value->value[i] > '9')
			break;
	return i;
}
