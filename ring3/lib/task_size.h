/* SPDX-License-Identifier: BSD-2-Clause */
/* How far ring 3's addresses go: its stack lies at their end. */
#ifndef GATEHOUSE_RING3_TASK_SIZE_H
#define GATEHOUSE_RING3_TASK_SIZE_H

#include "layout.h"
#include "types.h"

/* All of them are below: with 4-level paging, or with 5. */
static inline u64 task_size(void)
{
	return (u64)__builtin_frame_address(0) < TASK_SIZE_4_LEVEL ?
		       TASK_SIZE_4_LEVEL :
		       TASK_SIZE_5_LEVEL;
}

#endif
