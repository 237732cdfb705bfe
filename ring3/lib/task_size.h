/* SPDX-License-Identifier: BSD-2-Clause */
/* Where ring 3's addresses end, found by the stack, which lies at the end. */
#ifndef GATEHOUSE_RING3_TASK_SIZE_H
#define GATEHOUSE_RING3_TASK_SIZE_H

#include "layout.h"
#include "types.h"

/* The first address above ring 3's, with 4-level or 5-level paging. */
static inline u64 task_size(void)
{
	return (u64)__builtin_frame_address(0) < TASK_SIZE_4_LEVEL ?
		       TASK_SIZE_4_LEVEL :
		       TASK_SIZE_5_LEVEL;
}

#endif
