/* SPDX-License-Identifier: BSD-2-Clause */
/* strace's forms of strings, values and flags, and a line that is full. */
#include "trace/line.c"
#include "lib/printf.c"
#include "lib/printf_spec.c"

#include <string.h>
#include "tap.h"

static struct line line;

static void is(const char *expected)
{
	check(!strcmp(line.text, expected) &&
		      line.length == strlen(expected),
	      "%s, not %s", line.text, expected);
	line_clear(&line);
}

static void quotes(const char *text, size_t length, const char *expected)
{
	line_quote(&line, (const u8 *)text, length, false, false);
	is(expected);
}

static void strings(void)
{
	quotes("", 0, "\"\"");
	quotes("a\"\\b", 4, "\"a\\\"\\\\b\"");
	quotes("\n\t\r\v\f", 5, "\"\\n\\t\\r\\v\\f\"");
	quotes("\0a\0001\1777\177", 7, "\"\\0a\\0001\\1777\\177\"");
	quotes("\0017", 2, "\"\\0017\"");
	quotes("\0018", 2, "\"\\18\"");
	quotes("\xff", 1, "\"\\377\"");
	line_quote(&line, (const u8 *)"a\1", 2, true, true);
	is("\"\\x61\\x01\"...");
	result("strings");
}

static void names(void)
{
	static const struct name prot[] = {
		{ 0, "NONE" }, { 1, "READ" }, { 2, "WRITE" },
		{ 12, "BOTH" }, { 4, "ONE" }, { 0, NULL } };

	line_flags(&line, prot, 0, "P_???");
	is("NONE");
	line_flags(&line, prot, 3, "P_???");
	is("READ|WRITE");
	line_flags(&line, prot, 13, "P_???");
	is("READ|BOTH");
	line_flags(&line, prot, 5, "P_???");
	is("READ|ONE");
	line_flags(&line, prot, 0x41, "P_???");
	is("READ|0x40");
	line_flags(&line, prot, 0x40, "P_???");
	is("0x40 /* P_??? */");
	line_flags(&line, prot + 1, 0, "P_???");
	is("0");
	line_value(&line, prot, 2, "P_???");
	is("WRITE");
	line_value(&line, prot, 3, "P_???");
	is("0x3 /* P_??? */");
	line_address(&line, 0);
	line_address(&line, 16);
	is("NULL0x10");
	result("values and flags");
}

static void columns(void)
{
	line_add(&line, "ab");
	line_pad(&line, 4);
	line_pad(&line, 3);
	line_add(&line, "c");
	is("ab  c");
	result("columns");
}

static void full(void)
{
	u32 i;

	for (i = 0; i < LINE_SIZE; i++)
		line_add(&line, "%s", "abc");
	check(line.length == LINE_SIZE - 1 && strlen(line.text) == line.length,
	      "%zu bytes", line.length);
	line_add(&line, "d");
	check(line.text[line.length - 1] != 'd', "nothing more fits");
	result("what does not fit is cut off");
}

int main(void)
{
	line_clear(&line);
	strings();
	names();
	columns();
	full();
	return tap_end();
}
