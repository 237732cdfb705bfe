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
 * Saves the registers to a page that was zeros, and loads them from there.
 * false: the CPU refuses what is there, and they are as before.
 */
struct fpu_area;
void fpu_save(struct fpu_area *to);
bool fpu_load(const struct fpu_area *from);

/*
 * Return the size and the alignment, in bytes, of a signal frame's part for
 * these registers. It has Linux's layout: XSAVE's standard format, with struct
 * _fpx_sw_bytes in bytes 464 to 511 and FP_XSTATE_MAGIC2 after it; or FXSAVE's
 * 512 bytes on a CPU without XSAVE.
 */
u64 fpu_frame_size(void);
u64 fpu_frame_align(void);

/* Writes that part at user. false: it is not ring 3's memory. */
bool fpu_save_frame(u64 user);

/*
 * Loads the registers from the part at user, or resets them if user is 0.
 * false: it is not ring 3's memory, is not aligned, or holds what the CPU
 * refuses; the registers are reset then, too.
 */
bool fpu_load_frame(u64 user);

#endif
