/* SPDX-License-Identifier: BSD-2-Clause */
/* What a fault of ring 3's is as a signal, and what signals are called. */
#ifndef RING0_TASK_FAULT_SIGNAL_H
#define RING0_TASK_FAULT_SIGNAL_H

#include <asm/siginfo.h>
#include "cpu/fault.h"

/* Returns the signal that an exception is. */
u32 fault_signal(u32 vector);

/* Fills in Linux's siginfo for a fault at ip, its padding too. */
void fault_info(siginfo_t *info, const struct fault *fault, u64 ip);

/* Returns a name such as "SIGSEGV", which is valid until the next call. */
const char *signal_name(u32 signal);

#endif
