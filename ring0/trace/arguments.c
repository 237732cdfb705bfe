/* SPDX-License-Identifier: BSD-2-Clause */
/* Arguments that are a number, or point to text. */

#include "trace/arguments.h"
#include <linux/fcntl.h>

const void *shown_memory(const struct shown *shown, u64 *length)
{
	const struct capture *capture = NULL;

	if (shown->back)
		capture = record_capture(&shown->back->entry,
					 sizeof(*shown->back), shown->index, 0);
	if (!capture)
		capture = record_capture(&shown->call->entry,
					 sizeof(*shown->call), shown->index, 0);
	if (capture && length)
		*length = capture->length;
	return capture ? capture->bytes : NULL;
}

const void *shown_or_address(struct line *line, const struct shown *shown)
{
	const void *memory = shown_memory(shown, NULL);

	if (!memory)
		line_address(line, shown->value);
	return memory;
}

static void print_signed(struct line *line, const struct shown *shown)
{
	line_add(line, "%d", (s32)shown->value);
}

static void print_unsigned(struct line *line, const struct shown *shown)
{
	line_add(line, "%u", (u32)shown->value);
}

static void print_long(struct line *line, const struct shown *shown)
{
	line_add(line, "%lu", shown->value);
}

static void print_hex(struct line *line, const struct shown *shown)
{
	line_add(line, shown->value ? "%#lx" : "0", shown->value);
}

static void print_offset(struct line *line, const struct shown *shown)
{
	line_add(line, "%ld", (s64)shown->value);
}

static void print_octal(struct line *line, const struct shown *shown)
{
	line_add(line, "%#03o", (u32)shown->value);
}

static void print_pointer(struct line *line, const struct shown *shown)
{
	line_address(line, shown->value);
}

static void print_dirfd(struct line *line, const struct shown *shown)
{
	if ((s32)shown->value == AT_FDCWD)
		line_add(line, "AT_FDCWD");
	else
		print_signed(line, shown);
}

static void print_path(struct line *line, const struct shown *shown)
{
	u64 length;
	const void *text = shown_memory(shown, &length);

	if (text)
		line_quote(line, text, length, false, false);
	else
		line_address(line, shown->value);
}

/* There is more of it than was copied, by the next argument, or the result. */
static void print_buffer(struct line *line, const struct shown *shown, bool hex)
{
	u64 length, all = shown->call->argument[shown->index + 1];
	const void *text = shown_memory(shown, &length);

	if (shown->type->capture_out && shown->back)
		all = shown->back->result;
	if (text)
		line_quote(line, text, length, hex, all > length);
	else
		line_address(line, shown->value);
}

static void print_bytes(struct line *line, const struct shown *shown)
{
	print_buffer(line, shown, false);
}

static void print_random(struct line *line, const struct shown *shown)
{
	print_buffer(line, shown, true);
}

/* open's mode counts only if the flags before it create a file. */
static bool creates_none(const struct shown *shown)
{
	u32 flags = shown->call->argument[shown->index - 1];

	return !(flags & O_CREAT) && (flags & O_TMPFILE) != O_TMPFILE;
}

const struct type type_signed = { .print = print_signed };
const struct type type_unsigned = { .print = print_unsigned };
const struct type type_hex = { .print = print_hex };
const struct type type_octal = { .print = print_octal };
const struct type type_pointer = { .print = print_pointer };
const struct type type_long = { .print = print_long };
const struct type type_dirfd = { .print = print_dirfd };
const struct type type_offset = { .print = print_offset };
const struct type type_open_mode = {
	.print = print_octal,
	.absent = creates_none,
};
const struct type type_path = {
	.print = print_path,
	.capture_in = capture_string,
};
const struct type type_bytes = {
	.print = print_bytes,
	.capture_in = capture_bytes,
};
const struct type type_bytes_out = {
	.print = print_bytes,
	.capture_out = capture_result_bytes,
};
const struct type type_random = {
	.print = print_random,
	.capture_out = capture_result_bytes,
};
const struct type type_string_out = {
	.print = print_path,
	.capture_out = capture_string,
};
