/* SPDX-License-Identifier: BSD-2-Clause */
/* A 8250-compatible UART behind I/O ports, polled, never waited for in vain. */
#ifndef RING0_LOG_UART_H
#define RING0_LOG_UART_H

#include "types.h"

#define UART_MAX_BAUD 115200 /* the clock / 16 */

/*
 * Takes the UART at port into use: baud, 8N1, FIFOs on; a divisor that the
 * firmware set stays if baud is 0. false: nothing answers there.
 */
bool uart_init(u16 port, u32 baud);
/* What its divisor says. */
u32 uart_baud(void);
void uart_write(const char *text, size_t length);

#endif
