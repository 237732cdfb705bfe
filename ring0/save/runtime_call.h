/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls a runtime service of the firmware. */
#ifndef RING0_SAVE_RUNTIME_CALL_H
#define RING0_SAVE_RUNTIME_CALL_H

#include "types.h"

/*
 * Calls the service at that physical address, in the page tables whose root is
 * at cr3, with interrupts off. Returns its EFI_STATUS.
 */
u64 runtime_call(u64 service, u64 cr3, const u64 arguments[5]);

#endif
