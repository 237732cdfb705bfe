/* SPDX-License-Identifier: BSD-2-Clause */
/* How Gatehouse leaves the machine. */
#ifndef RING0_DEV_POWER_H
#define RING0_DEV_POWER_H

#include "boot_info.h"

/* Notes how the firmware's ResetSystem is called. */
void power_init(const struct boot_info *boot);

/*
 * Ends as exit= says. Without it, where CPUID names QEMU or KVM, QEMU ends with
 * status 33 (passed) or 35 by isa-debug-exit; other machines halt.
 */
__attribute__((noreturn)) void leave(bool passed);

#endif
