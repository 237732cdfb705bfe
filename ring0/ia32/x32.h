/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls by SYSCALL whose number has X32_SYSCALL_BIT. */
#ifndef RING0_IA32_X32_H
#define RING0_IA32_X32_H

#include "gatehouse.h"

/* As a row of a call table. -ENOSYS: x32 has no such call here. */
long x32_call(const struct pt_regs *regs);

#endif
