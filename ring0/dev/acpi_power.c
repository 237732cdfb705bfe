/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reset and power off by ACPI's registers (ACPI specification, "Fixed Hardware
 * Programming Model" and "_Sx (System States)"). It is tried after the
 * firmware's ResetSystem has failed, so each table is looked up only then.
 */

#include "dev/acpi.h"
#include "cpu_ops.h"
#include "lib/string.h"
#include "lib/unaligned.h"
#include "mm/direct_map.h"
#include "mm/pages.h"

/* Byte offsets in the FADT. */
#define FADT_DSDT 40	      /* u32, and in newer tables X_DSDT */
#define FADT_SMI_COMMAND 48   /* u32: a port */
#define FADT_ACPI_ENABLE 52   /* u8: what to write there */
#define FADT_PM1A_CONTROL 64  /* u32: a port */
#define FADT_PM1B_CONTROL 68  /* u32: a port, or 0 */
#define FADT_1_SIZE 116	      /* ACPI 1.0's ends here */
#define FADT_FLAGS 112	      /* u32 */
#define FADT_RESET_SPACE 116  /* u8: of a generic address */
#define FADT_RESET_ADDRESS 120 /* u64 */
#define FADT_RESET_VALUE 128  /* u8 */
#define FADT_X_DSDT 140	      /* u64 */
#define FADT_2_SIZE 148

#define FLAG_RESET_REGISTER (1u << 10)
#define SPACE_MEMORY 0
#define SPACE_IO 1

#define PM1_SCI_ENABLE (1u << 0)
#define PM1_SLEEP_TYPE_SHIFT 10
#define PM1_SLEEP_TYPE (7u << PM1_SLEEP_TYPE_SHIFT)
#define PM1_SLEEP_ENABLE (1u << 13)
#define ENABLE_TRIES 100000 /* reads of a port: at least 10 ms */

/* AML (ACPI specification, "ACPI Machine Language Specification"). */
#define AML_BYTE_PREFIX 0x0a
#define AML_PACKAGE 0x12
#define AML_LENGTH_SHIFT 6 /* bits 7:6: how many more bytes the length has */
#define S5_ROOM 16	   /* bytes after the name that are looked at */

void acpi_reset(const struct boot_info *boot)
{
	u32 length;
	const u8 *fadt = acpi_find(boot, "FACP", &length);
	u64 address;

	if (!fadt || length <= FADT_RESET_VALUE ||
	    !(load_u32(fadt + FADT_FLAGS) & FLAG_RESET_REGISTER))
		return;
	address = load_u64(fadt + FADT_RESET_ADDRESS);
	if (fadt[FADT_RESET_SPACE] == SPACE_IO && address <= UINT16_MAX)
		outb(address, fadt[FADT_RESET_VALUE]);
	else if (fadt[FADT_RESET_SPACE] == SPACE_MEMORY &&
		 direct_map_has(address, 1))
		*(volatile u8 *)phys_to_virt(address) = fadt[FADT_RESET_VALUE];
}

static const u8 *dsdt(const struct boot_info *boot, const u8 *fadt,
		      u32 fadt_length, u32 *length)
{
	const u8 *table = NULL;

	if (fadt_length >= FADT_2_SIZE)
		table = acpi_table_at(boot, load_u64(fadt + FADT_X_DSDT),
				      "DSDT", length);
	if (table)
		return table;
	return acpi_table_at(boot, load_u32(fadt + FADT_DSDT), "DSDT", length);
}

/*
 * Reads the first number of the package that _S5_ names, the sleep type of the
 * state "soft off". aml: after the name. UINT32_MAX: it is no such package.
 */
static u32 package_first(const u8 *aml)
{
	if (*aml++ != AML_PACKAGE)
		return UINT32_MAX;
	aml += 1 + (*aml >> AML_LENGTH_SHIFT); /* its length */
	aml++;				       /* how many elements it has */
	if (*aml == AML_BYTE_PREFIX)
		aml++;
	return *aml <= 7 ? *aml : UINT32_MAX;
}

/* Looks for the name and not for the tree that it is in: AML is a language. */
static u32 s5_sleep_type(const u8 *aml, u32 length)
{
	u32 i;

	for (i = 0; i + S5_ROOM <= length; i++)
		if (!memcmp(aml + i, "_S5_", 4) &&
		    package_first(aml + i + 4) != UINT32_MAX)
			return package_first(aml + i + 4);
	return UINT32_MAX;
}

/* Firmware hands over in legacy mode, in which the control register is its. */
static void enable_acpi(const u8 *fadt, u16 control)
{
	u32 tries = ENABLE_TRIES;

	if (!load_u32(fadt + FADT_SMI_COMMAND) || !fadt[FADT_ACPI_ENABLE])
		return;
	if (inw(control) & PM1_SCI_ENABLE)
		return;
	outb(load_u32(fadt + FADT_SMI_COMMAND), fadt[FADT_ACPI_ENABLE]);
	while (!(inw(control) & PM1_SCI_ENABLE) && --tries)
		cpu_relax();
}

static void sleep(u16 control, u32 type)
{
	u32 value = (inw(control) & ~PM1_SLEEP_TYPE) |
		    type << PM1_SLEEP_TYPE_SHIFT;

	outw(control, value);
	outw(control, value | PM1_SLEEP_ENABLE);
}

void acpi_power_off(const struct boot_info *boot)
{
	u32 length, dsdt_length, type;
	const u8 *fadt = acpi_find(boot, "FACP", &length), *aml;
	u32 control;

	if (!fadt || length < FADT_1_SIZE)
		return;
	control = load_u32(fadt + FADT_PM1A_CONTROL);
	aml = dsdt(boot, fadt, length, &dsdt_length);
	if (!aml || !control || control > UINT16_MAX)
		return;
	type = s5_sleep_type(aml, dsdt_length);
	if (type == UINT32_MAX)
		return;
	enable_acpi(fadt, control);
	sleep(control, type);
	control = load_u32(fadt + FADT_PM1B_CONTROL);
	if (control && control <= UINT16_MAX)
		sleep(control, type);
}
