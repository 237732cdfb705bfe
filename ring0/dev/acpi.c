/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ring 0 wants to know of ACPI's tables, which it reads in the direct map.
 */

#include "dev/acpi.h"
#include "lib/unaligned.h"
#include "log/console.h"
#include "mm/direct_map.h"
#include "mm/pages.h"

struct fadt {			   /* byte offset */
	struct acpi_header header; /*  0 */
	u8 before[40];		   /* 36 */
	u32 pm_timer_block;	   /* 76: the timer's port, 0: none */
	u8 between[11];		   /* 80 */
	u8 pm_timer_length;	   /* 91: 4 bytes; 0: no timer */
} __attribute__((packed));
_Static_assert(offsetof(struct fadt, pm_timer_block) == 76, "PM_TMR_BLK");
_Static_assert(offsetof(struct fadt, pm_timer_length) == 91, "PM_TMR_LEN");

#define PM_TIMER_BYTES 4

static const void *at(u64 phys, u64 size)
{
	return direct_map_has(phys, size) ? phys_to_virt(phys) : NULL;
}

struct acpi_root acpi_root(const struct boot_info *boot)
{
	return (struct acpi_root){
		.rsdp_phys = boot->rsdp_phys,
		.end = boot->direct_map_size,
		.at = at,
	};
}

static const void *with_length(const struct acpi_header *table, u32 *length)
{
	*length = table ? table->length : 0;
	return table;
}

const void *acpi_find(const struct boot_info *boot, const char *signature,
		      u32 *length)
{
	const struct acpi_root root = acpi_root(boot);

	return with_length(acpi_table_find(&root, signature), length);
}

const void *acpi_table_at(const struct boot_info *boot, u64 phys,
			  const char *signature, u32 *length)
{
	const struct acpi_root root = acpi_root(boot);

	return with_length(acpi_table_read(&root, phys, signature), length);
}

#define SHOWN_MAX 64
#define SHOWN_A_LINE 12

void acpi_print(const struct boot_info *boot)
{
	const struct acpi_root root = acpi_root(boot);
	const struct acpi_list list = acpi_list_of(&root);
	const struct acpi_header *table;
	u32 i;

	if (!boot->rsdp_phys) {
		printk("# acpi: none\n");
		return;
	}
	printk("# acpi: RSDP at %#lx", boot->rsdp_phys);
	for (i = 0; i < list.count && i < SHOWN_MAX; i++) {
		table = acpi_list_entry(&root, &list, i);
		if (i % SHOWN_A_LINE == 0)
			printk("\n# acpi: tables");
		if (table)
			printk(" %.4s", table->signature);
	}
	printk("\n");
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
