/* SPDX-License-Identifier: BSD-2-Clause */
/* How Gatehouse leaves the machine. */
#ifndef RING0_DEV_POWER_H
#define RING0_DEV_POWER_H

#include "boot_info.h"

/* Notes where the firmware and ACPI say how. boot must stay where it is. */
void power_init(const struct boot_info *boot);

/*
 * Ends as exit= says. Without it, where CPUID names QEMU or KVM, QEMU ends with
 * status 33 (passed) or 35 by isa-debug-exit; other machines halt. If a way
 * out faults, another call goes on with the next one.
 */
__attribute__((noreturn)) void leave(bool passed);

/*
 * Called once by leave(), before the machine is left; NULL: nothing is. If it
 * faults, the machine is left all the same, and the verdict stands. Read-only
 * after read_only_init().
 */
extern void (*power_at_leaving)(void);

/* true: leave() has been called, so a fault is one of the way out. */
bool power_is_leaving(void);

#endif
