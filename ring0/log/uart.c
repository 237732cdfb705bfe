/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver of an 8250 or 16550 (registers as in the 16550D's data sheet),
 * polled. A UART that vanishes is given up; one that is not ready in time loses
 * text, and is tried again at each write.
 */

#include "log/uart.h"
#include <asm/errno.h>
#include <linux/serial_reg.h>
#include "log/console.h"
#include "cpu_ops.h"
#include "lib/printf.h"

#define MAX_UARTS 4
#define CLOCK_BAUD 115200 /* a PC's UART clock / 16: the speed of divisor 1 */
#define NO_UART 0xff	  /* what a read returns where nothing is */

/*
 * How often to poll the line status before it counts as stalled. At 1200 baud a
 * byte takes 8 ms, and a port read takes at least 100 ns on real machines.
 */
#define SPINS 1000000

static struct uart {
	struct console console;
	struct uart_place place;
	volatile void *registers; /* where they are mapped, unless UART_IO */
	const char *why;
	char name[80];
	enum { UART_ABSENT, UART_READY, UART_STALLED, UART_GONE } state;
	u64 lost; /* bytes, while it was stalled */
} uarts[MAX_UARTS];
static u32 count;

static u8 uart_read(const struct uart *uart, u32 reg)
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

static void uart_set(const struct uart *uart, u32 reg, u8 value)
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
static bool uart_answers(const struct uart *uart)
{
	uart_set(uart, UART_SCR, 0x5a);
	if (uart_read(uart, UART_SCR) != 0x5a)
		return false;
	uart_set(uart, UART_SCR, 0xa5);
	return uart_read(uart, UART_SCR) == 0xa5 &&
	       uart_read(uart, UART_LSR) != NO_UART;
}

/* Notes why in uart->state if this is not its line status in time. */
static bool wait_for(struct uart *uart, u8 line_status, u32 spins)
{
	while (spins--) {
		u8 now = uart_read(uart, UART_LSR);

		if (now == NO_UART) {
			uart->state = UART_GONE;
			return false;
		}
		if ((now & line_status) == line_status) {
			uart->state = UART_READY;
			return true;
		}
		cpu_relax();
	}
	uart->state = UART_STALLED;
	return false;
}

static void set_divisor(const struct uart *uart, u16 divisor)
{
	uart_set(uart, UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	uart_set(uart, UART_DLL, divisor & 0xff);
	uart_set(uart, UART_DLM, divisor >> 8);
	uart_set(uart, UART_LCR, UART_LCR_WLEN8);
}

static u16 read_divisor(const struct uart *uart)
{
	u16 divisor;

	uart_set(uart, UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	divisor = uart_read(uart, UART_DLL) | uart_read(uart, UART_DLM) << 8;
	uart_set(uart, UART_LCR, UART_LCR_WLEN8);
	return divisor;
}

static void send(struct uart *uart, const char *text, size_t length)
{
	for (; length; length--, text++) {
		if (!wait_for(uart, UART_LSR_THRE, SPINS)) {
			uart->lost += length;
			return;
		}
		uart_set(uart, UART_TX, *text);
	}
	/* The machine may be switched off next, and the FIFO would be lost. */
	wait_for(uart, UART_LSR_TEMT, SPINS);
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
		status = uart_read(uart, UART_LSR);
		if (status == NO_UART)
			continue;
		if (status & UART_LSR_DR)
			return uart_read(uart, UART_RX);
		none = -EAGAIN;
	}
	return none;
}

/* Takes the UART into use: 8N1, FIFOs on. false: nothing answers there. */
static bool set_up(struct uart *uart)
{
	static const char *const access[] = {
		[UART_IO] = "port",
		[UART_MMIO] = "memory",
		[UART_MMIO32] = "32-bit memory",
	};
	u16 divisor;

	if (!uart_answers(uart))
		return false;
	wait_for(uart, UART_LSR_TEMT, SPINS); /* what the firmware has sent */
	uart_set(uart, UART_IER, 0);
	if (uart->place.baud)
		set_divisor(uart, CLOCK_BAUD / uart->place.baud);
	else if (!read_divisor(uart))
		set_divisor(uart, 1);
	uart_set(uart, UART_FCR, UART_FCR_ENABLE_FIFO);
	uart_set(uart, UART_MCR, UART_MCR_DTR | UART_MCR_RTS);
	divisor = read_divisor(uart);
	/* At another clock than a PC's the divisor means another speed. */
	snprintf(uart->name, sizeof(uart->name),
		 "8250 at %s %#lx, %u baud, 8N1, divisor %u (%s)",
		 access[uart->place.access], uart->place.address,
		 divisor ? CLOCK_BAUD / divisor : 0, divisor, uart->why);
	uart->console.name = uart->name;
	uart->console.write = uart_write;
	console_register(&uart->console);
	return true;
}

static bool is_known(const struct uart_place *place)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (uarts[i].place.access == place->access &&
		    uarts[i].place.address == place->address)
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
	*uart = (struct uart){ .place = *place, .why = why };
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

		if (uart->place.access == UART_IO)
			continue;
		uart->registers = map(uart->place.address);
		if (!uart->registers || !set_up(uart))
			printk("# console: nothing answers at %#lx (%s)\n",
			       uart->place.address, uart->why);
	}
}
