/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fills the page on the screen. It gets results from ktap.c, and the log as any
 * console does: it shows the last line, or after a panic all of them.
 */

#include "log/page.h"
#include "log/console.h"
#include "lib/printf.h"
#include "lib/string.h"

#define BAR 30		  /* characters of the bar that shows progress */
#define FAILED_NAMES 2	  /* so many are shown, others are counted */
#define PANIC_FIRST 1	  /* the rows of a panic's report */
#define PANIC_END PAGE_VERDICT

static u32 planned, done, failed;
static u32 inner_planned, inner_done; /* of the program that runs */

static struct {
	char text[SCREEN_COLUMNS + 1];
	u32 used;
	bool panic;
	u32 row; /* after a panic: the next one */
} line;

/* What the running program has done counts as a part of its one result. */
static void show_progress(const char *name)
{
	char bar[BAR + 1], inner[32] = "";
	u32 full = planned ? done * BAR / planned : 0;

	if (inner_planned && done < planned) {
		full += BAR * inner_done / inner_planned / planned;
		snprintf(inner, sizeof(inner), "of the next %u of %u",
			 inner_done, inner_planned);
	}
	memset(bar, '.', BAR);
	memset(bar, '#', full < BAR ? full : BAR);
	bar[BAR] = '\0';
	page_print(PAGE_PROGRESS, "Results", "[%s] %u of %u  %s%s", bar, done,
		   planned, inner, name);
}

/* A report begins with what matters most. What does not fit is left out. */
static void print_panic_line(void)
{
	if (line.row < PANIC_END)
		screen_print(line.row++, 0, SCREEN_COLUMNS, STYLE_TEXT, "%s",
			     line.text);
}

static u32 number_at(const char *digits)
{
	u32 number = 0;

	for (; *digits >= '0' && *digits <= '9'; digits++)
		number = 10 * number + *digits - '0';
	return number;
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* A program's own plan and results are indented by two blanks. */
static void count_inner(const char *text)
{
	if (begins(text, "  1..")) {
		inner_planned = number_at(text + 5);
		inner_done = 0;
	} else if (begins(text, "  ok ")) {
		inner_done = number_at(text + 5);
	} else if (begins(text, "  not ok ")) {
		inner_done = number_at(text + 9);
	} else {
		return;
	}
	show_progress("");
}

static void end_line(void)
{
	line.text[line.used] = '\0';
	line.used = 0;
	if (line.panic) {
		print_panic_line();
		return;
	}
	page_print(PAGE_LOG, "Log", "%s", line.text);
	count_inner(line.text);
}

static void page_write(const struct console *console, const char *text,
		       size_t length)
{
	(void)console;
	for (; length; length--, text++) {
		if (*text == '\n')
			end_line();
		else if (*text != '\r' && line.used < SCREEN_COLUMNS)
			line.text[line.used++] = *text == '\t' ? ' ' : *text;
		/* The rest of a long line continues in the next row. */
		if (line.panic && line.used == SCREEN_COLUMNS)
			end_line();
	}
}

void page_init(void)
{
	static struct console console = {
		.name = "the screen",
		.write = page_write,
	};

	screen_print(PAGE_TITLE, 0, SCREEN_COLUMNS, STYLE_TITLE,
		     " Gatehouse %s: the way from ring 3 into ring 0 and back, "
		     "checked", GATEHOUSE_VERSION);
	console_register(&console);
}

void page_plan(u32 results)
{
	planned = results;
	show_progress("");
}

static void show_failed(const char *name)
{
	if (failed < FAILED_NAMES)
		screen_print(PAGE_FAILED + failed, 0, SCREEN_COLUMNS,
			     STYLE_FAIL, " FAILED    %s", name);
	else
		screen_print(PAGE_FAILED + FAILED_NAMES, 0, SCREEN_COLUMNS,
			     STYLE_FAIL, " FAILED    and %u more: see the log",
			     failed - FAILED_NAMES + 1);
	failed++;
}

void page_result(bool passed, const char *name)
{
	done++;
	inner_planned = 0;
	show_progress(name);
	if (!passed)
		show_failed(name);
}

void page_panic(void)
{
	u32 row;

	for (row = 1; row < SCREEN_ROWS; row++)
		screen_print(row, 0, SCREEN_COLUMNS, STYLE_TEXT, " ");
	screen_print(PAGE_TITLE, 0, SCREEN_COLUMNS, STYLE_FAIL,
		     " Gatehouse %s: PANIC: ring 0 cannot go on",
		     GATEHOUSE_VERSION);
	line.panic = true;
	line.row = PANIC_FIRST;
	line.used = 0;
}

void page_end(bool passed)
{
	enum screen_style style = passed ? STYLE_PASS : STYLE_FAIL;
	u32 row;

	if (!line.panic)
		show_progress(failed ? "" : "no failure");

	for (row = PAGE_VERDICT; row < SCREEN_ROWS; row++)
		screen_print(row, 0, SCREEN_COLUMNS, style, " ");
	screen_big(PAGE_VERDICT, style, passed ? "PASS" : "FAIL");
}
