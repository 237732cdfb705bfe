/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the MADT (ACPI specification, "Multiple APIC Description Table"), and
 * masks the I/O APICs that it lists (Intel's "82093AA I/O APIC" data sheet).
 */

#include "dev/madt.h"
#include "dev/acpi.h"
#include "lib/unaligned.h"
#include "log/console.h"
#include "mm/pages.h"

#define MADT_ENTRIES 44 /* byte offset of the first entry: type, length, ... */
#define ENTRY_LOCAL_APIC 0
#define ENTRY_IO_APIC 1
#define ENTRY_LOCAL_X2APIC 9
#define LOCAL_APIC_ID 3
#define LOCAL_APIC_FLAGS 4 /* u32 */
#define LOCAL_X2APIC_ID 4 /* u32 */
#define LOCAL_X2APIC_FLAGS 8
#define IO_APIC_ADDRESS 4 /* u32 */
#define ENTRY_SIZE 12	  /* no entry that is read here is shorter but one */
#define LOCAL_APIC_SIZE 8
#define FLAG_ENABLED (1u << 0)

#define IO_APICS_MAX 8
#define SELECT 0 /* in words */
#define WINDOW 4
#define VERSION 1
#define REDIRECTION(input) (0x10 + 2 * (input)) /* its low half */
#define MASKED (1u << 16)
#define DELIVERY_MODE (7u << 8)
#define DELIVERY_SMI (2u << 8)

static volatile u32 *io_apics[IO_APICS_MAX];
static u32 io_apic_count;

typedef void visit_entry(const u8 *entry, void *context);

/* Calls visit for each entry of this type that has size bytes or more. */
static void for_each(const struct boot_info *boot, u8 type, u32 size,
		     visit_entry *visit, void *context)
{
	u32 length, at = MADT_ENTRIES;
	const u8 *madt = acpi_find(boot, "APIC", &length);

	/* An entry of length 0 would be the last one for ever. */
	for (; madt && at + 2 <= length && madt[at + 1] >= 2;
	     at += madt[at + 1])
		if (madt[at] == type && madt[at + 1] >= size &&
		    at + madt[at + 1] <= length)
			visit(madt + at, context);
}

/* Some firmware lists a processor in both ways. */
static void add(struct madt_cpus *cpus, u32 id, u32 flags)
{
	u32 i;

	if (!(flags & FLAG_ENABLED))
		return;
	for (i = 0; i < cpus->count; i++)
		if (cpus->apic_id[i] == id)
			return;
	if (cpus->count < CPUS_MAX)
		cpus->apic_id[cpus->count++] = id;
	else
		cpus->more++;
}

static void add_apic(const u8 *entry, void *cpus)
{
	add(cpus, entry[LOCAL_APIC_ID], load_u32(entry + LOCAL_APIC_FLAGS));
}

static void add_x2apic(const u8 *entry, void *cpus)
{
	add(cpus, load_u32(entry + LOCAL_X2APIC_ID),
	    load_u32(entry + LOCAL_X2APIC_FLAGS));
}

void madt_find_cpus(const struct boot_info *boot, struct madt_cpus *cpus)
{
	for_each(boot, ENTRY_LOCAL_APIC, LOCAL_APIC_SIZE, add_apic, cpus);
	for_each(boot, ENTRY_LOCAL_X2APIC, ENTRY_SIZE, add_x2apic, cpus);
}

static u32 read(volatile u32 *io_apic, u32 reg)
{
	io_apic[SELECT] = reg;
	return io_apic[WINDOW];
}

static u32 inputs(volatile u32 *io_apic)
{
	return (read(io_apic, VERSION) >> 16 & 0xff) + 1;
}

/* An SMI is the firmware's, and may be how its keyboard or fan works. */
static bool is_live(u32 entry)
{
	return !(entry & MASKED) && (entry & DELIVERY_MODE) != DELIVERY_SMI;
}

static void mask(const u8 *entry, void *found)
{
	volatile u32 *io_apic;
	u32 input, value;

	if (io_apic_count == IO_APICS_MAX)
		return;
	io_apic = ioremap_page(load_u32(entry + IO_APIC_ADDRESS));
	if (!io_apic)
		return;
	io_apics[io_apic_count++] = io_apic;
	for (input = 0; input < inputs(io_apic); input++) {
		value = read(io_apic, REDIRECTION(input));
		if (!is_live(value))
			continue;
		io_apic[WINDOW] = value | MASKED;
		++*(u32 *)found;
	}
}

void io_apics_mask(const struct boot_info *boot)
{
	u32 live = 0;

	for_each(boot, ENTRY_IO_APIC, ENTRY_SIZE, mask, &live);
	if (live)
		printk("# interrupts: the firmware left %u inputs of the I/O "
		       "APIC unmasked\n", live);
}

bool io_apics_quiet(void)
{
	u32 i, input;

	for (i = 0; i < io_apic_count; i++)
		for (input = 0; input < inputs(io_apics[i]); input++)
			if (is_live(read(io_apics[i], REDIRECTION(input))))
				return false;
	return true;
}
