/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI's lists and its tables of serial ports, whole and damaged. */
#include <string.h>
#include "tap.h"
#include "types.h"
#include "lib/acpi_tables.c"
#include "lib/uart_tables.c"

#define RAM 1024
#define RSDP 16 /* where each is */
#define XSDT 64
#define RSDT 160
#define SPCR 256
#define DBG2 400
#define DEVICE_1 (DBG2 + DBG2_SIZE)
#define DEVICE_2 (DEVICE_1 + 40)
#define DBG2_LENGTH (DBG2_SIZE + 80)

static u8 *ram;

static const void *ram_at(u64 phys, u64 size)
{
	check(phys && phys + size <= RAM, "%#lx, %lu bytes: are read", phys,
	      size);
	return ram + phys;
}

static struct acpi_root root = { .rsdp_phys = RSDP, .end = RAM, .at = ram_at };

static void put(u32 at, u64 value, u32 size)
{
	memcpy(ram + at, &value, size);
}

static void sum_up(u32 table)
{
	struct acpi_header *header = (void *)(ram + table);
	u32 i;
	u8 sum = 0;

	header->checksum = 0;
	for (i = 0; i < header->length && table + i < RAM; i++)
		sum += ram[table + i];
	header->checksum = -sum;
}

static void head(u32 at, const char *signature, u32 length)
{
	memcpy(ram + at, signature, 4);
	put(at + 4, length, 4);
}

static void put_address(u32 at, u8 space, u8 width, u8 access, u64 address)
{
	u8 bytes[] = { space, width, 0, access };

	memcpy(ram + at, bytes, sizeof(bytes));
	put(at + 4, address, 8);
}

static void put_device(u32 at, u16 subtype, u8 space, u64 address)
{
	put(at + DEVICE_LENGTH, 40, 2);
	put(at + DEVICE_TYPE, DBG2_SERIAL, 2);
	put(at + DEVICE_SUBTYPE, subtype, 2);
	put(at + DEVICE_ADDRESS, DEVICE_SIZE, 2);
	put_address(at + DEVICE_SIZE, space, 8, 1, address);
}

static void sum_all(void)
{
	sum_up(SPCR);
	sum_up(DBG2);
	sum_up(XSDT);
	sum_up(RSDT);
}

/* The RSDT has the SPCR alone, so it shows which list was read. */
static void begin(void)
{
	memset(ram, 0, RAM);
	memcpy(ram + RSDP, "RSD PTR ", 8);
	put(RSDP + 15, 2, 1);
	put(RSDP + 16, RSDT, 4);
	put(RSDP + 24, XSDT, 8);
	head(XSDT, "XSDT", 36 + 2 * 8);
	put(XSDT + 36, DBG2, 8);
	put(XSDT + 44, SPCR, 8);
	head(RSDT, "RSDT", 36 + 4);
	put(RSDT + 36, SPCR, 4);
	head(SPCR, "SPCR", 80);
	put_address(SPCR + SPCR_ADDRESS, 0, 32, 3, 0xfedc9000);
	head(DBG2, "DBG2", DBG2_LENGTH);
	put(DBG2 + DBG2_OFFSET, DBG2_SIZE, 4);
	put(DBG2 + DBG2_COUNT, 2, 4);
	put_device(DEVICE_1, TYPE_16550_GAS, 1, 0x2e8);
	put_device(DEVICE_2, TYPE_16550_SUBSET, 0, 0xfe030000);
	sum_all();
}

static struct acpi_uart uarts[ACPI_UARTS_MAX];

static u32 found(void)
{
	sum_all();
	return acpi_uarts(&root, uarts);
}

static bool is(u32 i, enum uart_access access, u64 address)
{
	return uarts[i].place.access == access &&
	       uarts[i].place.address == address && !uarts[i].place.baud;
}

static void holds(bool good, const char *name)
{
	check(good, "it does not hold");
	result(name);
}

static void test_places(void)
{
	begin();
	holds(found() == 3 && is(0, UART_MMIO32, 0xfedc9000) &&
		      is(1, UART_IO, 0x2e8) && is(2, UART_MMIO, 0xfe030000),
	      "SPCR's UART comes first, then DBG2's");
	put(SPCR + SPCR_TYPE, 3, 1); /* a PL011 */
	put(DEVICE_1 + DEVICE_TYPE, 0x8001, 2); /* IEEE 1394 */
	holds(found() == 1 && is(0, UART_MMIO, 0xfe030000),
	      "what is no 8250 is passed over");
	begin();
	put_address(SPCR + SPCR_ADDRESS, 1, 8, 1, 0x10000);
	put_address(DEVICE_1 + DEVICE_SIZE, 2, 8, 1, 0x2e8);
	put_address(DEVICE_2 + DEVICE_SIZE, 0, 8, 1, 0);
	holds(found() == 0, "so are ports beyond 64 KiB, other spaces, and 0");
	put(DBG2 + DBG2_COUNT, 0xffffffff, 4);
	put_address(DEVICE_1 + DEVICE_SIZE, 1, 8, 1, 0x3e8);
	holds(found() == 1, "a count beyond the table's end ends there");
	put(DEVICE_1 + DEVICE_LENGTH, 0, 2);
	holds(found() == 0, "a device of length 0 is the last one");
}

static void test_lists(void)
{
	begin();
	put(RSDP + 15, 0, 1);
	holds(found() == 1, "revision 0: the RSDT");
	begin();
	sum_all();
	ram[XSDT + 9]++;
	holds(acpi_uarts(&root, uarts) == 1, "a wrong XSDT: the RSDT, too");
	ram[RSDT + 9]++;
	holds(acpi_uarts(&root, uarts) == 0, "and if that is wrong, too, none");
	begin();
	put(SPCR + 4, 0xfffffff0, 4);
	holds(found() == 2, "a length near 4 GiB is passed over");
	begin();
	put(XSDT + 36, XSDT, 8);
	put(XSDT + 44, XSDT, 8);
	holds(found() == 0, "a list of itself ends");
	put(XSDT + 36, RAM - 8, 8);
	put(XSDT + 44, ~0ull, 8);
	holds(found() == 0, "what cannot be read is passed over");
	ram[RSDP] = 'X';
	holds(found() == 0, "no RSDP: none");
	root.rsdp_phys = 0;
	holds(found() == 0, "nor without its address");
	root.rsdp_phys = RSDP;
}

/* A few bytes are anything; ASan and ram_at() judge. */
static void test_any_damage(void)
{
	u32 round, i;

	for (round = 0; round < 200000; round++) {
		begin();
		for (i = random_below(8) + 1; i; i--) {
			u32 size = 1u << random_below(4);

			put(RSDP + random_below(DBG2 + DBG2_LENGTH - RSDP - 8),
			    random_below(2) ? random_of_any_size() :
					      random_below(RAM), size);
		}
		check(found() <= ACPI_UARTS_MAX, "too many");
	}
	result("damage of any kind: nothing outside of memory is read");
}

int main(void)
{
	ram = malloc(RAM);
	if (!ram)
		return EXIT_FAILURE;
	test_places();
	test_lists();
	test_any_damage();
	free(ram);
	return tap_end();
}
