/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds tables of ACPI: the RSDP leads to the XSDT, or in ACPI 1.0 to the RSDT,
 * which leads to the others (ACPI specification, "ACPI Software Programming
 * Model"). A table outside the direct map, of an absurd length, or with a wrong
 * checksum is passed over.
 */

#include "dev/acpi.h"
#include "lib/unaligned.h"
#include "log/console.h"
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
#define RSDP_1_SIZE 20 /* ACPI 1.0's ends before length */

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
/*
 * A list of tables, and a table that ring 0 reads, has less. Without this bound
 * a damaged length would have ring 0 add up gigabytes, device registers too.
 */
#define LENGTH_MAX (1u << 20)
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

/*
 * Returns the table at phys; NULL if it is another, cut off, too long, or its
 * checksum is wrong. The signature comes first: no other's length is believed.
 */
static const struct acpi_header *table_at(const struct boot_info *boot,
					  u64 phys, const char *signature)
{
	const struct acpi_header *table = at(boot, phys, sizeof(*table));

	if (!table || memcmp(table->signature, signature, 4) ||
	    table->length < sizeof(*table) || table->length > LENGTH_MAX ||
	    !at(boot, phys, table->length) ||
	    !sums_to_0((const u8 *)table, table->length))
		return NULL;
	return table;
}

/* Returns the list of all tables. *width: how many bytes an address has. */
static const struct acpi_header *list_of(const struct boot_info *boot,
					 u32 *width)
{
	const struct rsdp *rsdp = at(boot, boot->rsdp_phys, RSDP_1_SIZE);
	const struct acpi_header *list = NULL;

	*width = sizeof(u64);
	if (!rsdp || memcmp(rsdp->signature, "RSD PTR ", 8))
		return NULL;
	if (rsdp->revision >= XSDT_REVISION &&
	    at(boot, boot->rsdp_phys, sizeof(*rsdp)))
		list = table_at(boot, rsdp->xsdt, "XSDT");
	if (list)
		return list;
	*width = sizeof(u32);
	return table_at(boot, rsdp->rsdt, "RSDT");
}

const void *acpi_find(const struct boot_info *boot, const char *signature,
		      u32 *length)
{
	const struct acpi_header *table = NULL;
	u32 offset, width;
	const struct acpi_header *list = list_of(boot, &width);

	for (offset = sizeof(*list);
	     list && !table && offset + width <= list->length;
	     offset += width) {
		u64 phys = 0;

		/* Entries need not be aligned. */
		memcpy(&phys, (const u8 *)list + offset, width);
		table = table_at(boot, phys, signature);
	}
	*length = table ? table->length : 0;
	return table;
}

#define SHOWN_MAX 64
#define SHOWN_A_LINE 12

void acpi_print(const struct boot_info *boot)
{
	u32 width, i;
	const struct acpi_header *list = list_of(boot, &width), *table;

	printk("# acpi: RSDP at %#lx", boot->rsdp_phys);
	for (i = 0; list && i < SHOWN_MAX &&
		    sizeof(*list) + (i + 1) * width <= list->length; i++) {
		u64 phys = 0;

		memcpy(&phys, (const u8 *)(list + 1) + i * width, width);
		table = at(boot, phys, sizeof(*table));
		if (i % SHOWN_A_LINE == 0)
			printk("\n# acpi: tables");
		if (table)
			printk(" %.4s", table->signature);
	}
	printk("\n");
}

const void *acpi_table_at(const struct boot_info *boot, u64 phys,
			  const char *signature, u32 *length)
{
	const struct acpi_header *table = table_at(boot, phys, signature);

	*length = table ? table->length : 0;
	return table;
}

u16 acpi_pm_timer_port(const struct boot_info *boot)
{
	u32 length;
	const struct fadt *fadt = acpi_find(boot, "FACP", &length);

	if (!fadt || length < sizeof(*fadt) ||
	    fadt->pm_timer_length != PM_TIMER_BYTES ||
	    fadt->pm_timer_block > UINT16_MAX)
		return 0;
	return fadt->pm_timer_block;
}

#define HPET_ADDRESS_SPACE 40 /* u8: 0, memory */
#define HPET_ADDRESS 44	      /* u64 */
#define HPET_SIZE 56

u64 acpi_hpet(const struct boot_info *boot)
{
	u32 length;
	const u8 *hpet = acpi_find(boot, "HPET", &length);

	if (!hpet || length < HPET_SIZE || hpet[HPET_ADDRESS_SPACE])
		return 0;
	return load_u64(hpet + HPET_ADDRESS);
}
