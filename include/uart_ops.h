/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of an 8250 or 16550 (as in the 16550D's data sheet), for the
 * loader and for ring 0. registers: where they are mapped, unless UART_IO.
 */
#ifndef GATEHOUSE_UART_OPS_H
#define GATEHOUSE_UART_OPS_H

#include <linux/serial_reg.h>
#include "cpu_ops.h"
#include "uart_place.h"

#define UART_CLOCK_BAUD 115200 /* a PC's clock / 16: the speed of divisor 1 */
#define UART_NOBODY 0xff       /* what a read returns where nothing is */
#define UART_IIR_16550A 0xc0   /* FIFOs are on, and work; later ones say so */
#define UART_FIFO 16           /* bytes, at least, of such a transmitter */

/*
 * How often to read the line status before a UART counts as stalled. At 1200
 * baud a byte takes 8 ms, and a port read at least 100 ns on real machines.
 */
#define UART_READS 1000000

struct uart_port {
	struct uart_place place;
	volatile void *registers;
};

static inline u8 uart_read(const struct uart_port *uart, u32 reg)
{
	switch (uart->place.access) {
	case UART_MMIO:
		return ((volatile u8 *)uart->registers)[reg];
	case UART_MMIO32:
		return ((volatile u32 *)uart->registers)[reg];
	default:
		return inb(uart->place.address + reg);
	}
}

static inline void uart_set(const struct uart_port *uart, u32 reg, u8 value)
{
	switch (uart->place.access) {
	case UART_MMIO:
		((volatile u8 *)uart->registers)[reg] = value;
		break;
	case UART_MMIO32:
		((volatile u32 *)uart->registers)[reg] = value;
		break;
	default:
		outb(uart->place.address + reg, value);
	}
}

/* The scratch register keeps what is written to it, where there is a UART. */
static inline bool uart_answers(const struct uart_port *uart)
{
	uart_set(uart, UART_SCR, 0x5a);
	if (uart_read(uart, UART_SCR) != 0x5a)
		return false;
	uart_set(uart, UART_SCR, 0xa5);
	return uart_read(uart, UART_SCR) == 0xa5 &&
	       uart_read(uart, UART_LSR) != UART_NOBODY;
}

enum uart_state { UART_ABSENT, UART_READY, UART_STALLED, UART_GONE };

/* Waits until its line status has these bits, or for so many reads of it. */
static inline enum uart_state uart_wait(const struct uart_port *uart,
					u8 line_status, u32 reads)
{
	while (reads--) {
		u8 now = uart_read(uart, UART_LSR);

		if (now == UART_NOBODY)
			return UART_GONE;
		if ((now & line_status) == line_status)
			return UART_READY;
		cpu_relax();
	}
	return UART_STALLED;
}

static inline void uart_set_divisor(const struct uart_port *uart, u16 divisor)
{
	uart_set(uart, UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	uart_set(uart, UART_DLL, divisor & 0xff);
	uart_set(uart, UART_DLM, divisor >> 8);
	uart_set(uart, UART_LCR, UART_LCR_WLEN8);
}

static inline u16 uart_divisor(const struct uart_port *uart)
{
	u16 divisor;

	uart_set(uart, UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	divisor = uart_read(uart, UART_DLL) | uart_read(uart, UART_DLM) << 8;
	uart_set(uart, UART_LCR, UART_LCR_WLEN8);
	return divisor;
}

#endif
