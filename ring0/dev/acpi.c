/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the port of the power management timer in ACPI's tables: the RSDP leads
 * to the XSDT, which leads to the FADT (ACPI specification, "ACPI Software
 * Programming Model"). A table outside the direct map, or with a wrong
 * checksum, is ignored.
 */

#include "dev/acpi.h"
#include "mm/pages.h"
#include "lib/string.h"

struct acpi_header {	   /* byte offset */
	char signature[4]; /*  0 */
	u32 length;	   /*  4: in bytes, this header included */
	u8 revision;	   /*  8 */
	u8 checksum;	   /*  9: makes the table's bytes add up to 0 */
	u8 oem[26];	   /* 10 */
} __attribute__((packed));
_Static_assert(sizeof(struct acpi_header) == 36, "ACPI table header");

struct rsdp {		   /* byte offset */
	char signature[8]; /*  0: "RSD PTR " */
	u8 checksum;	   /*  8 */
	u8 oem[6];	   /*  9 */
	u8 revision;	   /* 15: from 2 on there is an XSDT */
	u32 rsdt;	   /* 16 */
	u32 length;	   /* 20 */
	u64 xsdt;	   /* 24 */
	u32 more;	   /* 32 */
} __attribute__((packed));
_Static_assert(sizeof(struct rsdp) == 36, "RSDP");

struct fadt {			   /* byte offset */
	struct acpi_header header; /*  0 */
	u8 before[40];		   /* 36 */
	u32 pm_timer_block;	   /* 76: the timer's port, 0: none */
	u8 between[11];		   /* 80 */
	u8 pm_timer_length;	   /* 91: 4 bytes; 0: no timer */
} __attribute__((packed));
_Static_assert(offsetof(struct fadt, pm_timer_block) == 76, "PM_TMR_BLK");
_Static_assert(offsetof(struct fadt, pm_timer_length) == 91, "PM_TMR_LEN");

#define XSDT_REVISION 2
#define PM_TIMER_BYTES 4

/* Returns the size bytes at phys; NULL if not all are in the direct map. */
static const void *at(const struct boot_info *boot, u64 phys, u64 size)
{
	if (!phys || size > boot->direct_map_size ||
	    phys > boot->direct_map_size - size)
		return NULL;
	return phys_to_virt(phys);
}

static bool sums_to_0(const u8 *bytes, u64 size)
{
	u8 sum = 0;

	while (size--)
		sum += *bytes++;
	return !sum;
}

/* Returns the table at phys; NULL if it is cut off or its checksum is wrong. */
static const struct acpi_header *table_at(const struct boot_info *boot,
					  u64 phys)
{
	const struct acpi_header *table = at(boot, phys, sizeof(*table));

	if (!table || table->length < sizeof(*table) ||
	    !at(boot, phys, table->length) ||
	    !sums_to_0((const u8 *)table, table->length))
		return NULL;
	return table;
}

static const struct acpi_header *xsdt(const struct boot_info *boot)
{
	const struct rsdp *rsdp = at(boot, boot->rsdp_phys, sizeof(*rsdp));

	if (!rsdp || memcmp(rsdp->signature, "RSD PTR ", 8) ||
	    rsdp->revision < XSDT_REVISION)
		return NULL;
	return table_at(boot, rsdp->xsdt);
}

static const struct acpi_header *find(const struct boot_info *boot,
				      const char *signature)
{
	const struct acpi_header *list = xsdt(boot), *table;
	u32 offset;

	if (!list)
		return NULL;
	for (offset = sizeof(*list); offset + sizeof(u64) <= list->length;
	     offset += sizeof(u64)) {
		u64 phys;

		/* Entries need not be aligned. */
		memcpy(&phys, (const u8 *)list + offset, sizeof(phys));
		table = table_at(boot, phys);
		if (table && !memcmp(table->signature, signature, 4))
			return table;
	}
	return NULL;
}

u16 acpi_pm_timer_port(const struct boot_info *boot)
{
	const struct fadt *fadt = (const void *)find(boot, "FACP");

	if (!fadt || fadt->header.length < sizeof(*fadt) ||
	    fadt->pm_timer_length != PM_TIMER_BYTES ||
	    fadt->pm_timer_block > UINT16_MAX)
		return 0;
	return fadt->pm_timer_block;
}
