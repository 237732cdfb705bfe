/* SPDX-License-Identifier: BSD-2-Clause */
/* The log's first lines: what every bug report should contain. */
#ifndef RING0_BOOT_LOG_HEAD_H
#define RING0_BOOT_LOG_HEAD_H

#include "boot_info.h"

/* Prints what the firmware left, and what the loader found. */
void log_head_print(const struct boot_info *boot);
/* Prints this CPU's control registers, once ring 0 has set them. */
void log_head_print_now(void);

#endif
