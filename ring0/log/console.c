/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log. printk() and ring 3's write() come in here; the text leaves by every
 * console that its driver registered.
 */

#include "log/console.h"
#include "log/boot_time.h"
#include "lib/printf.h"
#include "lib/string.h"

#define LINE 512
#define BATCH 64 /* bytes that a console gets in one call */
#define KEPT 4096 /* bytes of the log's beginning */

extern console_initcall *const __con_initcall_start[],
	*const __con_initcall_end[];

static struct console *consoles, **last_link = &consoles;

static console_divert *divert;

console_divert *console_set_divert(console_divert *function)
{
	console_divert *last = divert;

	divert = function;
	return last;
}

static enum { AT_START, IN_LINE, IN_RING3_LINE } column;

/* The log's beginning, for a console that can be used only later. */
static struct {
	char text[KEPT];
	size_t used;
	bool ended;
} kept;

void console_register(struct console *console)
{
	*last_link = console;
	last_link = &console->next;
	if (!kept.ended && kept.used)
		console->write(console, kept.text, kept.used);
}

void console_keep_no_more(void)
{
	kept.ended = true;
}

static void keep(const char *text, size_t length)
{
	if (kept.ended || length > KEPT - kept.used)
		return;
	memcpy(kept.text + kept.used, text, length);
	kept.used += length;
}

static void batch_out(const char *text, size_t length)
{
	const struct console *console;

	keep(text, length);
	for (console = consoles; console; console = console->next)
		console->write(console, text, length);
}

/*
 * Adds one character to the batch: '\n' as CRLF, and whatever is neither
 * printable ASCII nor a tab as "\\x" and two digits. So a reader sees just the
 * lines that there are, and no program commands the terminal.
 */
static size_t add_character(char *batch, u8 c)
{
	static const char digits[] = "0123456789abcdef";

	if (c == '\n') {
		memcpy(batch, "\r\n", 2);
		return 2;
	}
	if ((c >= ' ' && c <= '~') || c == '\t') {
		*batch = c;
		return 1;
	}
	batch[0] = '\\';
	batch[1] = 'x';
	batch[2] = digits[c >> 4];
	batch[3] = digits[c & 0xf];
	return 4;
}

/* Writes text to the consoles, each line after indent. */
static void write_lines(const char *text, size_t length, const char *indent)
{
	char batch[BATCH + 8];
	size_t used = 0;

	while (length--) {
		if (column == AT_START && *text != '\n') {
			memcpy(batch + used, indent, strlen(indent));
			used += strlen(indent);
			column = *indent ? IN_RING3_LINE : IN_LINE;
		}
		if (*text == '\n')
			column = AT_START;
		used += add_character(batch + used, *text++);
		if (used >= BATCH || !length) {
			batch_out(batch, used);
			used = 0;
		}
	}
}

void console_end_line(void)
{
	if (divert && divert("", 0, false))
		return;
	if (column != AT_START)
		write_lines("\n", 1, "");
}

void printk(const char *format, ...)
{
	enum boot_part part = boot_time_switch(BOOT_OUTPUT);
	char line[LINE];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (length >= (int)sizeof(line)) {
		length = sizeof(line) - 1;
		line[length - 1] = '\n';
	}
	if (!divert || !divert(line, length, false)) {
		if (column == IN_RING3_LINE)
			console_end_line();
		write_lines(line, length, "");
	}
	boot_time_switch(part);
}

void console_write_ring3(const char *text, size_t length)
{
	if (divert && divert(text, length, true))
		return;
	if (column == IN_LINE)
		console_end_line();
	write_lines(text, length, "  ");
}

void console_init(const char *options)
{
	console_initcall *const *init;

	for (init = __con_initcall_start; init < __con_initcall_end; init++)
		(*init)(options);
	column = IN_LINE; /* the firmware or the loader may have left one */
	console_end_line();
}

void console_list(void)
{
	const struct console *console;

	for (console = consoles; console; console = console->next)
		printk("# console: %s\n", console->name);
}
