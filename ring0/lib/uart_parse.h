/* SPDX-License-Identifier: BSD-2-Clause */
/* How console= and earlycon= name a serial port, as on Linux. Pure. */
#ifndef GATEHOUSE_UART_PARSE_H
#define GATEHOUSE_UART_PARSE_H

#include "lib/options.h"
#include "uart_place.h"

/* The legacy ports of ttyS0 to ttyS3. */
#define UART_COM_PORTS 4
extern const u16 uart_com_port[UART_COM_PORTS];

/*
 * Reads the value of console= or earlycon=: ttyS0 to ttyS3, or
 * uart8250,io|mmio|mmio32,ADDRESS. ",BAUD" may follow either; a parity and
 * width in it are read as 8N1. Returns false, and leaves *place alone, if the
 * value is neither.
 */
bool uart_parse(const struct option *option, struct uart_place *place);

/*
 * Finds the next serial port that options name, from the text that *next points
 * at, and moves *next on. false: there is no more. First call
 * uart_options_start().
 */
bool uart_options_next(const char **next, struct uart_place *place);

/*
 * Returns the text after the last console=none, which undoes what is named
 * before it; without one, text itself. *none: there is one.
 */
const char *uart_options_start(const char *text, bool *none);

#endif
