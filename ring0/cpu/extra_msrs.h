/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MSRs that hardening/ has written on the boot CPU, and that each CPU which is
 * started after it must write, too. There are none without its options.
 */
#ifndef RING0_CPU_EXTRA_MSRS_H
#define RING0_CPU_EXTRA_MSRS_H

#include "types.h"

#define EXTRA_MSRS 3

/* Read-only: read_only_patch() alone changes it. In one page. */
struct extra_msrs {
	u64 count;
	struct extra_msr {
		u64 msr, value;
	} list[EXTRA_MSRS];
};
extern struct extra_msrs extra_msrs;

/* Writes them on this CPU; one that it does not have is left out. */
void extra_msrs_write(void);

#endif
