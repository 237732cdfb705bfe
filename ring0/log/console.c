/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log. printk() and ring 3's write() come in here, and leave by every
 * console: a serial port, and port 0xe9 where an emulator listens.
 */

#include "log/console.h"
#include "log/boot_time.h"
#include "cpu_ops.h"
#include "lib/options.h"
#include "lib/printf.h"
#include "log/settings.h"
#include "lib/string.h"
#include "log/uart.h"

#define PORT_E9 0xe9 /* Bochs's and QEMU's debugcon; reads back as 0xe9 */
#define LINE 512
#define SHOWN 40 /* of a value that may be any length */
#define BATCH 64 /* bytes to a console at once */

static void e9_write(const char *text, size_t length)
{
	while (length--)
		outb(PORT_E9, *text++);
}

static struct console uart_console = { NULL, uart_write };
static const struct console e9_console = { "port 0xe9", e9_write };

static const struct console *consoles[2];
static size_t console_count;
static struct option refused; /* console=, when it names none */

static enum { AT_START, IN_LINE, IN_RING3_LINE } column;

static void batch_out(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < console_count; i++)
		consoles[i]->write(text, length);
}

/* Text to the wire, each line behind indent, '\n' as CRLF. */
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
	enum boot_part part = boot_time_is(BOOT_OUTPUT);
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
	boot_time_is(part);
}

void console_write_ring3(const char *text, size_t length)
{
	if (column == IN_LINE)
		console_end_line();
	write_lines(text, length, "  ");
}

/* The legacy ports of ttyS0 to ttyS3. */
static const u16 com_port[] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };

struct serial_port {
	u16 port;
	u32 baud; /* 0: what is set */
};

/*
 * The port and baud that console= names: ttyS0 to ttyS3, or uart8250,io,PORT;
 * either with ",BAUD" behind it, whose parity and width are taken as 8N1.
 * false: it is neither, and *serial is as it was.
 */
static bool parse_console(const struct option *console,
			  struct serial_port *serial)
{
	struct serial_port new = { 0 };
	struct option field;
	u64 number = 0;
	unsigned int next = 1;

	setting_field(console, ',', 0, &field);
	if (field.value_length == 5 && !memcmp(field.value, "ttyS", 4) &&
	    field.value[4] >= '0' && field.value[4] <= '3') {
		new.port = com_port[field.value[4] - '0'];
	} else if (option_value_is(&field, "uart8250") &&
		   setting_field(console, ',', 1, &field) &&
		   option_value_is(&field, "io") &&
		   setting_field(console, ',', 2, &field) &&
		   option_number(&field, &number) && number <= 0xffff) {
		new.port = number;
		next = 3;
	} else {
		return false;
	}
	if (setting_field(console, ',', next, &field)) {
		field.value_length = setting_digits(&field);
		if (!option_number(&field, &number) || !number ||
		    number > UART_MAX_BAUD)
			return false;
		new.baud = number;
	}
	*serial = new;
	return true;
}

static void add_uart(u16 port)
{
	static char name[48];

	snprintf(name, sizeof(name), "8250 at port %#x, %u baud, 8N1", port,
		 uart_baud());
	uart_console.name = name;
	consoles[console_count++] = &uart_console;
}

void console_init(const char *options)
{
	struct option console;
	struct serial_port serial = { .port = com_port[0] };
	bool wanted = true;

	if (inb(PORT_E9) == PORT_E9)
		consoles[console_count++] = &e9_console;
	if (option_find(options, "console", &console)) {
		wanted = !option_value_is(&console, "none");
		if (wanted && !parse_console(&console, &serial))
			refused = console;
	}
	if (wanted && uart_init(serial.port, serial.baud))
		add_uart(serial.port);
	column = IN_LINE; /* of the firmware's, or the loader's */
	console_end_line();
}

void console_list(void)
{
	size_t length = refused.value_length;
	size_t i;

	if (refused.value)
		printk("# option: console: bad value, ignored: %.*s\n",
		       (int)(length < SHOWN ? length : SHOWN), refused.value);

	for (i = 0; i < console_count; i++)
		printk("# console: %s\n", consoles[i]->name);
}
