/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The FPU's part of a 32-bit frame: FSAVE's form of the x87 registers, and
 * after it what a 64-bit frame has (task/fpu.h).
 */
#ifndef RING0_IA32_FPU_32_H
#define RING0_IA32_FPU_32_H

#include "types.h"

/* Returns where the part begins whose end is at most at top. */
u64 fpu_32_place(u64 top);

/* Writes it there. false: it is not ring 3's memory. */
bool fpu_32_save(u64 user, u16 cs);

/* Loads the registers from it. As fpu_load_frame(). */
bool fpu_32_load(u64 user);

#endif
