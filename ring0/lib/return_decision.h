/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The return decision: may this frame leave by the gate's fast return? Pure:
 * comparisons only, inlined into the exit path; tests/host enumerates them. The
 * fast return is granted only if it does exactly what IRETQ would do for the
 * frame, and cannot fault in ring 0.
 *
 * If the frame is as the gate's stub built it, *_is_safe() suffices. It checks
 * only what ring 3 chose, in the values that the instruction takes. The rest
 * holds because of how the stub pushes: ip and cx are copies of one register,
 * and so are flags and r11. If anything has changed the frame (change_regs(),
 * exit work), *_reason() checks all of it.
 *
 * HAZARD sysret-noncanonical (CVE-2012-0217): with a non-canonical RCX, Intel's
 * SYSRETQ raises #GP at CPL 0 on ring 3's stack; SYSEXITQ does so for RDX and
 * RCX. So these must be below canonical_end, where the hole begins.
 *
 * SYSRETL takes the lower half of RCX alone, so it cannot fault.
 *
 * HAZARD sysret-flags: SYSRET loads RFLAGS from R11 but cannot set RF, and with
 * TF set it traps before ring 3's first instruction, where IRETQ traps after
 * it. SYSEXIT loads no flags, so the exit path loads them with POPFQ: TF would
 * trap in ring 0, RF would be lost, and VIF and VIP stay as they are. STI sets
 * IF.
 */
#ifndef GATEHOUSE_RETURN_DECISION_H
#define GATEHOUSE_RETURN_DECISION_H

#include <asm/processor-flags.h>
#include "gatehouse.h"
#include "layout.h"
#include "segment.h"

/* The flags that SYSRET and IRETQ load, or act on, differently. */
#define SYSRET_FLAGS (X86_EFLAGS_TF | X86_EFLAGS_RF)

/* Likewise for POPFQ and STI. For SYSEXIT, of these only IF may be set. */
#define SYSEXIT_FLAGS                                                          \
	(X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_RF | X86_EFLAGS_VIF |      \
	 X86_EFLAGS_VIP)

/*
 * Is the address in the lower half? One instruction compares it with a constant
 * of 4-level paging. With 5 levels three of its bytes, which .la57_sites lists,
 * are written anew at boot (cpu/code_sites.h), so each mode has its own.
 */
#define LA57_SITE(from_end, bytes)                  \
	"1:\n"                                      \
	".pushsection .la57_sites, \"a\"\n"         \
	".long 1b - " #from_end " - ., " #bytes "\n" \
	".popsection\n"

static inline bool sysret_is_safe(const struct pt_regs *regs)
{
	const u32 *upper_half = (const u32 *)&regs->cx + 1;
	bool high;

	/* The immediate, 0x7fff, becomes 0xffffff. */
	asm("cmpl $0x7fff, %[upper_half]\n" LA57_SITE(4, 0xffffff)
	    : "=@cca"(high)
	    : [upper_half] "m"(*upper_half));
	return !high && !(regs->r11 & SYSRET_FLAGS);
}

/* canonical_end: where the lower half ends in this paging mode (layout.h). */
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

/* 32-bit code has no r8 to r15. Its frames have 0 there, but for r11. */
static inline bool has_high(const struct pt_regs *regs)
{
	return regs->r8 | regs->r9 | regs->r10 | regs->r12 | regs->r13 |
	       regs->r14 | regs->r15;
}

/* To 32-bit code, by SYSRETL: above 4 GiB it would load another rip. */
static inline bool sysretl_is_safe(const struct pt_regs *regs)
{
	return !(regs->cx >> 32) && !(regs->r11 & SYSRET_FLAGS);
}

/* The exit path does not load what 32-bit code does not have. */
static inline enum return_reason sysretl_reason(const struct pt_regs *regs)
{
	if (regs->cx != regs->ip)
		return RETURN_CX;
	if (regs->ip >> 32)
		return RETURN_NONCANONICAL;
	if (regs->cs != SEL_USER_CODE32)
		return RETURN_CS;
	if (regs->ss != SEL_USER_DATA)
		return RETURN_SS;
	if (regs->r11 != regs->flags)
		return RETURN_R11;
	if (regs->flags & SYSRET_FLAGS)
		return RETURN_FLAGS;
	if (has_high(regs))
		return RETURN_HIGH;
	return RETURN_FAST;
}

/*
 * Two values are below a power of two if, and only if, their OR is. A frame of
 * SYSENTER's has no TF: its #DB came on the gate's first instruction, and made
 * it exit work.
 */
static inline bool sysexit_is_safe(const struct pt_regs *regs)
{
	u64 either = regs->cx | regs->dx;
	bool high;

	/* 48 c1 ea 2f: the last three bytes become a shift by 56. */
	asm("shrq $47, %[either]\n" LA57_SITE(3, 0x38eac1)
	    : [either] "+d"(either), "=@ccnz"(high));
	return !high;
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

/*
 * To 32-bit code, by SYSEXIT's 32-bit form. There is no *_is_safe(): in a frame
 * of the stub's, ring 3 chose sp alone, of which the stub took the lower half,
 * and ecx and edx are lost to sp and ip (sysexitl_loses()).
 */
static inline enum return_reason sysexitl_reason(const struct pt_regs *regs)
{
	if (regs->cx != regs->sp)
		return RETURN_CX;
	if (regs->dx != regs->ip)
		return RETURN_DX;
	if ((regs->ip | regs->sp) >> 32)
		return RETURN_NONCANONICAL;
	if (regs->cs != SEL_USER_CODE32)
		return RETURN_CS;
	if (regs->ss != SEL_USER_DATA)
		return RETURN_SS;
	if ((regs->flags & SYSEXIT_FLAGS) != X86_EFLAGS_IF)
		return RETURN_FLAGS;
	if (has_high(regs))
		return RETURN_HIGH;
	return RETURN_FAST;
}

/*
 * Writes what 32-bit code finds in ecx and edx after its SYSENTER. Its handler
 * is done with the arguments there, and the code at the landing pad has its own
 * on its stack.
 */
static inline void sysexitl_loses(struct pt_regs *regs)
{
	regs->cx = regs->sp;
	regs->dx = regs->ip;
}

#endif
