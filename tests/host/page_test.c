/* SPDX-License-Identifier: BSD-2-Clause */
/* How far the run has come, as the screen's page shows it. */
#include <string.h>
#include "tap.h"
#include "types.h"
#include "log/page.c"

static char rows[SCREEN_ROWS][SCREEN_COLUMNS + 1];
static struct console *registered;

void screen_print(u32 row, u32 column, u32 width, enum screen_style style,
		  const char *format, ...)
{
	char text[SCREEN_COLUMNS + 1];
	va_list args;

	(void)style;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(rows[row] + column, SCREEN_COLUMNS + 1 - column, "%-*.*s",
		 (int)width, (int)width, text);
}

void screen_big(u32 row, enum screen_style style, const char *text)
{
	screen_print(row, 0, SCREEN_COLUMNS, style, "%s", text);
}

void console_register(struct console *console)
{
	registered = console;
}

static void log_line(const char *text)
{
	registered->write(registered, text, strlen(text));
}

static void shows(const char *expected)
{
	check(strstr(rows[PAGE_PROGRESS], expected), "%s, not %s",
	      rows[PAGE_PROGRESS], expected);
}

int main(void)
{
	page_init();
	page_plan(2);
	shows("[..............................] 0 of 2");
	log_line("  1..900\r\n");
	log_line("  ok 1 - F-001 a fact\r\n");
	shows("[..............................] 0 of 2  of the next 1 of 900");
	log_line("  # ok 2 - is no result\r\n    ok 3 - nor is this\r\n");
	shows("of the next 1 of 900");
	log_line("  not ok 450 - F-300 another\r\n");
	shows("[#######.......................] 0 of 2");
	shows(" of the next 450 of 900");
	page_result(true, "check");
	shows("[###############...............] 1 of 2  check");
	log_line("  ok 9 - of a program without a plan\r\n");
	shows("1 of 2");
	check(!strstr(rows[PAGE_PROGRESS], "next"), "no plan, no progress");
	log_line("  1..0\r\n  ok 4294967295 - odd\r\n");
	log_line("  1..1\r\n  ok 4294967295 - odd\r\n");
	shows("[##############################] 1 of 2");
	page_result(false, "other # why");
	shows("[##############################] 2 of 2  other # why");
	check(!!strstr(rows[PAGE_FAILED], "other # why"), "a failure is named");
	result("results, and what the running program has done of its plan");

	page_panic();
	log_line("  ok 1 - as if\r\n");
	check(!strstr(rows[PAGE_PROGRESS], " of "), "a panic has the page");
	result("after a panic there is only the report");
	return tap_end();
}
