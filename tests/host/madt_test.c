/* SPDX-License-Identifier: BSD-2-Clause */
/* Which processors a MADT lists, whole or damaged. */
#include <string.h>
#include "tap.h"
#include "types.h"
#include "dev/madt.c"

static u8 table[16384];
static u32 table_length;

const void *acpi_find(const struct boot_info *boot, const char *signature,
		      u32 *length)
{
	(void)boot;
	*length = table_length;
	return table_length && !strcmp(signature, "APIC") ? table : NULL;
}

volatile void *ioremap_page(u64 phys)
{
	(void)phys;
	return NULL;
}

void printk(const char *format, ...)
{
	(void)format;
}

static void holds(bool good, const char *name)
{
	check(good, "it does not hold");
	result(name);
}

static void begin(void)
{
	memset(table, 0xee, sizeof(table));
	table_length = MADT_ENTRIES;
}

static u8 *entry(u8 type, u8 length)
{
	u8 *at = table + table_length;

	memset(at, 0, length);
	at[0] = type;
	at[1] = length;
	table_length += length;
	return at;
}

static void xapic(u8 id, u32 flags)
{
	u8 *at = entry(ENTRY_LOCAL_APIC, LOCAL_APIC_SIZE);

	at[LOCAL_APIC_ID] = id;
	memcpy(at + LOCAL_APIC_FLAGS, &flags, sizeof(flags));
}

static void x2apic(u32 id, u32 flags)
{
	u8 *at = entry(ENTRY_LOCAL_X2APIC, 16);

	memcpy(at + LOCAL_X2APIC_ID, &id, sizeof(id));
	memcpy(at + LOCAL_X2APIC_FLAGS, &flags, sizeof(flags));
}

static struct madt_cpus found(void)
{
	struct madt_cpus cpus = { 0 };

	madt_find_cpus(NULL, &cpus);
	return cpus;
}

static void test_kinds(void)
{
	struct madt_cpus cpus;

	begin();
	xapic(4, FLAG_ENABLED);
	xapic(6, 0);
	xapic(7, 2); /* "online capable": it may be plugged in later */
	entry(ENTRY_IO_APIC, ENTRY_SIZE);
	xapic(1, FLAG_ENABLED);
	x2apic(0x12345, FLAG_ENABLED);
	x2apic(4, FLAG_ENABLED);
	x2apic(0x100, 0);
	cpus = found();
	holds(cpus.count == 3 && !cpus.more,
	      "the enabled ones count, each once");
	holds(cpus.apic_id[0] == 4 && cpus.apic_id[1] == 1 &&
		      cpus.apic_id[2] == 0x12345,
	      "their IDs, of 8 bits and of 32");
}

static void test_damage(void)
{
	begin();
	xapic(0, FLAG_ENABLED);
	entry(0, 2)[1] = 0;
	xapic(1, FLAG_ENABLED);
	holds(found().count == 1, "an entry of length 0 is the last one");

	begin();
	xapic(0, FLAG_ENABLED);
	xapic(1, FLAG_ENABLED);
	table_length -= 1;
	holds(found().count == 1, "one that goes past the end is none");

	begin();
	entry(ENTRY_LOCAL_APIC, LOCAL_APIC_SIZE - 1);
	xapic(9, FLAG_ENABLED);
	holds(found().count == 1, "one that is too short is none");

	table_length = 0;
	holds(found().count == 0, "no table: none");
}

static void test_many(void)
{
	struct madt_cpus cpus;
	u32 i;

	begin();
	for (i = 0; i < 255; i++)
		x2apic(i, FLAG_ENABLED);
	holds(found().count == 255 && !found().more, "255 fit");
	table_length = MADT_ENTRIES;
	for (i = 0; i < 250; i++)
		xapic(i, FLAG_ENABLED);
	for (i = 250; i < 270; i++)
		x2apic(i * 2, FLAG_ENABLED);
	cpus = found();
	holds(cpus.count == CPUS_MAX && cpus.more == 270 - CPUS_MAX,
	      "what is beyond CPUS_MAX is counted");
}

int main(void)
{
	test_kinds();
	test_damage();
	test_many();
	return tap_end();
}
