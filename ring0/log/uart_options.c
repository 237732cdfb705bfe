/* SPDX-License-Identifier: BSD-2-Clause */
/* Adds the serial ports that options name, and the legacy ones. */

#include "log/console.h"
#include "log/uart.h"

bool console_accepts(const struct option *option)
{
	struct uart_place place;

	return option_value_is(option, "none") ||
	       option_value_is(option, "tty0") || uart_parse(option, &place);
}

bool uart_add_options(const char *options)
{
	struct uart_place place;
	bool settled;

	options = uart_options_start(options, &settled);
	while (uart_options_next(&options, &place)) {
		uart_add(&place, "by console=");
		settled = true;
	}
	return settled;
}

bool uart_add_com(void)
{
	static const char *const why[] = { "COM1", "COM2", "COM3", "COM4" };
	u32 i;

	for (i = 0; i < UART_COM_PORTS; i++) {
		struct uart_place place = { .address = uart_com_port[i] };

		if (uart_add(&place, why[i]))
			return true;
	}
	return false;
}
