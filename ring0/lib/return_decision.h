/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The return decision: may this frame leave by the gate's fast return? Pure,
 * no more than comparisons, inlined into the exit path; tests/host enumerates
 * it. The fast return is granted only when it does exactly what IRETQ would
 * do for the frame, and cannot fault in ring 0.
 *
 * HAZARD sysret-noncanonical (CVE-2012-0217): with a non-canonical RCX, Intel's
 * SYSRETQ raises #GP at CPL 0 on ring 3's stack; SYSEXITQ does so for RDX and
 * RCX. So ip (and sp for SYSEXIT) must be below task_size, whose last page is
 * never mapped: no SYSCALL can end right at the canonical hole.
 *
 * HAZARD sysret-flags: SYSRET loads RFLAGS from R11 and cannot set RF; with TF
 * it traps before ring 3's first instruction, where IRETQ traps behind it.
 * SYSEXIT loads no flags: the exit path loads them with POPFQ, so TF and RF
 * there would trap, or be lost, in ring 0; VIF and VIP it leaves as they are
 * in ring 0; IF comes by STI.
 */
#ifndef GATEHOUSE_RETURN_DECISION_H
#define GATEHOUSE_RETURN_DECISION_H

#include <asm/processor-flags.h>
#include "gatehouse.h"
#include "segment.h"

/* What POPFQ and STI load otherwise than IRETQ: of these, IF alone is set. */
#define SYSEXIT_FLAGS                                                          \
	(X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_RF | X86_EFLAGS_VIF |      \
	 X86_EFLAGS_VIP)

/* task_size: ring 3's addresses are below it (layout.h, TASK_SIZE_*). */
static inline enum return_reason sysret_reason(const struct pt_regs *regs,
					       u64 task_size)
{
	u64 ip = regs->ip;
	u64 flags = regs->flags;

	if (unlikely(regs->cx != ip))
		return RETURN_CX;
	if (unlikely(ip >= task_size))
		return RETURN_NONCANONICAL;
	if (unlikely(regs->cs != SEL_USER_CODE))
		return RETURN_CS;
	if (unlikely(regs->ss != SEL_USER_DATA))
		return RETURN_SS;
	if (unlikely(regs->r11 != flags))
		return RETURN_R11;
	if (unlikely(flags & (X86_EFLAGS_RF | X86_EFLAGS_TF)))
		return RETURN_FLAGS;
	return RETURN_FAST;
}

static inline enum return_reason sysexit_reason(const struct pt_regs *regs,
						u64 task_size)
{
	u64 ip = regs->ip;
	u64 sp = regs->sp;

	if (unlikely(regs->cx != sp))
		return RETURN_CX;
	if (unlikely(regs->dx != ip))
		return RETURN_DX;
	if (unlikely(ip >= task_size || sp >= task_size))
		return RETURN_NONCANONICAL;
	if (unlikely(regs->cs != SEL_USER_CODE))
		return RETURN_CS;
	if (unlikely(regs->ss != SEL_USER_DATA_SYSEXITQ))
		return RETURN_SS;
	if (unlikely((regs->flags & SYSEXIT_FLAGS) != X86_EFLAGS_IF))
		return RETURN_FLAGS;
	return RETURN_FAST;
}

#endif
