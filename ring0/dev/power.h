/* SPDX-License-Identifier: BSD-2-Clause */
/* How Gatehouse leaves the machine. */
#ifndef RING0_DEV_POWER_H
#define RING0_DEV_POWER_H

#include "boot_info.h"

void power_init(const struct boot_info *boot);

/*
 * Ends as exit= says; without it, QEMU's isa-debug-exit with status 33
 * (passed) or 35 where CPUID names QEMU or KVM, else a halt.
 */
__attribute__((noreturn)) void leave(bool passed);

#endif
