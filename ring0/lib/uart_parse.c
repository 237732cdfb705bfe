/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the name of a serial port, in Linux's spelling. Pure. */
#include "lib/uart_parse.h"

#include "lib/string.h"

#define MAX_BAUD 115200

const u16 uart_com_port[UART_COM_PORTS] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };

static bool parse_tty(const struct option *name, struct uart_place *place)
{
	if (name->value_length != 5 || memcmp(name->value, "ttyS", 4) ||
	    name->value[4] < '0' || name->value[4] > '3')
		return false;
	place->address = uart_com_port[name->value[4] - '0'];
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

static bool is_console(const struct option *option)
{
	return option->value && (option_key_is(option, "console") ||
				 option_key_is(option, "earlycon"));
}

const char *uart_options_start(const char *text, bool *none)
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

bool uart_options_next(const char **next, struct uart_place *place)
{
	struct option option;

	while ((*next = option_next(*next, &option)))
		if (is_console(&option) && uart_parse(&option, place))
			return true;
	return false;
}
