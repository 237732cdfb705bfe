/* SPDX-License-Identifier: BSD-2-Clause */
/* Who made the machine and its firmware, as SMBIOS has it. */
#ifndef RING0_DEV_SMBIOS_H
#define RING0_DEV_SMBIOS_H

#include "boot_info.h"

/*
 * Prints a "# bios:" and a "# machine:" line: vendor, version and date; vendor,
 * product and version. Serial numbers and UUIDs are nobody's business.
 */
void smbios_print(const struct boot_info *boot);

#endif
