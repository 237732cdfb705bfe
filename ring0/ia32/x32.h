/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls by SYSCALL whose number has X32_SYSCALL_BIT. */
#ifndef RING0_IA32_X32_H
#define RING0_IA32_X32_H

#include "gatehouse.h"

/* From here on x32's calls are served. After read_only_init(). */
void x32_add(void);

#endif
