/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 reads in ACPI's tables. */
#ifndef RING0_DEV_ACPI_H
#define RING0_DEV_ACPI_H

#include "boot_info.h"
#include "lib/acpi_tables.h"

/* Where ring 0 reads them: in the direct map. */
struct acpi_root acpi_root(const struct boot_info *boot);

/* Prints where the RSDP is, and the names of the tables that it leads to. */
void acpi_print(const struct boot_info *boot);

/*
 * Finds the first table with this signature that is whole. Returns where it
 * begins, its header first, and sets *length, in bytes. NULL: there is none.
 */
const void *acpi_find(const struct boot_info *boot, const char *signature,
		      u32 *length);

/* The same for the one table at phys. */
const void *acpi_table_at(const struct boot_info *boot, u64 phys,
			  const char *signature, u32 *length);

/* Both return if the machine has no such register, or it does not obey. */
void acpi_reset(const struct boot_info *boot);
void acpi_power_off(const struct boot_info *boot);

/* The power management timer: a counter of 3.579545 MHz at an I/O port. */
#define PM_TIMER_HZ 3579545
#define PM_TIMER_MASK 0xffffff /* every machine has 24 bits, some have 32 */

/* Returns its I/O port. 0: there is no timer, or the tables are damaged. */
u16 acpi_pm_timer_port(const struct boot_info *boot);

/* Returns where the HPET's registers are. 0: there is none. */
u64 acpi_hpet(const struct boot_info *boot);

#endif
