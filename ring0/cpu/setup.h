/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes a CPU ours: control registers, segments, stacks. */
#ifndef RING0_CPU_SETUP_H
#define RING0_CPU_SETUP_H

#include "cpu/percpu.h"

/* The GS base and the GDT. No memory needed. */
void cpu_setup_early(struct cpu *cpu);
/* CR0, CR4, EFER whole; guarded IST stacks; TR; a read-only GDT. */
void cpu_setup(struct cpu *cpu);

/* Maps an entry stack with an unmapped page below it; panics. Its top. */
u64 map_entry_stack(u64 number, unsigned int slot);

/* Where the CPU entry area is: the IDT, then per CPU the GDT and stacks. */
#define CPU_ENTRY_IDT CPU_ENTRY_AREA
#define CPU_ENTRY_GDT(n) (CPU_ENTRY_AREA + PAGE_SIZE + (n) * CPU_ENTRY_SIZE)
#define CPU_ENTRY_STACKS(n) (CPU_ENTRY_GDT(n) + PAGE_SIZE)
/* Each stack: an unmapped page, then its own. */
#define ENTRY_STACK_SIZE (2 * PAGE_SIZE)
#define ENTRY_STACK_STRIDE (PAGE_SIZE + ENTRY_STACK_SIZE)
/* #DB's stack is two: a #DB in its own handler starts so much lower. */
#define DEBUG_STACK_STEP PAGE_SIZE
/* One each for IST_DF to IST_DB; the last is SYSENTER's first rsp. */
#define ENTRY_STACKS IST_END
#define CPU_ENTRY_SIZE (PAGE_SIZE + ENTRY_STACKS * ENTRY_STACK_STRIDE)

#endif
