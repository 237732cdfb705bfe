/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options: words "key=value" or "key", separated by blanks or line ends, as on
 * a Linux command line; '#' at the start of a word comments out the rest of
 * the line. Pure.
 */
#ifndef GATEHOUSE_OPTIONS_H
#define GATEHOUSE_OPTIONS_H

#include "types.h"

/* One word. Nothing is terminated: it points into the text. */
struct option {
	const char *key;
	size_t key_length; /* bytes, at least 1 unless the word is "=..." */
	const char *value; /* NULL: the word has no '='. May be empty. */
	size_t value_length;
};

/* The next word at or behind text; returns where to go on, NULL: no more. */
const char *option_next(const char *text, struct option *option);

bool option_key_is(const struct option *option, const char *key);
bool option_value_is(const struct option *option, const char *value);

/* The last word whose key is key: a later one wins. false: none. */
bool option_find(const char *text, const char *key, struct option *option);

/*
 * A value as a number: decimal, or hexadecimal behind 0x, all of it, no sign.
 * false: it is not one, or does not fit.
 */
bool option_number(const struct option *option, u64 *number);

/* The same, in bytes: behind it may stand K, M or G, powers of 1024. */
bool option_size(const struct option *option, u64 *bytes);

#endif
