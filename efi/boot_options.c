/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options: the text of gatehouse.cfg, a line end, and the image's load options.
 * They are in this order because in ring 0 a later word wins.
 */
#include "loader.h"

#include "load_options.h"
#include "lib/string.h"

#define CONFIG_PATH "\\gatehouse\\gatehouse.cfg"
#define CONFIG_MAX (64 * 1024)
#define LOAD_OPTIONS_MAX (64 * 1024)

/* Returns how many bytes of text are used. A remark says what is not. */
static size_t config_length(const char *text, size_t size)
{
	size_t length = strnlen(text, size);

	if (length < size)
		remark(CONFIG_PATH ": byte %zu is no text, the rest is ignored",
		       length);
	if (length > CONFIG_MAX) {
		length = text_cut(text, length, CONFIG_MAX);
		remark(CONFIG_PATH ": too long, cut after %zu bytes", length);
	}
	return length;
}

/*
 * Reads one byte more than CONFIG_MAX, if there is one: it tells whether the
 * last word ends there. Returns the length of the text.
 */
static size_t read_config(char *text)
{
	EFI_FILE_HANDLE file;
	u64 size;
	size_t mark;

	file = open_file(CONFIG_PATH, &size);
	if (!file)
		return 0;
	if (size > CONFIG_MAX + 1)
		size = CONFIG_MAX + 1;
	if (!read_file(file, CONFIG_PATH, text, size))
		return 0;
	mark = text_mark(text, size);
	memmove(text, text + mark, size - mark);
	return config_length(text, size - mark);
}

static size_t read_load_options(char *text)
{
	size_t size = loader.loaded_image->LoadOptionsSize;

	if (!loader.loaded_image->LoadOptions)
		size = 0;
	if (size > LOAD_OPTIONS_MAX) {
		remark("load options: too long, cut after %u bytes",
		       LOAD_OPTIONS_MAX);
		size = LOAD_OPTIONS_MAX;
	}
	return load_options_decode(loader.loaded_image->LoadOptions, size,
				   text);
}

void gather_options(void)
{
	u64 room = CONFIG_MAX + 1 + LOAD_OPTIONS_MAX / 2 + 1;
	char *text = must_allocate(room, "options");
	size_t length = read_config(text);

	text[length++] = '\n';
	read_load_options(text + length);
	loader.info->options = in_direct_map(text);
}
