/* SPDX-License-Identifier: BSD-2-Clause */
/* What SMBIOS says of the machine, whole and damaged. */
#include <string.h>
#include "tap.h"
#include "types.h"
#include "layout.h"

#define RING0_MM_PAGES_H /* memory is the model's */
static const void *phys_to_virt(u64 phys);
#include "dev/smbios.c"

#define RAM 12288
#define ENTRY 4096
#define TABLE 8192
#define PRINTED 1024

static u8 *ram; /* exactly RAM bytes: ASan reports a read past them */
static u32 used; /* bytes of the table */
static char printed[PRINTED];

static const void *phys_to_virt(u64 phys)
{
	return ram + phys;
}

bool direct_map_has(u64 phys, u64 size)
{
	return phys <= RAM && size <= RAM - phys;
}

void printk(const char *format, ...)
{
	size_t length = strlen(printed);
	va_list args;

	va_start(args, format);
	vsnprintf(printed + length, sizeof(printed) - length, format, args);
	va_end(args);
}

static void entry_3(u64 phys, u32 size)
{
	memset(ram + ENTRY, 0, 32);
	memcpy(ram + ENTRY, "_SM3_", 5);
	memcpy(ram + ENTRY + 12, &size, 4);
	memcpy(ram + ENTRY + 16, &phys, 8);
}

static void entry_2(u32 phys, u16 size)
{
	memset(ram + ENTRY, 0, 32);
	memcpy(ram + ENTRY, "_SM_", 4);
	memcpy(ram + ENTRY + 22, &size, 2);
	memcpy(ram + ENTRY + 24, &phys, 4);
}

/*
 * Adds a structure. numbers: its bytes 4 to 8; strings: each with its NUL,
 * without the last one.
 */
static void add(u8 type, u8 length, const char *numbers, const char *strings,
		size_t size)
{
	u8 *at = ram + TABLE + used;

	memset(at, 0, length);
	at[0] = type;
	at[1] = length;
	memcpy(at + 4, numbers, 5);
	memcpy(at + length, strings, size);
	at[length + size] = '\0';
	used += length + size + 1;
}

static void fill(void)
{
	memset(ram, 0xff, RAM);
	used = 0;
	add(TYPE_BIOS, 24, "\1\2\0\0\3", "Vendor\0" "1.2\0" "01/02/2026\0", 22);
	add(4, 9, "\1\0\0\0", "a CPU\0", 6);
	add(TYPE_SYSTEM, 27, "\1\2\3\4",
	    "Maker\0" "Model\xff\0" "v3\0" "SERIAL\0", 22);
	add(TYPE_END, 9, "\0\0\0\0", "\0", 1);
}

static const char *shown(void)
{
	struct boot_info boot = { .direct_map_size = RAM };

	boot.firmware.smbios_phys = ENTRY;
	printed[0] = '\0';
	smbios_print(&boot);
	return printed;
}

static const char good[] = "# bios: \"Vendor\" \"1.2\" \"01/02/2026\"\n"
			   "# machine: \"Maker\" \"Model?\" \"v3\"\n";

static void is(const char *expected)
{
	check(!strcmp(shown(), expected), "%s, not %s", printed, expected);
}

static void test_good(void)
{
	fill();
	entry_3(TABLE, used);
	is(good);
	entry_2(TABLE, used);
	is(good);
	check(!strstr(printed, "SERIAL"), "a serial number is shown");
	result("BIOS and machine, by both entry points, and no serial number");
}

static void test_bad(void)
{
	fill();
	entry_3(RAM, used);
	is("");
	entry_3(TABLE, 2u << 20);
	is("");
	entry_3(TABLE, used);
	ram[ENTRY] = 'X';
	is("");
	fill();
	entry_3(TABLE, used);
	ram[TABLE + 1] = 3; /* shorter than its header */
	is("");
	ram[TABLE + 1] = 24;
	ram[TABLE + 4] = 9; /* there is no such string */
	check(!strncmp(shown(), "# bios: \"", 9), "%s", printed);
	entry_3(TABLE, 30); /* ends in a string */
	check(!strstr(shown(), "machine"), "%s", printed);
	result("what is damaged ends the list");
}

/* The table fills the memory up to its end; ASan judges. */
static void test_any_damage(void)
{
	u32 round, i, size;

	for (round = 0; round < 100000; round++) {
		fill();
		size = used < 64 ? used : 16 + random_below(used - 15);
		memmove(ram + RAM - size, ram + TABLE, size);
		for (i = random_below(6); i; i--)
			ram[RAM - 1 - random_below(size)] = random_number();
		entry_3(RAM - size, size);
		check(strlen(shown()) < PRINTED, "too much");
	}
	result("damage of any kind: nothing outside of the table is read");
}

int main(void)
{
	ram = malloc(RAM);
	if (!ram)
		return EXIT_FAILURE;
	test_good();
	test_bad();
	test_any_damage();
	free(ram);
	return tap_end();
}
