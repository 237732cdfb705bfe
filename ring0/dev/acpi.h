/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI's tables, as far as ring 0 needs them. */
#ifndef RING0_DEV_ACPI_H
#define RING0_DEV_ACPI_H

#include "boot_info.h"

/* The power management timer: a 3.579545 MHz counter at an I/O port. */
#define PM_TIMER_HZ 3579545
#define PM_TIMER_MASK 0xffffff /* 24 bits always, 32 on some */

/* Its port; 0: there is none, or the tables are not as they should be. */
u16 acpi_pm_timer_port(const struct boot_info *boot);

#endif
