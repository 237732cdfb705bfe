/* SPDX-License-Identifier: BSD-2-Clause */
/* strace's forms, as its default options print them. */

#include "trace/line.h"
#include <stdarg.h>
#include "lib/printf.h"

void line_clear(struct line *line)
{
	line->length = 0;
	line->text[0] = '\0';
}

void line_add(struct line *line, const char *format, ...)
{
	size_t room = LINE_SIZE - line->length;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line->text + line->length, room, format, args);
	va_end(args);
	line->length += (size_t)length < room ? (size_t)length : room - 1;
}

void line_pad(struct line *line, size_t column)
{
	if (line->length < column)
		line_add(line, "%*s", (int)(column - line->length), "");
}

/* After an octal number a digit would be taken for one more of its own. */
static void add_octal(struct line *line, u8 byte, bool digit_follows)
{
	line_add(line, digit_follows ? "\\%03o" : "\\%o", byte);
}

static void add_byte(struct line *line, u8 byte, bool digit_follows)
{
	static const char escaped[] = "\"\"\\\\\nn\tt\rr\vv\ff";
	const char *p;

	for (p = escaped; *p; p += 2) {
		if (byte == (u8)p[0]) {
			line_add(line, "\\%c", p[1]);
			return;
		}
	}
	if (byte >= ' ' && byte <= '~')
		line_add(line, "%c", byte);
	else
		add_octal(line, byte, digit_follows);
}

void line_quote(struct line *line, const u8 *text, size_t length, bool hex,
		bool cut)
{
	size_t i;

	line_add(line, "\"");
	for (i = 0; i < length; i++) {
		u8 next = i + 1 < length ? text[i + 1] : 0;

		if (hex)
			line_add(line, "\\x%02x", text[i]);
		else
			add_byte(line, text[i], next >= '0' && next <= '7');
	}
	line_add(line, "\"%s", cut ? "..." : "");
}

void line_address(struct line *line, u64 address)
{
	if (address)
		line_add(line, "0x%lx", address);
	else
		line_add(line, "NULL");
}

void line_value(struct line *line, const struct name *names, u64 value,
		const char *unknown)
{
	for (; names->name; names++) {
		if (names->value == value) {
			line_add(line, "%s", names->name);
			return;
		}
	}
	line_add(line, "%#lx /* %s */", value, unknown);
}

void line_flags(struct line *line, const struct name *names, u64 value,
		const char *unknown)
{
	const char *between = "";
	u64 rest = value;

	for (; names->name; names++) {
		bool set = names->value ? (rest & names->value) == names->value
					: !value;

		if (!set)
			continue;
		line_add(line, "%s%s", between, names->name);
		rest &= ~names->value;
		between = "|";
	}
	if (rest && !*between)
		line_add(line, "%#lx /* %s */", rest, unknown);
	else if (rest)
		line_add(line, "|%#lx", rest);
	else if (!*between)
		line_add(line, "0");
}
