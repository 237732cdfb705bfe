/* SPDX-License-Identifier: BSD-2-Clause */
/* switch.S: the change of paging modes, below 4 GiB, code and stack as well. */
#ifndef TESTS_LA57_SWITCH_H
#define TESTS_LA57_SWITCH_H

#include "types.h"

/* LGDT's and SGDT's operand. */
struct gdt_pointer {
	u16 limit;
	u64 base;
} __attribute__((packed));

/* root: of page tables with five levels; gdt: by include/segment.h. */
__attribute__((visibility("hidden"))) void
switch_to_5_levels(u64 root, const struct gdt_pointer *gdt);

#endif
