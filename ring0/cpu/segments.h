/* SPDX-License-Identifier: BSD-2-Clause */
/* DS, ES, FS and GS, which hold ring 3's selectors while ring 0 runs. */
#ifndef RING0_CPU_SEGMENTS_H
#define RING0_CPU_SEGMENTS_H

#include "cpu_ops.h"
#include "cpu/percpu.h"
#include "extable.h"
#include "msr-index.h"

#define READ_SEGMENT(segment)                                       \
	({                                                          \
		u32 selector_;                                      \
		asm volatile("movl %%" segment ", %0"               \
			     : "=r"(selector_));                    \
		selector_;                                          \
	})

/* Loads a selector, or a null one if the CPU refuses it. */
#define LOAD_SEGMENT(segment, selector)                             \
	do {                                                        \
		u32 selector_ = (selector);                         \
		asm volatile("jmp 2f\n"                             \
			     "1: xorl %0, %0\n"                     \
			     "2: movl %0, %%" segment "\n"          \
			     EXTABLE("2b", "1b")                    \
			     : "+r"(selector_) : : "cc", "memory"); \
	} while (0)

/*
 * A load of GS loads its base, which is ring 0's until SWAPGS. So it is put
 * back at once, and what was loaded becomes ring 3's. A load that faults has
 * changed nothing.
 */
static inline void load_user_gs(u32 selector)
{
	u64 ours = (u64)cpu_self(), flags = local_save_flags(), base;

	local_irq_disable();
	LOAD_SEGMENT("gs", selector);
	base = rdmsr(MSR_GS_BASE);
	wrmsr(MSR_GS_BASE, ours);
	wrmsr(MSR_KERNEL_GS_BASE, READ_SEGMENT("gs") & ~3u ? base : 0);
	if (flags & X86_EFLAGS_IF)
		local_irq_enable();
}

#endif
