/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver of an 8250 or 16550 (registers as in the 16550D's data sheet),
 * polled. A UART that vanishes is given up; one that is not ready in time loses
 * text, and is tried again at each write.
 */

#include "log/uart.h"
#include <asm/errno.h>
#include "log/console.h"
#include "uart_ops.h"
#include "lib/printf.h"

#define MAX_UARTS 4

static struct uart {
	struct console console;
	struct uart_port port;
	const char *why;
	char name[80];
	enum uart_state state;
	u32 fifo; /* bytes that it takes once THRE is set */
	u64 lost; /* bytes, while it was stalled */
} uarts[MAX_UARTS];
static u32 count;

/* Notes why in uart->state if this is not its line status in time. */
static bool wait_for(struct uart *uart, u8 line_status, u32 reads)
{
	uart->state = uart_wait(&uart->port, line_status, reads);
	return uart->state == UART_READY;
}

/* A port access can cost a microsecond: one look for each FIFO of bytes. */
static void send(struct uart *uart, const char *text, size_t length)
{
	u32 room;

	while (length) {
		if (!wait_for(uart, UART_LSR_THRE, UART_READS)) {
			uart->lost += length;
			return;
		}
		for (room = uart->fifo; room && length; room--, length--)
			uart_set(&uart->port, UART_TX, *text++);
	}
	/* The machine may be switched off next, and the FIFO would be lost. */
	wait_for(uart, UART_LSR_TEMT, UART_READS);
}

/* Says what is missing, once a stalled UART has become ready again. */
static void resume(struct uart *uart)
{
	char text[48];
	int length = snprintf(text, sizeof(text),
			      "\r\n# console: %lu bytes lost\r\n", uart->lost);

	uart->lost = 0;
	send(uart, text, length);
}

static void uart_write(const struct console *console, const char *text,
		       size_t length)
{
	struct uart *uart = (struct uart *)console;

	if (uart->state == UART_ABSENT || uart->state == UART_GONE)
		return;
	/* One look: a UART that stays stalled must not cost its wait again. */
	if (uart->state == UART_STALLED &&
	    !wait_for(uart, UART_LSR_THRE, 1)) {
		uart->lost += length;
		return;
	}
	if (uart->lost)
		resume(uart);
	send(uart, text, length);
}

s32 uart_receive(void)
{
	const struct uart *uart;
	s32 none = -ENODEV;
	u8 status;

	for (uart = uarts; uart < uarts + count; uart++) {
		if (uart->state == UART_ABSENT || uart->state == UART_GONE)
			continue;
		status = uart_read(&uart->port, UART_LSR);
		if (status == UART_NOBODY)
			continue;
		if (status & UART_LSR_DR)
			return uart_read(&uart->port, UART_RX);
		none = -EAGAIN;
	}
	return none;
}

/*
 * Turns the FIFOs on, and returns how many bytes a transmitter takes that says
 * THRE: an 8250 has no FIFO, and the first 16550's loses bytes.
 */
static u32 enable_fifo(const struct uart_port *port)
{
	uart_set(port, UART_FCR, UART_FCR_ENABLE_FIFO);
	return (uart_read(port, UART_IIR) & UART_IIR_16550A) ==
	       UART_IIR_16550A ? UART_FIFO : 1;
}

/* Takes the UART into use: 8N1, FIFOs on. false: nothing answers there. */
static bool set_up(struct uart *uart)
{
	static const char *const access[] = {
		[UART_IO] = "port",
		[UART_MMIO] = "memory",
		[UART_MMIO32] = "32-bit memory",
	};
	const struct uart_port *port = &uart->port;
	u16 divisor;

	if (!uart_answers(port))
		return false;
	/* What the firmware has sent. */
	wait_for(uart, UART_LSR_TEMT, UART_READS);
	uart_set(port, UART_IER, 0);
	if (port->place.baud)
		uart_set_divisor(port, UART_CLOCK_BAUD / port->place.baud);
	else if (!uart_divisor(port))
		uart_set_divisor(port, 1);
	uart->fifo = enable_fifo(port);
	uart_set(port, UART_MCR, UART_MCR_DTR | UART_MCR_RTS);
	divisor = uart_divisor(port);
	/* At another clock than a PC's the divisor means another speed. */
	snprintf(uart->name, sizeof(uart->name),
		 "8250 at %s %#lx, %u baud, 8N1, divisor %u (%s)",
		 access[port->place.access], port->place.address,
		 divisor ? UART_CLOCK_BAUD / divisor : 0, divisor, uart->why);
	uart->console.name = uart->name;
	uart->console.write = uart_write;
	console_register(&uart->console);
	return true;
}

static bool is_known(const struct uart_place *place)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (uarts[i].port.place.access == place->access &&
		    uarts[i].port.place.address == place->address)
			return true;
	return false;
}

bool uart_add(const struct uart_place *place, const char *why)
{
	struct uart *uart = &uarts[count];

	if (is_known(place))
		return true;
	if (count == MAX_UARTS)
		return false;
	*uart = (struct uart){ .port.place = *place, .why = why };
	if (place->access == UART_IO && !set_up(uart))
		return false;
	count++;
	return true;
}

void uart_map(volatile void *(*map)(u64 phys))
{
	u32 i;

	for (i = 0; i < count; i++) {
		struct uart *uart = &uarts[i];

		if (uart->port.place.access == UART_IO)
			continue;
		uart->port.registers = map(uart->port.place.address);
		if (!uart->port.registers || !set_up(uart))
			printk("# console: nothing answers at %#lx (%s)\n",
			       uart->port.place.address, uart->why);
	}
}
