/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether the log is saved: the module save.elf does it. */
#ifndef RING0_BOOT_SAVE_LOG_H
#define RING0_BOOT_SAVE_LOG_H

#include "boot_info.h"

/* Loads the module, if save= wants it. */
void save_log_init(const struct boot_info *boot);

/* What the module needs of the loader's. */
const struct boot_info *save_log_boot_info(void);

#endif
