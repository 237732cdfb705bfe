/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the serial port is. The formats are those of Microsoft's "Serial Port
 * Console Redirection Table" and "Debug Port Table 2"; in both, the UART's
 * address is ACPI's generic address structure.
 */

#include "dev/serial.h"
#include "dev/acpi.h"
#include "dev/pci.h"
#include "lib/unaligned.h"
#include "log/boot_time.h"
#include "log/uart.h"

#define SPCR_TYPE 36	/* u8 */
#define SPCR_ADDRESS 40 /* struct generic_address */
#define SPCR_SIZE 52

#define DBG2_OFFSET 36 /* u32: where the first device is */
#define DBG2_COUNT 40  /* u32 */
#define DBG2_SIZE 44
#define DBG2_DEVICES_MAX 8
#define DEVICE_LENGTH 1	 /* u16 */
#define DEVICE_TYPE 12	 /* u16 */
#define DEVICE_SUBTYPE 14 /* u16, as SPCR's type */
#define DEVICE_ADDRESS 18 /* u16: where its generic address is */
#define DEVICE_SIZE 22
#define DBG2_SERIAL 0x8000

/* The types that an 8250's driver can serve. */
#define TYPE_16550 0x00
#define TYPE_16550_SUBSET 0x01 /* as DBG1 has it */
#define TYPE_16550_GAS 0x12

struct generic_address { /* byte offset */
	u8 space;	 /*  0: 0 memory, 1 I/O ports */
	u8 width;	 /*  1: of a register, in bits */
	u8 offset;	 /*  2 */
	u8 access;	 /*  3: 3 is 32 bits */
	u64 address;	 /*  4 */
} __attribute__((packed));
_Static_assert(sizeof(struct generic_address) == 12, "generic address");

/* Whether one in memory answers is known later: look on, and return false. */
static bool use(const struct uart_place *place, const char *why)
{
	return uart_add(place, why) && place->access == UART_IO;
}

static bool add(const struct generic_address *at, u32 type, const char *why)
{
	bool wide = at->width == 32 || at->access == 3;
	struct uart_place place = {
		.access = at->space ? UART_IO : wide ? UART_MMIO32 : UART_MMIO,
		.address = at->address,
	};

	if (type != TYPE_16550 && type != TYPE_16550_SUBSET &&
	    type != TYPE_16550_GAS)
		return false;
	if (!at->address || at->space > 1 ||
	    (at->space && at->address > UINT16_MAX))
		return false;
	return use(&place, why);
}

static bool add_spcr(const struct boot_info *boot)
{
	u32 length;
	const u8 *table = acpi_find(boot, "SPCR", &length);

	return table && length >= SPCR_SIZE &&
	       add((const void *)(table + SPCR_ADDRESS), table[SPCR_TYPE],
		   "ACPI's SPCR");
}

/* A device's parts must all lie in it, and the device in the table. */
static bool add_device(const u8 *device, u32 room)
{
	u32 length, address;

	if (room < DEVICE_SIZE)
		return false;
	length = load_u16(device + DEVICE_LENGTH);
	address = load_u16(device + DEVICE_ADDRESS);
	return length <= room &&
	       load_u16(device + DEVICE_TYPE) == DBG2_SERIAL &&
	       address + sizeof(struct generic_address) <= length &&
	       add((const void *)(device + address),
		   load_u16(device + DEVICE_SUBTYPE), "ACPI's DBG2");
}

static bool add_dbg2(const struct boot_info *boot)
{
	u32 length, offset, count;
	const u8 *table = acpi_find(boot, "DBG2", &length);
	bool added = false;

	if (!table || length < DBG2_SIZE)
		return false;
	offset = load_u32(table + DBG2_OFFSET);
	count = load_u32(table + DBG2_COUNT);
	if (count > DBG2_DEVICES_MAX)
		count = DBG2_DEVICES_MAX;
	for (; count && offset < length && length - offset >= DEVICE_SIZE;
	     count--) {
		const u8 *device = table + offset;

		added |= add_device(device, length - offset);
		if (load_u16(device + DEVICE_LENGTH) < DEVICE_SIZE)
			break;
		offset += load_u16(device + DEVICE_LENGTH);
	}
	return added;
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

	found |= add_spcr(boot);
	found |= add_dbg2(boot);
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
