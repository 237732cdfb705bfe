/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial console: an 8250 or 16550 (registers as in the 16550D's data
 * sheet), polled. console= names the port and the speed; without it the port is
 * COM1. A UART that stops answering is given up, and the log goes on.
 */

#include <linux/serial_reg.h>
#include "log/console.h"
#include "cpu_ops.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "log/settings.h"

#define MAX_BAUD 115200 /* the UART's clock / 16; the divisor is then 1 */

/*
 * How often to poll the line status before giving up. At 1200 baud a byte
 * takes 8 ms, and a port read takes at least 100 ns on real machines.
 */
#define SPINS 1000000

static u16 base;
static bool alive;

static u8 uart_read(u16 reg)
{
	return inb(base + reg);
}

static void uart_set(u16 reg, u8 value)
{
	outb(base + reg, value);
}

/* The scratch register keeps what is written to it, where there is a UART. */
static bool uart_answers(void)
{
	uart_set(UART_SCR, 0x5a);
	if (uart_read(UART_SCR) != 0x5a)
		return false;
	uart_set(UART_SCR, 0xa5);
	return uart_read(UART_SCR) == 0xa5;
}

static bool wait_for(u8 line_status)
{
	u32 spins;

	for (spins = 0; spins < SPINS; spins++) {
		if ((uart_read(UART_LSR) & line_status) == line_status)
			return true;
		cpu_relax();
	}
	return false;
}

static void set_divisor(u16 divisor)
{
	uart_set(UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	uart_set(UART_DLL, divisor & 0xff);
	uart_set(UART_DLM, divisor >> 8);
	uart_set(UART_LCR, UART_LCR_WLEN8);
}

static u16 read_divisor(void)
{
	u16 divisor;

	uart_set(UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	divisor = uart_read(UART_DLL) | uart_read(UART_DLM) << 8;
	uart_set(UART_LCR, UART_LCR_WLEN8);
	return divisor;
}

static void uart_write(const char *text, size_t length)
{
	for (; alive && length; length--, text++) {
		alive = wait_for(UART_LSR_THRE);
		if (alive)
			uart_set(UART_TX, *text);
	}
	/* The machine may be switched off next, and the FIFO would be lost. */
	if (alive)
		alive = wait_for(UART_LSR_TEMT);
}

/* What console= names. */
struct serial_port {
	u16 port;
	u32 baud; /* 0: keep the divisor that the firmware set */
};

/* The legacy ports of ttyS0 to ttyS3. */
static const u16 com_port[] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };

/*
 * Reads the value of console=: ttyS0 to ttyS3, or uart8250,io,PORT. ",BAUD" may
 * follow either; a parity and width in it are read as 8N1. Returns false, and
 * leaves *serial alone, if the value is neither.
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
		    number > MAX_BAUD)
			return false;
		new.baud = number;
	}
	*serial = new;
	return true;
}

bool console_accepts(const struct option *option)
{
	struct serial_port serial;

	return option_value_is(option, "none") ||
	       parse_console(option, &serial);
}

/* Takes the UART into use: 8N1, FIFOs on. false: nothing answers there. */
static bool set_up(const struct serial_port *serial)
{
	base = serial->port;
	alive = uart_answers();
	if (!alive)
		return false;
	wait_for(UART_LSR_TEMT); /* what the firmware has sent */
	uart_set(UART_IER, 0);
	if (serial->baud)
		set_divisor(MAX_BAUD / serial->baud);
	else if (!read_divisor())
		set_divisor(1);
	uart_set(UART_FCR, UART_FCR_ENABLE_FIFO);
	uart_set(UART_MCR, UART_MCR_DTR | UART_MCR_RTS);
	return true;
}

static void uart_init(const char *options)
{
	static char name[48];
	static struct console uart = { .name = name, .write = uart_write };
	struct serial_port serial = { .port = com_port[0] };
	struct option console;
	bool none = false;
	u16 divisor;

	while ((options = option_next(options, &console))) {
		if (!option_key_is(&console, "console") || !console.value)
			continue;
		if (option_value_is(&console, "none"))
			none = true;
		else if (parse_console(&console, &serial))
			none = false;
	}
	if (none)
		return;
	if (!set_up(&serial))
		return;
	divisor = read_divisor();
	snprintf(name, sizeof(name), "8250 at port %#x, %u baud, 8N1", base,
		 divisor ? MAX_BAUD / divisor : 0);
	console_register(&uart);
}
CONSOLE_INITCALL(uart_init);
