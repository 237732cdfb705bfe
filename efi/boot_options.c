/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options: the text of gatehouse.cfg, a line end, and the image's load options.
 * They are in this order because in ring 0 a later word wins.
 */
#include "loader.h"

#include <efishell.h>
#include "load_options.h"
#include "lib/string.h"

#define CONFIG_PATH "\\gatehouse\\gatehouse.cfg"
#define CONFIG_MAX (64 * 1024)
#define LOAD_OPTIONS_MAX (64 * 1024)

/*
 * Reads one byte more than CONFIG_MAX, if there is one: it tells whether the
 * last word ends there. Returns the length of the text.
 */
static size_t read_config(char *text)
{
	EFI_FILE_HANDLE file;
	size_t length, bad;
	u64 size;

	file = open_file(CONFIG_PATH, &size);
	if (!file)
		return 0;
	if (size > CONFIG_MAX) {
		remark(CONFIG_PATH ": too long, cut after %u bytes",
		       CONFIG_MAX);
		size = CONFIG_MAX + 1;
	}
	if (!read_file(file, CONFIG_PATH, text, size))
		return 0;
	length = text_decode(text, size, &bad);
	if (bad + 1 < size)
		remark(CONFIG_PATH ": byte %zu is no text, the rest is ignored",
		       bad);
	return text_cut(text, length, size > CONFIG_MAX ? length - 1 : length);
}

/*
 * What the UEFI shell has made of its command line: argv[1] and the following,
 * without the quotes. Returns the length. 0: another program has started this.
 */
static size_t read_shell_arguments(char *text)
{
	EFI_GUID guid = EFI_SHELL_PARAMETERS_PROTOCOL_GUID;
	EFI_SHELL_PARAMETERS_PROTOCOL *shell;
	EFI_STATUS status = FIRMWARE(loader.boot->HandleProtocol(
		loader.image, &guid, (void **)&shell));
	size_t length = 0, i;
	const CHAR16 *c;

	if (EFI_ERROR(status))
		return 0;
	for (i = 1; i < shell->Argc; i++) {
		for (c = shell->Argv[i]; *c && length < LOAD_OPTIONS_MAX; c++)
			text[length++] = *c >= ' ' && *c <= '~' ? *c : '?';
		text[length++] = ' ';
		if (length >= LOAD_OPTIONS_MAX)
			break;
	}
	text[length] = '\0';
	return length;
}

static void read_load_options(char *text)
{
	size_t size = loader.loaded_image->LoadOptionsSize;
	size_t length, bad;

	if (!loader.loaded_image->LoadOptions)
		size = 0;
	if (size > LOAD_OPTIONS_MAX) {
		remark("load options: too long, cut after %u bytes",
		       LOAD_OPTIONS_MAX);
		size = LOAD_OPTIONS_MAX;
	}
	length = load_options_decode(loader.loaded_image->LoadOptions, size,
				     text, &bad);
	if (bad < size)
		remark("load options: byte %zu of %zu is no text, %s", bad,
		       size,
		       length ? "the rest is ignored" : "they are ignored");
}

void gather_options(void)
{
	u64 room = CONFIG_MAX + 1 + LOAD_OPTIONS_MAX + 2;
	char *text = must_allocate(room, "options");
	size_t length = read_config(text);

	text[length++] = '\n';
	if (!read_shell_arguments(text + length))
		read_load_options(text + length);
	loader.options = text;
	loader.info->options = in_direct_map(text);
}
