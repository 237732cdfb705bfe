/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Serial ports for what the loader says, in the order of ring0/dev/serial.c:
 * those that console= names; or else those of ACPI's tables, the first of COM1
 * to COM4 that answers, or one on PCI. A port of the firmware's console is left
 * out: each line would be there twice.
 */
#include "loader.h"

#include "lib/string.h"
#include "lib/uart_parse.h"
#include "lib/uart_tables.h"
#include "uart_ops.h"

#define MAX_PORTS 4
/* Addresses below have a mapping, which above there may be none of. */
#define READABLE (4ull << 30)

static struct uart_port ports[MAX_PORTS];
static u32 count;

static bool is_firmware(const struct uart_place *place)
{
	const struct firmware *firmware = &loader.info->firmware;
	u32 i;

	for (i = 0; i < firmware->uart_count; i++)
		if (firmware->uarts[i].access == place->access &&
		    firmware->uarts[i].address == place->address)
			return true;
	return false;
}

/* Memory is mapped at its physical address here. false: nothing answers. */
static bool add(const struct uart_place *place)
{
	struct uart_port port = { *place, (void *)place->address };

	if (count == MAX_PORTS || is_firmware(place) || !uart_answers(&port))
		return false;
	if (place->baud)
		uart_set_divisor(&port, UART_CLOCK_BAUD / place->baud);
	else if (!uart_divisor(&port))
		uart_set_divisor(&port, 1);
	ports[count++] = port;
	return true;
}

/* It is on a serial port, and does not say on which. */
static bool is_u_boot(const struct firmware *firmware)
{
	static const char name[] = "Das U-Boot";

	return !memcmp(firmware->vendor, name, sizeof(name) - 1);
}

static bool add_options(void)
{
	const char *options = in_loader(loader.info->options);
	struct uart_place place = {0};
	bool settled;

	options = uart_options_start(options, &settled);
	while (uart_options_next(&options, &place)) {
		add(&place);
		settled = true;
	}
	return settled;
}

/* UEFI, "x64 Platforms": memory is mapped at its physical address. */
static const void *at(u64 phys, u64 size)
{
	(void)size;
	return (const void *)phys;
}

static bool add_acpi(void)
{
	const struct acpi_root root = {
		.rsdp_phys = loader.info->rsdp_phys,
		.end = READABLE,
		.at = at,
	};
	struct acpi_uart uarts[ACPI_UARTS_MAX];
	u32 number = acpi_uarts(&root, uarts), i;
	bool found = false;

	for (i = 0; i < number; i++)
		found |= add(&uarts[i].place);
	return found;
}

static bool add_com(void)
{
	struct uart_place place = {0};
	u32 i;

	for (i = 0; i < UART_COM_PORTS; i++) {
		place.address = uart_com_port[i];
		if (add(&place))
			return true;
	}
	return false;
}

static void find(void)
{
	const struct firmware *firmware = &loader.info->firmware;
	struct uart_place place = {0};
	bool found = firmware->uart_count;

	if (add_options() || is_u_boot(firmware))
		return;
	found |= add_acpi();
	if (!found && !add_com() && find_pci_serial(&place))
		add(&place);
}

/* As in ring 0, looking for a place to print is no part of the boot's time. */
void find_serial(void)
{
	FIRMWARE((find(), EFI_SUCCESS));
}

/* A port that is not ready in time is given up: ring 0 tries it again. */
static void print_all(const char *text)
{
	u32 i;

	for (; *text; text++) {
		for (i = 0; i < count; i++) {
			if (uart_wait(&ports[i], UART_LSR_THRE, UART_READS) ==
			    UART_READY)
				uart_set(&ports[i], UART_TX, *text);
			else
				ports[i] = ports[--count];
		}
	}
}

/* Waiting for a port is no more the loader's time than the firmware's is. */
void print_serial(const char *text)
{
	FIRMWARE((print_all(text), EFI_SUCCESS));
}
