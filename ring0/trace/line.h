/* SPDX-License-Identifier: BSD-2-Clause */
/* One line of text in the making, and strace's way to write values. Pure. */
#ifndef RING0_TRACE_LINE_H
#define RING0_TRACE_LINE_H

#include "types.h"

#define LINE_SIZE 4096

struct line {
	size_t length; /* at most LINE_SIZE - 1: what exceeds it is cut off */
	char text[LINE_SIZE];
};

/* A name of a value; a list ends with a name that is NULL. */
struct name {
	u64 value;
	const char *name;
};

void line_clear(struct line *line);
/* Adds to it, as printf does. */
__attribute__((format(printf, 2, 3))) void line_add(struct line *line,
						    const char *format, ...);
/* Fills it up with blanks to column. */
void line_pad(struct line *line, size_t column);

/* Adds text in quotation marks; hex: each byte as \x00. cut: "..." follows. */
void line_quote(struct line *line, const u8 *text, size_t length, bool hex,
		bool cut);
/* Adds "NULL" or "0x...". */
void line_address(struct line *line, u64 address);
/* Adds the one name of value, or "0x... / * unknown * /". */
void line_value(struct line *line, const struct name *names, u64 value,
		const char *unknown);
/* Adds the names of all bits in value, with '|' between them. */
void line_flags(struct line *line, const struct name *names, u64 value,
		const char *unknown);

#endif
