/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options: words "key=value" or "key", separated by blanks or line ends, as on
 * a Linux command line. A '#' comments out the rest of the line. Pure.
 */
#ifndef GATEHOUSE_OPTIONS_H
#define GATEHOUSE_OPTIONS_H

#include "types.h"

/* One word. Both pointers point into the text, so neither is terminated. */
struct option {
	const char *key;
	size_t key_length; /* bytes, at least 1 unless the word is "=..." */
	const char *value; /* NULL: the word has no '='. May be empty. */
	size_t value_length;
};

/*
 * Reads the first word from text on. Returns the text after it, for the next
 * call. NULL: there are no more words.
 */
const char *option_next(const char *text, struct option *option);

bool option_key_is(const struct option *option, const char *key);
bool option_value_is(const struct option *option, const char *value);

/* Finds the last word with this key, because a later one wins. false: none. */
bool option_find(const char *text, const char *key, struct option *option);

/*
 * Reads the whole value as an unsigned number, decimal or with 0x hexadecimal.
 * false: it is no number, or does not fit.
 */
bool option_number(const struct option *option, u64 *number);

/* Reads a number of bytes; K, M or G may follow it, powers of 1024. */
bool option_size(const struct option *option, u64 *bytes);

/* Sets *field to field number index of value. false: value has fewer fields. */
bool setting_field(const struct option *value, char separator,
		   unsigned int index, struct option *field);

/* Returns how many bytes at the start of the value are decimal digits. */
size_t setting_digits(const struct option *value);

#endif
