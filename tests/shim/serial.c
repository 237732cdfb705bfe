/* SPDX-License-Identifier: BSD-2-Clause */
/* Firmware whose console is not at 115200 baud. */
#include "shim.h"
#include <linux/serial_reg.h>

#define COM1 0x3f8
#define DIVISOR_38400 3

static void out(UINT16 port, UINT8 value)
{
	asm volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

EFI_STATUS serial_38400(EFI_SYSTEM_TABLE *system)
{
	(void)system;
	out(COM1 + UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	out(COM1 + UART_DLL, DIVISOR_38400);
	out(COM1 + UART_DLM, 0);
	out(COM1 + UART_LCR, UART_LCR_WLEN8);
	return EFI_SUCCESS;
}
