/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the serial port is. The loader looks in the same order. */

#include "dev/serial.h"
#include "dev/acpi.h"
#include "dev/pci.h"
#include "lib/uart_tables.h"
#include "log/boot_time.h"
#include "log/uart.h"

/* Whether one in memory answers is known later: look on, and return false. */
static bool use(const struct uart_place *place, const char *why)
{
	return uart_add(place, why) && place->access == UART_IO;
}

static bool add_acpi(const struct boot_info *boot)
{
	const struct acpi_root root = acpi_root(boot);
	struct acpi_uart uarts[ACPI_UARTS_MAX];
	u32 count = acpi_uarts(&root, uarts), i;
	bool found = false;

	for (i = 0; i < count; i++)
		found |= use(&uarts[i].place, uarts[i].why);
	return found;
}

static bool add_pci(void)
{
	u64 address;
	bool io;
	struct uart_place place;

	if (!pci_find_serial(&address, &io))
		return false;
	place = (struct uart_place){
		.access = io ? UART_IO : UART_MMIO,
		.address = address,
	};
	return uart_add(&place, "PCI");
}

static bool add_firmware(const struct firmware *firmware)
{
	bool found = false;
	u32 i;

	for (i = 0; i < firmware->uart_count; i++)
		found |= use(&firmware->uarts[i], "the firmware's");
	return found;
}

static void find(const struct boot_info *boot)
{
	bool found = add_firmware(&boot->firmware);

	found |= add_acpi(boot);
	if (!found && !uart_add_com())
		add_pci();
}

void serial_init(const struct boot_info *boot)
{
	enum boot_part part = boot_time_switch(BOOT_OUTPUT);

	if (!uart_add_options(boot->options))
		find(boot);
	boot_time_switch(part);
}
