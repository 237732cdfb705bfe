/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine's CPUs. The module smp starts all but the one that boots, and has
 * each run a program, at the same time.
 */
#ifndef RING0_BOOT_ALL_CPUS_H
#define RING0_BOOT_ALL_CPUS_H

#include "boot_info.h"
#include "dev/madt.h"

struct all_cpus {
	struct madt_cpus listed;
	u64 trampoline_phys; /* boot_info's */
};
extern struct all_cpus all_cpus;

/* Reads which there are. Returns how many. */
u32 all_cpus_find(const struct boot_info *boot);

/*
 * Returns how many results all_cpus_run() gives: one for each CPU that is to
 * run. 0: only the boot CPU is. After settings_init() and irq_init().
 */
u32 all_cpus_count(void);
void all_cpus_run(void);

#endif
