/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep, third part: NMIs. Each is raised while a #DB or another NMI is
 * handled, and made to come at the target.
 */

#include "dev/apic.h"
#include "cpu_ops.h"
#include "cpu/setup.h"
#include "mm/isolation.h"
#include "msr-index.h"
#include "panic/panic.h"
#include "segment.h"
#include "selftest/sweep_state.h"
#include "mm/user_copy.h"

/* entry/nmi.S: its last two instructions. */
extern const u8 entry_nmi_counted[], entry_nmi_iretq[];
/* leave_nmi.S */
__attribute__((noreturn)) void leave_nmi_for(const struct pt_regs *regs,
					     const u8 *leave);
extern const u8 leave_nmi[];

/*
 * NMIs that have come and are not handled, the present one included: the word
 * above the one that the IST entry points to (entry/nmi.S).
 */
static volatile u64 *nmi_count(void)
{
	return (volatile u64 *)this_cpu->tss.ist[IST_NMI - 1] + 1;
}

/*
 * An NMI that is raised here comes here, not at the target. So sweep_nmi(), in
 * that NMI's handler, raises the next one, which waits: NMIs are blocked. It
 * returns to the target instead of here. That IRETQ ends the blocking, and the
 * next NMI comes at the target.
 */
void sweep_nmi_in_debug(const struct pt_regs *regs, u64 gs_base)
{
	u32 turns = PATIENCE;

	sweep_own()->regs = *regs;
	sweep_own()->gs_base = gs_base;
	sweep_own()->context = this_cpu->context_before;
	sweep_own()->phase = NMI_IN_DEBUG;
	apic_self_nmi();
	while (--turns)
		cpu_relax();
	sweep_own()->phase = IDLE;
}

/* Any IRETQ ends the blocking of NMIs: here that of a page fault. */
static void unblock_nmis(void)
{
	u64 nothing;

	copy_from_user(&nothing, 0, sizeof(nothing));
}

static void nmi_in_nmi(void)
{
	u32 turns = PATIENCE;

	sweep_own()->phase = NMI_IN_NMI;
	unblock_nmis();
	apic_self_nmi();
	while (*nmi_count() < 2 && --turns)
		cpu_relax();
}

/*
 * HAZARD nmi-nesting, at its worst: an NMI after the count has become 0 and
 * before the IRETQ that follows. The next NMI is raised while they are blocked;
 * the count is set to 0; and an IRETQ to that place unblocks them there.
 */
static void nmi_at_end(struct pt_regs *regs, u64 gs_base)
{
	struct pt_regs end = *regs;

	sweep_own()->phase = NMI_AT_END;
	apic_self_nmi();
	end.ip = (u64)(sweep_own()->now.index % 2 ? entry_nmi_counted :
					     entry_nmi_iretq);
	end.cs = SEL_KERNEL_CODE;
	end.ss = SEL_KERNEL_DATA;
	end.flags = X86_EFLAGS_FIXED | X86_EFLAGS_ZF; /* of the count */
	end.sp = (u64)&regs->ip;
	*nmi_count() = 0;
	sweep_break(0); /* nmi_from_ring0() would have restored DR7 */
	this_cpu->context = this_cpu->context_before;
	wrmsr(MSR_GS_BASE, gs_base);
	leave_nmi_for(&end, isolation.leave ? isolation.leave : leave_nmi);
}

/* Its frame must be the first one's, of what that interrupted. */
static void check_not_first(const struct pt_regs *regs)
{
	if (regs->ip >= (u64)entry_nmi_counted &&
	    regs->ip <= (u64)entry_nmi_iretq)
		panic("NMI in NMI: it takes itself for the first one");
}

void sweep_nmi(struct pt_regs *regs, u64 *gs_base)
{
	sweep_check_entry();
	switch (sweep_own()->phase) {
	case NMI_IN_DEBUG:
		sweep_own()->phase = NMI_DUE;
		apic_self_nmi(); /* comes after this one's IRETQ */
		*regs = sweep_own()->regs;
		*gs_base = sweep_own()->gs_base;
		this_cpu->context_chosen = 1 + sweep_own()->context;
		/* The #DB's handler is left without its end (entry/debug.c). */
		this_cpu->tss.ist[IST_DB - 1] += DEBUG_STACK_STEP;
		break;
	case NMI_DUE:
		sweep_own()->phase = IDLE;
		sweep_landmark();
		if (regs->ip == sweep_own()->target)
			sweep_own()->now.landed++;
		else
			sweep_own()->now.elsewhere++;
		if (is_now(SWEEP_NMI_NESTED))
			sweep_nest(regs, nmi_in_nmi, "NMI in NMI");
		else if (is_now(SWEEP_NMI_AT_END))
			nmi_at_end(regs, *gs_base);
		break;
	case NMI_IN_NMI:
	case NMI_AT_END:
		check_not_first(regs);
		sweep_own()->phase = IDLE;
		sweep_own()->now.nested++;
		break;
	default:
		break;
	}
}
