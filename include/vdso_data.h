/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page below the 64-bit vDSO, which ring 0 writes and ring 3 reads. seq is
 * odd while it is written: a reader whose seq was odd, or has changed, reads
 * again.
 */
#ifndef GATEHOUSE_VDSO_DATA_H
#define GATEHOUSE_VDSO_DATA_H

#include "types.h"

struct vdso_data {
	u32 seq;
	u32 cpu;    /* on which the program runs */
	u64 tsc_hz; /* 0: not yet measured, which the first call does */
};

#endif
