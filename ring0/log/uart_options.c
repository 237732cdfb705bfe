/* SPDX-License-Identifier: BSD-2-Clause */
/* The serial ports that console= and earlycon= name, in Linux's spelling. */

#include "log/console.h"
#include "log/settings.h"
#include "log/uart.h"
#include "lib/string.h"

#define MAX_BAUD 115200

/* The legacy ports of ttyS0 to ttyS3. */
static const u16 com_port[] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };

static bool parse_tty(const struct option *name, struct uart_place *place)
{
	if (name->value_length != 5 || memcmp(name->value, "ttyS", 4) ||
	    name->value[4] < '0' || name->value[4] > '3')
		return false;
	place->address = com_port[name->value[4] - '0'];
	return true;
}

/* Reads "io|mmio|mmio32,ADDRESS", the value's second and third field. */
static bool parse_uart8250(const struct option *value,
			   struct uart_place *place)
{
	static const char *const word[] = {
		[UART_IO] = "io",
		[UART_MMIO] = "mmio",
		[UART_MMIO32] = "mmio32",
	};
	struct option access, address;
	u32 i;

	if (!setting_field(value, ',', 1, &access) ||
	    !setting_field(value, ',', 2, &address) ||
	    !option_number(&address, &place->address))
		return false;
	for (i = 0; i < ARRAY_SIZE(word); i++) {
		if (option_value_is(&access, word[i])) {
			place->access = i;
			return i != UART_IO || place->address <= 0xffff;
		}
	}
	return false;
}

bool uart_parse(const struct option *option, struct uart_place *place)
{
	struct uart_place new = { 0 };
	struct option field;
	u32 speed_field = 1;
	u64 baud = 0;

	setting_field(option, ',', 0, &field);
	if (option_value_is(&field, "uart8250") ||
	    option_value_is(&field, "uart")) {
		speed_field = 3;
		if (!parse_uart8250(option, &new))
			return false;
	} else if (!parse_tty(&field, &new)) {
		return false;
	}
	if (setting_field(option, ',', speed_field, &field)) {
		field.value_length = setting_digits(&field);
		if (!option_number(&field, &baud) || !baud || baud > MAX_BAUD)
			return false;
	}
	new.baud = baud;
	*place = new;
	return true;
}

bool console_accepts(const struct option *option)
{
	struct uart_place place;

	return option_value_is(option, "none") ||
	       option_value_is(option, "tty0") || uart_parse(option, &place);
}

static bool is_console(const struct option *option)
{
	return option->value && (option_key_is(option, "console") ||
				 option_key_is(option, "earlycon"));
}

/* Returns the text after the last console=none; without one, text itself. */
static const char *after_none(const char *text, bool *none)
{
	const char *next = text, *start = text;
	struct option option;

	*none = false;
	while ((next = option_next(next, &option))) {
		if (is_console(&option) && option_value_is(&option, "none")) {
			*none = true;
			start = next;
		}
	}
	return start;
}

bool uart_add_options(const char *options)
{
	struct uart_place place;
	struct option option;
	bool settled;

	options = after_none(options, &settled);
	while ((options = option_next(options, &option))) {
		if (!is_console(&option) || !uart_parse(&option, &place))
			continue;
		uart_add(&place, "by console=");
		settled = true;
	}
	return settled;
}

bool uart_add_com(void)
{
	static const char *const why[] = { "COM1", "COM2", "COM3", "COM4" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(com_port); i++) {
		struct uart_place place = { .address = com_port[i] };

		if (uart_add(&place, why[i]))
			return true;
	}
	return false;
}
