/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads ACPI's tables of serial ports. Pure. */
#include "lib/uart_tables.h"

#include "lib/unaligned.h"

#define SPCR_TYPE 36	/* u8 */
#define SPCR_ADDRESS 40 /* struct generic_address */
#define SPCR_SIZE 52

#define DBG2_OFFSET 36 /* u32: where the first device is */
#define DBG2_COUNT 40  /* u32 */
#define DBG2_SIZE 44
#define DEVICE_LENGTH 1	 /* u16 */
#define DEVICE_TYPE 12	 /* u16 */
#define DEVICE_SUBTYPE 14 /* u16, as SPCR's type */
#define DEVICE_ADDRESS 18 /* u16: where its generic address is */
#define DEVICE_SIZE 22
#define DBG2_SERIAL 0x8000
#define DBG2_DEVICES_MAX (ACPI_UARTS_MAX - 1)

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

static bool read_place(const void *address, u32 type, struct uart_place *place)
{
	const struct generic_address *at = address;
	bool wide = at->width == 32 || at->access == 3;

	if (type != TYPE_16550 && type != TYPE_16550_SUBSET &&
	    type != TYPE_16550_GAS)
		return false;
	if (!at->address || at->space > 1 ||
	    (at->space && at->address > UINT16_MAX))
		return false;
	*place = (struct uart_place){
		.access = at->space ? UART_IO : wide ? UART_MMIO32 : UART_MMIO,
		.address = at->address,
	};
	return true;
}

static u32 read_spcr(const struct acpi_header *spcr, struct acpi_uart *uart)
{
	const u8 *table = (const u8 *)spcr;

	uart->why = "ACPI's SPCR";
	return spcr->length >= SPCR_SIZE &&
	       read_place(table + SPCR_ADDRESS, table[SPCR_TYPE], &uart->place);
}

/* A device's parts must all lie in it, and the device in the table. */
static bool read_device(const u8 *device, u32 room, struct acpi_uart *uart)
{
	u32 length = load_u16(device + DEVICE_LENGTH);
	u32 address = load_u16(device + DEVICE_ADDRESS);

	uart->why = "ACPI's DBG2";
	return length <= room &&
	       load_u16(device + DEVICE_TYPE) == DBG2_SERIAL &&
	       address + sizeof(struct generic_address) <= length &&
	       read_place(device + address, load_u16(device + DEVICE_SUBTYPE),
			  &uart->place);
}

static u32 read_dbg2(const struct acpi_header *dbg2, struct acpi_uart *uarts)
{
	const u8 *table = (const u8 *)dbg2;
	u32 length = dbg2->length, found = 0, offset, count;

	if (length < DBG2_SIZE)
		return 0;
	offset = load_u32(table + DBG2_OFFSET);
	count = load_u32(table + DBG2_COUNT);
	if (count > DBG2_DEVICES_MAX)
		count = DBG2_DEVICES_MAX;
	for (; count && offset < length && length - offset >= DEVICE_SIZE;
	     count--) {
		const u8 *device = table + offset;

		found += read_device(device, length - offset, &uarts[found]);
		if (load_u16(device + DEVICE_LENGTH) < DEVICE_SIZE)
			break;
		offset += load_u16(device + DEVICE_LENGTH);
	}
	return found;
}

u32 acpi_uarts(const struct acpi_root *root,
	       struct acpi_uart uarts[ACPI_UARTS_MAX])
{
	const struct acpi_header *spcr = acpi_table_find(root, "SPCR");
	const struct acpi_header *dbg2 = acpi_table_find(root, "DBG2");
	u32 found = spcr ? read_spcr(spcr, uarts) : 0;

	return found + (dbg2 ? read_dbg2(dbg2, uarts + found) : 0);
}
