/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI's MADT: which processors and interrupt controllers the machine has. */
#ifndef RING0_DEV_MADT_H
#define RING0_DEV_MADT_H

#include "boot_info.h"

#define CPUS_MAX 256 /* that Gatehouse can use */

/* The processors that may be started, and this one, in the MADT's order. */
struct madt_cpus {
	u32 count; /* 0: there is no MADT */
	u32 more;  /* beyond CPUS_MAX */
	u32 apic_id[CPUS_MAX];
};

/* Fills *cpus, which is all 0. */
void madt_find_cpus(const struct boot_info *boot, struct madt_cpus *cpus);

/* Maps the I/O APICs that it lists, and masks all of their inputs. */
void io_apics_mask(const struct boot_info *boot);
/* true: all of their inputs are masked. */
bool io_apics_quiet(void);

#endif
