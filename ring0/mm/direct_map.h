/* SPDX-License-Identifier: BSD-2-Clause */
/* Which part of memory is in the direct map, and how more gets there. */
#ifndef RING0_MM_DIRECT_MAP_H
#define RING0_MM_DIRECT_MAP_H

#include "types.h"

/* true: all of [phys, phys + size) is there, which is not empty. */
bool direct_map_has(u64 phys, u64 size);

/*
 * Maps the GiB that phys is in, if it is not mapped. Without pages of 1 GiB
 * that takes *table, a page that is mapped, and leaves 0. false: there is none.
 * For the page allocator, which calls one at a time.
 */
bool direct_map_add(u64 phys, u64 *table);

#endif
