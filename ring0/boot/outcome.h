/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What carries a run's outcome off a machine: save.elf, the log in a variable,
 * and qr.elf, a QR code on the screen.
 */
#ifndef RING0_BOOT_OUTCOME_H
#define RING0_BOOT_OUTCOME_H

#include "boot_info.h"

/* Loads the modules that save= and qr= want. */
void outcome_init(const struct boot_info *boot);

/* What save.elf needs of the loader's. */
const struct boot_info *outcome_boot_info(void);

#endif
