/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI's MADT: which processors and interrupt controllers the machine has. */
#ifndef RING0_DEV_MADT_H
#define RING0_DEV_MADT_H

#include "boot_info.h"

/* Returns how many processors may be started. 0: there is no MADT. */
u32 madt_cpus(const struct boot_info *boot);

/* Maps the I/O APICs that it lists, and masks all of their inputs. */
void io_apics_mask(const struct boot_info *boot);
/* true: all of their inputs are masked. */
bool io_apics_quiet(void);

#endif
