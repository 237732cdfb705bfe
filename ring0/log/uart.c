/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial console: a 8250 or 16550 (registers as in the 16550D's data
 * sheet). A UART that stops answering is given up, and the log goes on.
 */

#include "log/uart.h"
#include <linux/serial_reg.h>
#include "cpu_ops.h"

/*
 * How often to look for room: at 1200 baud one byte takes 8 ms, and one port
 * read at least some 100 ns on real machines.
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

/* The scratch register holds what is written, where there is a UART. */
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

static void set_baud(u32 baud)
{
	u16 divisor = UART_MAX_BAUD / baud;

	uart_set(UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	uart_set(UART_DLL, divisor & 0xff);
	uart_set(UART_DLM, divisor >> 8);
	uart_set(UART_LCR, UART_LCR_WLEN8);
}

static u16 divisor_found(void)
{
	u16 divisor;

	uart_set(UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	divisor = uart_read(UART_DLL) | uart_read(UART_DLM) << 8;
	uart_set(UART_LCR, UART_LCR_WLEN8);
	return divisor;
}

u32 uart_baud(void)
{
	u16 divisor = divisor_found();

	return divisor ? UART_MAX_BAUD / divisor : 0;
}

bool uart_init(u16 port, u32 baud)
{
	base = port;
	alive = uart_answers();
	if (!alive)
		return false;
	wait_for(UART_LSR_TEMT); /* what the firmware has sent */
	uart_set(UART_IER, 0);
	if (baud || !divisor_found())
		set_baud(baud ? baud : UART_MAX_BAUD);
	uart_set(UART_FCR, UART_FCR_ENABLE_FIFO);
	uart_set(UART_MCR, UART_MCR_DTR | UART_MCR_RTS);
	return true;
}

void uart_write(const char *text, size_t length)
{
	for (; alive && length; length--, text++) {
		alive = wait_for(UART_LSR_THRE);
		if (alive)
			uart_set(UART_TX, *text);
	}
	/* All of it is on the wire when the machine is switched off next. */
	if (alive)
		alive = wait_for(UART_LSR_TEMT);
}
