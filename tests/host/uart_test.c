/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial driver against a model of a UART at a port, which stalls and
 * vanishes: nothing holds it up, and a stalled one is used again. It gets as
 * many bytes for a look at its line status as its FIFO holds.
 */
#include <string.h>
#include "tap.h"
#include "types.h"

#include "cpu_ops.h"
static u8 model_read(u16 port);
static void model_write(u16 port, u8 value);
#define inb model_read
#define outb model_write
#include "log/uart.c"

#define BASE 0x2f8
#define TEXT_MAX 4096

static struct {
	enum { GOOD, STALLS, ABSENT } state;
	u8 scratch, line_control;
	u16 divisor;
	u8 fifo; /* what the interrupt identification says of it */
	char sent[TEXT_MAX];
	u32 used;
	u64 reads;     /* of the line status */
	u64 stalls_at; /* if not 0, the first of them that finds it stalled */
	u32 room;      /* bytes that it takes before the next read */
	u32 overruns;
} model = { .fifo = UART_IIR_16550A };

static struct console *registered;

void console_register(struct console *console)
{
	registered = console;
}

void printk(const char *format, ...)
{
	(void)format;
}

static u8 model_read(u16 port)
{
	if (model.state == ABSENT)
		return 0xff;
	switch (port - BASE) {
	case UART_SCR:
		return model.scratch;
	case UART_IIR:
		return UART_IIR_NO_INT | model.fifo;
	case UART_LSR:
		if (++model.reads == model.stalls_at)
			model.state = STALLS;
		if (model.state != GOOD)
			return 0;
		model.room = model.fifo == UART_IIR_16550A ? UART_FIFO : 1;
		return UART_LSR_THRE | UART_LSR_TEMT;
	case UART_DLL:
		return model.line_control & UART_LCR_DLAB ?
			       model.divisor & 0xff : 0;
	case UART_DLM:
		return model.line_control & UART_LCR_DLAB ?
			       model.divisor >> 8 : 0;
	}
	return 0;
}

static void model_write(u16 port, u8 value)
{
	bool latch = model.line_control & UART_LCR_DLAB;

	switch (port - BASE) {
	case UART_SCR:
		model.scratch = value;
		break;
	case UART_LCR:
		model.line_control = value;
		break;
	case UART_TX: /* and UART_DLL */
		if (latch)
			model.divisor = (model.divisor & 0xff00) | value;
		else if (model.used < TEXT_MAX - 1)
			model.sent[model.used++] = value;
		if (!latch && model.room)
			model.room--;
		else if (!latch)
			model.overruns++;
		break;
	case UART_DLM: /* and UART_IER */
		if (latch)
			model.divisor = (model.divisor & 0xff) | value << 8;
		break;
	}
}

static void say(const char *text)
{
	memset(model.sent, 0, sizeof(model.sent));
	model.used = 0;
	model.reads = 0;
	model.overruns = 0;
	registered->write(registered, text, strlen(text));
}

static void test_found(void)
{
	struct uart_place place = { .address = BASE };

	model.state = ABSENT;
	check(!uart_add(&place, "test") && !registered, "found where none is");
	model.state = GOOD;
	model.divisor = 3;
	check(uart_add(&place, "test") && registered, "not found");
	check(!strcmp(registered->name,
		      "8250 at port 0x2f8, 38400 baud, 8N1, divisor 3 (test)"),
	      "its name is %s", registered->name);
	check(model.divisor == 3, "the divisor is %u", model.divisor);
	say("abc");
	check(!strcmp(model.sent, "abc"), "sent %s", model.sent);
	result("a UART is found, and keeps the firmware's speed");
}

/* Takes a UART with such a FIFO into use, and sends it n bytes. */
static void send_to(u8 fifo, u32 n, u32 reads)
{
	static const char text[] = "0123456789abcdef0123456789abcdef0123456789";
	struct uart uart = { .port.place.address = BASE };
	struct console *first = registered;

	model.fifo = fifo;
	check(set_up(&uart), "FIFO %#x: not found", fifo);
	registered = first;
	model.used = model.reads = model.overruns = 0;
	send(&uart, text, n);
	check(model.used == n && !memcmp(model.sent, text, n),
	      "FIFO %#x: sent %u of %u", fifo, model.used, n);
	check(!model.overruns, "FIFO %#x: %u overruns", fifo, model.overruns);
	check(model.reads == reads, "FIFO %#x: %u bytes: %lu reads", fifo, n,
	      model.reads);
}

/* One look at the line status is for TEMT, at the end. */
static void test_bursts(void)
{
	send_to(0xc0, 1, 2);
	send_to(0xc0, 16, 2);
	send_to(0xc0, 17, 3);
	send_to(0xc0, 40, 4);
	send_to(0, 40, 41);    /* 8250 */
	send_to(0x80, 40, 41); /* 16550: its FIFO does not work */
	model.fifo = UART_IIR_16550A;
	result("as many bytes for each look as its FIFO holds");
}

static void test_stalls(void)
{
	u32 i;

	model.stalls_at = 2;
	say("16 bytes of it, lost");
	check(model.reads == 1 + UART_READS, "%lu reads", model.reads);
	check(!strcmp(model.sent, "16 bytes of it, "), "sent %s", model.sent);
	for (i = 0; i < 100; i++) {
		say("also lost");
		check(model.reads <= 1, "%lu reads again", model.reads);
	}
	model.state = GOOD;
	model.stalls_at = 0;
	say("back");
	check(!strcmp(model.sent,
		      "\r\n# console: 904 bytes lost\r\nback"),
	      "sent %s", model.sent);
	result("one that stalls costs its wait once, and is used again");
}

static void test_vanishes(void)
{
	model.state = ABSENT;
	say("gone");
	check(!model.used, "sent %s", model.sent);
	model.state = GOOD;
	say("no more");
	check(!model.used && !model.reads, "it was asked again");
	result("one that reads as all ones is gone");
}

static void test_memory(void)
{
	static volatile u32 words[8];
	struct uart uart = {
		.port = { { .access = UART_MMIO32 }, words },
		.fifo = 1,
	};

	words[UART_LSR] = UART_LSR_THRE | UART_LSR_TEMT;
	send(&uart, "x", 1);
	check(words[UART_TX] == 'x', "32 bits: %#x", words[UART_TX]);
	uart.port.place.access = UART_MMIO;
	((volatile u8 *)words)[UART_LSR] = UART_LSR_THRE | UART_LSR_TEMT;
	send(&uart, "y", 1);
	check(((volatile u8 *)words)[UART_TX] == 'y', "8 bits");
	result("registers in memory: words 4 bytes apart, or bytes");
}

int main(void)
{
	test_found();
	test_bursts();
	test_stalls();
	test_vanishes();
	test_memory();
	return tap_end();
}
