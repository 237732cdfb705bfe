/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * #DB. From ring 3 it becomes SIGTRAP. In ring 0 ring 3 can only cause it on a
 * gate's first instruction: by a single step that SYSENTER does not end, or by
 * a watchpoint that MOV SS held back for an instruction.
 */

#include "entry/debug.h"
#include <asm/debugreg.h>
#include "log/console.h"
#include "cpu/event_hooks.h"
#include "cpu_ops.h"
#include "cpu/setup.h"
#include "msr-index.h"
#include "panic/panic.h"
#include "task/task.h"
#include "trapnr.h"

#define DR6_FIXED 0xffff0ff0 /* bits that are always 1 */

extern const u8 entry_SYSCALL_64[], entry_SYSCALL_compat[];
extern const u8 entry_SYSENTER_64[], entry_SYSENTER_compat[];

/* DR6 says why; the CPU only ever sets bits in it. */
static u64 take_dr6(void)
{
	u64 dr6 = read_dr6();

	write_dr6(DR6_FIXED);
	return dr6 & (DR_TRAP_BITS | DR_STEP);
}

bool debug_from_ring3(struct pt_regs *regs)
{
	u64 dr6 = take_dr6();

	return event_hooks.debug && event_hooks.debug(regs, dr6, NULL);
}

static bool is_sysenter_entry(u64 ip)
{
	return ip == (u64)entry_SYSENTER_64 || ip == (u64)entry_SYSENTER_compat;
}

static bool is_syscall_entry(u64 ip)
{
	return ip == (u64)entry_SYSCALL_64 || ip == (u64)entry_SYSCALL_compat;
}

/*
 * SYSENTER does not clear TF, so a single step of ring 3's ends at the gate's
 * first instruction; the exit path gives TF back. SYSCALL clears TF if FMASK
 * says so; a CPU that traps there all the same departs from the SDM.
 */
static bool step_into_gate(struct pt_regs *regs)
{
	if (is_sysenter_entry(regs->ip)) {
		work_set(WORK_SINGLESTEP);
	} else if (is_syscall_entry(regs->ip) &&
		   (rdmsr(MSR_FMASK) & X86_EFLAGS_TF)) {
		if (!this_cpu->syscall_steps++)
			printk("# finding: #DB on SYSCALL's first instruction "
			       "in ring 0 although FMASK clears TF\n");
	} else {
		return false;
	}
	regs->flags &= ~X86_EFLAGS_TF;
	return true;
}

/*
 * HAZARD mov-ss (CVE-2018-8897, XSA-260): after MOV SS or POP SS no #DB comes
 * for one instruction. If that enters ring 0, the watchpoint that MOV SS hit is
 * reported there, on the gate's first instruction, or int3's handler's, with
 * the stack and the GS base that ring 3 left. #DB has a stack of its own.
 */
static bool watchpoint_hit(u64 dr6)
{
	if (!(dr6 & DR_TRAP0) || !this_cpu->watchpoint)
		return false;
	this_cpu->watchpoint_hits++;
	return true;
}

u64 debug_from_ring0(struct pt_regs *regs, u64 gs_base)
{
	u64 dr6 = take_dr6();
	bool expected = false;

	/* The next #DB must not overwrite the frame of this one. */
	this_cpu->tss.ist[IST_DB - 1] -= DEBUG_STACK_STEP;
	if (event_hooks.debug)
		expected = event_hooks.debug(regs, dr6, &gs_base);
	if (!expected && (dr6 & DR_STEP))
		expected = step_into_gate(regs);
	expected |= watchpoint_hit(dr6);
	if (!expected)
		panic_regs(regs, X86_TRAP_DB);
	this_cpu->tss.ist[IST_DB - 1] += DEBUG_STACK_STEP;
	return gs_base;
}
