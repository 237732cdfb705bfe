/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Serial consoles: 8250s and 16550s. Whoever finds one adds it here; several
 * may serve at once. None holds the log up for more than a second.
 */
#ifndef RING0_LOG_UART_H
#define RING0_LOG_UART_H

#include "lib/uart_parse.h"

/*
 * Makes the UART there a console, and says so in the log with the reason, why.
 * One in memory waits for uart_map(). false: nothing answers at that port, or
 * there are too many.
 */
bool uart_add(const struct uart_place *place, const char *why);

/*
 * Adds all that console= and earlycon= name. Returns true if they settle the
 * matter: they name a serial port, or console=none is the last word.
 */
bool uart_add_options(const char *options);

/* Adds the first of COM1 to COM4 that answers. false: none does. */
bool uart_add_com(void);

/* Takes those in memory into use, at the addresses that map returns. */
void uart_map(volatile void *(*map)(u64 phys));

/*
 * Returns a byte that one of them has received, -EAGAIN if none has, or -ENODEV
 * if no console is a serial port that answers.
 */
s32 uart_receive(void);

#endif
