/* SPDX-License-Identifier: BSD-2-Clause */
/* The log's first lines: what every report of a problem needs. */
#ifndef RING0_BOOT_LOG_HEAD_H
#define RING0_BOOT_LOG_HEAD_H

#include "boot_info.h"

void log_head_print(const struct boot_info *boot);
/* What this CPU's control registers are now. */
void log_head_print_now(void);

#endif
