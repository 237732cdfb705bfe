/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The return decision: may this frame leave by the gate's fast return? Pure,
 * no more than comparisons, inlined into the exit path; tests/host enumerates
 * it. The fast return is granted only when it does exactly what IRETQ would
 * do for the frame, and cannot fault in ring 0.
 *
 * A frame that is as the gate's stub built it needs no more than a look at what
 * ring 3 chose, on the very values that the instruction takes: *_is_safe(). The
 * rest holds because the stub pushed it: rip stands in ip and in cx, RFLAGS in
 * flags and in r11, from one register each. As soon as anybody changes a frame
 * (change_regs(), exit work), all of it is looked at: *_reason().
 *
 * HAZARD sysret-noncanonical (CVE-2012-0217): with a non-canonical RCX, Intel's
 * SYSRETQ raises #GP at CPL 0 on ring 3's stack; SYSEXITQ does so for RDX and
 * RCX. So these must be below canonical_end, where the hole begins.
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

/* What SYSRET makes of R11 otherwise than IRETQ of the same flags. */
#define SYSRET_FLAGS (X86_EFLAGS_TF | X86_EFLAGS_RF)

/* What POPFQ and STI load otherwise than IRETQ: of these, IF alone is set. */
#define SYSEXIT_FLAGS                                                          \
	(X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_RF | X86_EFLAGS_VIF |      \
	 X86_EFLAGS_VIP)

/* canonical_end: of the lower half, by paging mode (layout.h). */
static inline bool sysret_is_safe(const struct pt_regs *regs,
				  u64 canonical_end)
{
	return regs->cx < canonical_end && !(regs->r11 & SYSRET_FLAGS);
}

static inline enum return_reason sysret_reason(const struct pt_regs *regs,
					       u64 canonical_end)
{
	if (regs->cx != regs->ip)
		return RETURN_CX;
	if (regs->ip >= canonical_end)
		return RETURN_NONCANONICAL;
	if (regs->cs != SEL_USER_CODE)
		return RETURN_CS;
	if (regs->ss != SEL_USER_DATA)
		return RETURN_SS;
	if (regs->r11 != regs->flags)
		return RETURN_R11;
	if (regs->flags & SYSRET_FLAGS)
		return RETURN_FLAGS;
	return RETURN_FAST;
}

/* Two are below a power of two if, and only if, the OR of them is. */
static inline bool sysexit_is_safe(const struct pt_regs *regs,
				   u64 canonical_end)
{
	return (regs->cx | regs->dx) < canonical_end &&
	       !(regs->flags & X86_EFLAGS_TF);
}

static inline enum return_reason sysexit_reason(const struct pt_regs *regs,
						u64 canonical_end)
{
	if (regs->cx != regs->sp)
		return RETURN_CX;
	if (regs->dx != regs->ip)
		return RETURN_DX;
	if ((regs->ip | regs->sp) >= canonical_end)
		return RETURN_NONCANONICAL;
	if (regs->cs != SEL_USER_CODE)
		return RETURN_CS;
	if (regs->ss != SEL_USER_DATA_SYSEXITQ)
		return RETURN_SS;
	if ((regs->flags & SYSEXIT_FLAGS) != X86_EFLAGS_IF)
		return RETURN_FLAGS;
	return RETURN_FAST;
}

#endif
