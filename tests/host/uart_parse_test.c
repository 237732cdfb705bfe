/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of serial ports in Linux's spelling, good ones and bad ones. */
#include "lib/uart_parse.c"
#include "lib/options.c"

#include "tap.h"

static const struct {
	const char *value;
	struct uart_place place; /* address 0: it is refused */
} names[] = {
	{ "ttyS0", { UART_IO, 0, 0x3f8 } },
	{ "ttyS3", { UART_IO, 0, 0x2e8 } },
	{ "ttyS1,115200", { UART_IO, 115200, 0x2f8 } },
	{ "ttyS1,9600n8", { UART_IO, 9600, 0x2f8 } },
	{ "uart8250,io,0x3e8", { UART_IO, 0, 0x3e8 } },
	{ "uart,io,0x3e8,38400n8", { UART_IO, 38400, 0x3e8 } },
	{ "uart8250,mmio,0xfedc0000", { UART_MMIO, 0, 0xfedc0000 } },
	{ "uart8250,mmio32,0x1fedc0000,57600",
	  { UART_MMIO32, 57600, 0x1fedc0000 } },
	{ "ttyS4", {0} },
	{ "ttyS", {0} },
	{ "ttyS00", {0} },
	{ "ttyUSB0", {0} },
	{ "ttyS0,0", {0} },
	{ "ttyS0,115201", {0} },
	{ "ttyS0,", {0} },
	{ "uart8250", {0} },
	{ "uart8250,io", {0} },
	{ "uart8250,io,0x10000", {0} },
	{ "uart8250,io,x", {0} },
	{ "uart8250,port,0x3f8", {0} },
	{ "uart8250,mmio32,0xfedc0000,fast", {0} },
	{ "", {0} },
};

static bool same(const struct uart_place *a, const struct uart_place *b)
{
	return a->access == b->access && a->baud == b->baud &&
	       a->address == b->address;
}

static void test_names(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		struct option option = {
			.value = names[i].value,
			.value_length = strlen(names[i].value),
		};
		struct uart_place place = {0};
		bool taken = uart_parse(&option, &place);

		check(taken == !!names[i].place.address, "%s: %s",
		      names[i].value, taken ? "taken" : "refused");
		check(same(&place, &names[i].place),
		      "%s: access %u, address %#lx, %u baud", names[i].value,
		      place.access, place.address, place.baud);
	}
	result("each name is read, or refused and leaves the place alone");
}

static void test_options(void)
{
	const char *text = "console=ttyS0 earlycon=none init=console=ttyS1 "
		"console=tty0 console=ttyS2 earlycon=uart8250,io,0x2e8 console";
	struct uart_place place = {0};
	bool none;

	text = uart_options_start(text, &none);
	check(none, "none is not seen");
	check(uart_options_next(&text, &place) && place.address == 0x3e8,
	      "first %#lx", place.address);
	check(uart_options_next(&text, &place) && place.address == 0x2e8,
	      "second %#lx", place.address);
	check(!uart_options_next(&text, &place), "a third: %#lx",
	      place.address);
	text = uart_options_start("init=walk", &none);
	check(!none && !uart_options_next(&text, &place), "found in no option");
	result("each port of the options in turn, from the last none on");
}

int main(void)
{
	test_names();
	test_options();
	return tap_end();
}
