/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the module share; pti.c comes first for a reader. */
#ifndef RING0_PTI_PTI_H
#define RING0_PTI_PTI_H

#include "mm/isolation.h"

/* patch.c: entry code leads to switch.S. NULL, or why it could not. */
const char *entry_code_patch(void);

/* entry_area.c: makes what this CPU's ring 3 tables have of ring 0. */
const char *entry_area_make(void);
/* The entry of the page of ring 3's frame, on the stack that ends at top. */
u64 *entry_area_frame(u64 stack_top);
/* The stack for IRET to a 16-bit one has been made. false: no memory. */
bool entry_area_espfix(void);
void entry_area_copy(u64 root_phys);

/* tlb.c: PCIDs, where the CPU has them. */
const char *tlb_init(void);
/* As it was before. */
void tlb_undo(void);
/* What to load into CR3 for a table. */
u64 tlb_ring0_cr3(u64 root_phys);
u64 tlb_ring3_cr3(u64 root_phys);
/* Drops what this CPU's TLB has of the tables of either ring. */
void tlb_flush_both(void);
/* The CPU has PCIDs, and they are used. */
bool tlb_has_pcids(void);

#endif
