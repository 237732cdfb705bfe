/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The x87, SSE, AVX and AVX-512 registers. Ring 0 uses none of them, so they
 * hold the current task's values all the time.
 */
#ifndef RING0_TASK_FPU_H
#define RING0_TASK_FPU_H

#include "types.h"

/* Gives each register the value with which a program or a handler starts. */
void fpu_reset(void);

/*
 * A signal frame's part for these registers, in Linux's layout: XSAVE's
 * standard format, with struct _fpx_sw_bytes in bytes 464 to 511 and
 * FP_XSTATE_MAGIC2 after it; or FXSAVE's 512 bytes on a CPU without XSAVE.
 */
u64 fpu_frame_size(void);
u64 fpu_frame_align(void);

/* Writes that part at user. false: it is not ring 3's memory. */
bool fpu_save_frame(u64 user);

/*
 * Loads the registers from such a part. 0: resets them. false: it is not ring
 * 3's memory or is not aligned, or the CPU refuses what it holds; they are
 * reset then, too.
 */
bool fpu_load_frame(u64 user);

#endif
