/* SPDX-License-Identifier: BSD-2-Clause */
/* Where an 8250 or 16550 is: what the loader and ring 0 tell each other. */
#ifndef GATEHOUSE_UART_PLACE_H
#define GATEHOUSE_UART_PLACE_H

#include "types.h"

/* How its registers are reached, in Linux's words. */
enum uart_access {
	UART_IO,     /* I/O ports */
	UART_MMIO,   /* bytes in memory */
	UART_MMIO32, /* words in memory, 4 bytes apart */
};

struct uart_place {
	enum uart_access access;
	u32 baud;    /* 0: keep the divisor that the firmware set */
	u64 address; /* a port, or a physical address */
};

#endif
