/* SPDX-License-Identifier: BSD-2-Clause */
/* What an exception brings beside its frame. */
#ifndef RING0_CPU_FAULT_H
#define RING0_CPU_FAULT_H

#include "ptrace.h"

struct fault {
	u32 vector;
	u64 error_code;
	u64 address; /* CR2 for #PF, else 0 */
};

#endif
