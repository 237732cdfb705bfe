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
#define SHOWN 40 /* bytes of a refused value, which may be of any length */
#define BATCH 64 /* bytes that a console gets in one call */

extern console_initcall *const __con_initcall_start[],
	*const __con_initcall_end[];

static struct console *consoles, **last_link = &consoles;
static struct option refused; /* console=, if no driver can use its value */

static enum { AT_START, IN_LINE, IN_RING3_LINE } column;

void console_register(struct console *console)
{
	*last_link = console;
	last_link = &console->next;
}

void console_refuse(const struct option *option)
{
	refused = *option;
}

static void batch_out(const char *text, size_t length)
{
	const struct console *console;

	for (console = consoles; console; console = console->next)
		console->write(text, length);
}

/* Writes text to the consoles: each line after indent, '\n' as CRLF. */
static void write_lines(const char *text, size_t length, const char *indent)
{
	char batch[BATCH + 4];
	size_t used = 0;

	while (length--) {
		if (column == AT_START && *text != '\n') {
			memcpy(batch + used, indent, strlen(indent));
			used += strlen(indent);
			column = *indent ? IN_RING3_LINE : IN_LINE;
		}
		if (*text == '\n') {
			batch[used++] = '\r';
			column = AT_START;
		}
		batch[used++] = *text++;
		if (used >= BATCH - 4 || !length) {
			batch_out(batch, used);
			used = 0;
		}
	}
}

void console_end_line(void)
{
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
	if (column == IN_RING3_LINE)
		console_end_line();
	write_lines(line, length, "");
	boot_time_switch(part);
}

void console_write_ring3(const char *text, size_t length)
{
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
	size_t length = refused.value_length;

	if (refused.value)
		printk("# option: console: bad value, ignored: %.*s\n",
		       (int)(length < SHOWN ? length : SHOWN), refused.value);

	for (console = consoles; console; console = console->next)
		printk("# console: %s\n", console->name);
}
