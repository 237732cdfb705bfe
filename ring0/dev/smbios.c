/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads SMBIOS's structures of type 0 and 1 (DMTF DSP0134, "BIOS Information",
 * "System Information"). A structure is its formatted area, then its strings,
 * each ended by a NUL, and one NUL more. A number in the area names a string.
 */

#include "dev/smbios.h"
#include "lib/string.h"
#include "lib/unaligned.h"
#include "log/console.h"
#include "mm/direct_map.h"
#include "mm/pages.h"

#define ENTRY_SIZE 31 /* of 2.1, which is longer than 3's */
#define SIZE_MAX_USED (1u << 20)
#define SHOWN 48 /* characters of a string */

enum { TYPE_BIOS = 0, TYPE_SYSTEM = 1, TYPE_END = 127 };

struct header {
	u8 type, length; /* length: of the formatted area */
	u16 handle;
} __attribute__((packed));

/* The bytes of the area that number the three strings of a line. */
static const u8 bios_strings[] = { 4, 5, 8 };	/* vendor, version, date */
static const u8 system_strings[] = { 4, 5, 6 }; /* vendor, product, version */

struct table {
	const u8 *at, *end;
};

/* SMBIOS 3's entry point, or the one of 2.1. */
static bool find_table(const struct boot_info *boot, struct table *table)
{
	const u8 *entry = phys_to_virt(boot->firmware.smbios_phys);
	u64 phys, size;

	if (!boot->firmware.smbios_phys ||
	    !direct_map_has(boot->firmware.smbios_phys, ENTRY_SIZE))
		return false;
	if (!memcmp(entry, "_SM3_", 5)) {
		size = load_u32(entry + 12);
		phys = load_u64(entry + 16);
	} else if (!memcmp(entry, "_SM_", 4)) {
		size = load_u16(entry + 22);
		phys = load_u32(entry + 24);
	} else {
		return false;
	}
	if (size > SIZE_MAX_USED || !direct_map_has(phys, size))
		return false;
	table->at = phys_to_virt(phys);
	table->end = table->at + size;
	return true;
}

/* index: of the strings from text on, from 1. */
static void print_string(const u8 *text, const u8 *end, u8 index)
{
	char shown[SHOWN + 1];
	u32 used = 0;

	while (--index && text < end)
		while (text < end && *text++)
			;
	for (; text < end && *text && used < SHOWN; text++)
		shown[used++] = *text >= ' ' && *text <= '~' ? *text : '?';
	shown[used] = '\0';
	printk(" \"%s\"", shown);
}

static void print_line(const char *name, const struct header *structure,
		       const u8 *end, const u8 numbers[3])
{
	const u8 *area = (const u8 *)structure;
	u32 i;

	printk("# %s:", name);
	for (i = 0; i < 3; i++)
		if (numbers[i] < structure->length && area[numbers[i]])
			print_string(area + structure->length, end,
				     area[numbers[i]]);
	printk("\n");
}

/* Returns where the next structure begins. */
static const u8 *after(const struct header *structure, const u8 *end)
{
	const u8 *at = (const u8 *)structure + structure->length;

	while (at + 1 < end && (at[0] || at[1]))
		at++;
	return at + 2;
}

void smbios_print(const struct boot_info *boot)
{
	struct table table;

	if (!find_table(boot, &table))
		return;
	while (table.at + sizeof(struct header) <= table.end) {
		const struct header *structure = (const void *)table.at;

		if (structure->type == TYPE_END ||
		    structure->length < sizeof(*structure) ||
		    structure->length > table.end - table.at)
			return;
		if (structure->type == TYPE_BIOS)
			print_line("bios", structure, table.end, bios_strings);
		if (structure->type == TYPE_SYSTEM)
			print_line("machine", structure, table.end,
				   system_strings);
		table.at = after(structure, table.end);
	}
}
