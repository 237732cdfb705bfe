/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long the boot takes, from efi_main to the first instruction of ring 3, in
 * ticks of the TSC. Time that is not Gatehouse's own is counted apart.
 */
#ifndef RING0_LOG_BOOT_TIME_H
#define RING0_LOG_BOOT_TIME_H

#include "boot_info.h"

enum boot_part {
	BOOT_OWN,      /* everything that no other part counts */
	BOOT_FIRMWARE, /* inside the firmware's services */
	BOOT_OUTPUT,   /* the log: formatting and writing it, and the screen */
	BOOT_PARTS,
};

/* Starts counting; boot has the loader's share. */
void boot_time_init(const struct boot_info *boot);
/* Counts for part from now on. Returns the part that it counted for before. */
enum boot_part boot_time_switch(enum boot_part part);
/* Ring 3 is entered next: the counts stay as they are now. */
void boot_time_end(void);
/* Prints a "# boot:" line for each part, if the boot has ended. */
void boot_time_report(void);

#endif
