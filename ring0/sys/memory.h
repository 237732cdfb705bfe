/* SPDX-License-Identifier: BSD-2-Clause */
/* What calls about memory share: memory.c's, and those of the module more. */
#ifndef RING0_SYS_MEMORY_H
#define RING0_SYS_MEMORY_H

#include "types.h"

#define MMAP_MIN_ADDR 0x10000 /* Linux's vm.mmap_min_addr */

/* Finds size bytes where mmap(2) without a hint would map them. 0: none. */
u64 memory_find_hole(u64 size);

#endif
