/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the boot takes, from efi_main to the first instruction of ring 3, in
 * ticks of the TSC: its own part, and what is counted apart from it.
 */
#ifndef RING0_LOG_BOOT_TIME_H
#define RING0_LOG_BOOT_TIME_H

#include "boot_info.h"

enum boot_part {
	BOOT_OWN,      /* all but these: */
	BOOT_FIRMWARE, /* calls of its services */
	BOOT_OUTPUT,   /* the log: making lines, and bytes to the consoles */
	BOOT_PARTS,
};

void boot_time_init(const struct boot_info *boot);
/* From now on ticks are this part's. Returns the one whose they were. */
enum boot_part boot_time_is(enum boot_part part);
/* Ring 3 is next. Later calls change nothing. */
void boot_time_end(void);
void boot_time_report(void);

#endif
