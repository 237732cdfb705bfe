/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the serial port for the log, where no option names one. */
#ifndef RING0_DEV_SERIAL_H
#define RING0_DEV_SERIAL_H

#include "boot_info.h"

/*
 * Adds the serial ports that console= and earlycon= name. Without such an
 * option it adds those that ACPI's SPCR and DBG2 name, and then the first of
 * COM1 to COM4 that answers, or else the first serial port on PCI. It prints
 * nothing. Called before console_init(), and before there is memory to map
 * anything: uart_map() does the rest.
 */
void serial_init(const struct boot_info *boot);

#endif
