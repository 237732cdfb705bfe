/* SPDX-License-Identifier: BSD-2-Clause */
/* Options: words lie in the text, one after the other, and hold no blank. */
#include <string.h>
#include "lib/options.c"
#include "fuzz.h"

static void read_word(const struct option *option, const char *at,
		      const char *next)
{
	uint64_t number, bytes;

	must(option->key >= at && option->key + option->key_length <= next);
	must(option->key_length || option->value);
	if (!option->value)
		return;
	must(option->value == option->key + option->key_length + 1);
	must(option->value + option->value_length <= next);
	must(!memchr(option->value, ' ', option->value_length));
	if (option_number(option, &number))
		must(option_size(option, &bytes) && number == bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	const char *at = text, *next;
	struct option option, found;

	memcpy(text, data, size);
	text[size] = 0;
	while ((next = option_next(at, &option))) {
		char key[64];

		must(next > at && next <= text + size);
		read_word(&option, at, next);
		at = next;
		if (option.key_length >= sizeof(key))
			continue;
		memcpy(key, option.key, option.key_length);
		key[option.key_length] = 0;
		must(option_find(text, key, &found));
		must(found.key >= option.key);
	}
	free(text);
	return 0;
}
