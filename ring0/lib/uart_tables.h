/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which UARTs ACPI's tables name, for the loader and for ring 0. The formats
 * are those of Microsoft's "Serial Port Console Redirection Table" and "Debug
 * Port Table 2"; in both, a UART's address is ACPI's generic address structure.
 * Pure.
 */
#ifndef GATEHOUSE_UART_TABLES_H
#define GATEHOUSE_UART_TABLES_H

#include "lib/acpi_tables.h"
#include "uart_place.h"

#define ACPI_UARTS_MAX 9

struct acpi_uart {
	struct uart_place place;
	const char *why; /* "ACPI's SPCR", or "ACPI's DBG2" */
};

/*
 * Reads where the UARTs are that SPCR and then DBG2 name. What is damaged, or
 * cannot be served by an 8250's driver, is passed over. Returns how many.
 */
u32 acpi_uarts(const struct acpi_root *root,
	       struct acpi_uart uarts[ACPI_UARTS_MAX]);

#endif
