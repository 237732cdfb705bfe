/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep, second part: when the target is reached, an event is raised there.
 * These are the hooks of #DB and of interrupts: what they do in each phase.
 */

#include <asm/debugreg.h>
#include "dev/apic.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "entry/debug.h"
#include "cpu/debug_registers.h"
#include "entry/idt.h"
#include "msr-index.h"
#include "panic/panic.h"
#include "lib/string.h"
#include "mm/isolation.h"
#include "selftest/sweep_state.h"
#include "task/task.h"
#include "entry/traps.h"

#define RPL_MASK 3
#define ROOM 512 /* bytes: more than the handler of one event takes */

extern const u8 entry_SYSCALL_64_sysretq[], entry_SYSCALL_compat_sysretl[];

static bool is_nmi(void)
{
	return is_now(SWEEP_NMI) || is_now(SWEEP_NMI_NESTED) ||
	       is_now(SWEEP_NMI_AT_END);
}

/*
 * r15 is the last register that goes into a frame. It is as ring 3 had it
 * before the crossing. But the stubs for 32-bit code push 0 (entry.h,
 * PUSH_HIGH), which ring 3 then has, too.
 */
static bool has_r15(const struct pt_regs *user)
{
	u32 entry = sweep_own()->now.entry;
	bool pushes_0 = entry == ENTRY_SYSCALL_COMPAT ||
			(entry == ENTRY_SYSENTER && this_cpu->landing_pad);

	if (pushes_0 && user->gate < GATES)
		return !user->r15;
	return user->r15 == sweep_own()->r15 || (pushes_0 && !user->r15);
}

/*
 * On whatever stack an event is handled, and however deeply it is nested:
 * task_pt_regs() leads to what ring 3 had as it crossed. The target tells
 * whether the frame is whole: the entry code builds it, and C code runs with
 * it.
 */
static void check_frame(void)
{
	const struct pt_regs *user;

	if (!current_task()) /* an NMI that the checks have raised */
		return;
	user = current_pt_regs();
	if (in_entry_text(sweep_own()->target))
		return;
	if (has_r15(user) && (user->cs & RPL_MASK) == RPL_MASK &&
	    (user->ss & RPL_MASK) == RPL_MASK)
		sweep_own()->now.frames++;
	else
		sweep_own()->now.wrong_frames++;
}

/* A GS base of ring 3's is in the lower half; an entry clears DF and AC. */
void sweep_check_entry(void)
{
	u64 ring3s = X86_EFLAGS_DF | (cpu_features.smap ? X86_EFLAGS_AC : 0);

	if (!(rdmsr(MSR_GS_BASE) & 1ull << 63))
		sweep_own()->now.wrong_gs++;
	if (local_save_flags() & ring3s)
		sweep_own()->now.wrong_flags++;
	check_frame();
}

/* The SYSRET of the gate that is crossed: SYSRETQ, or SYSRETL. */
static u64 sysret_at(void)
{
	return sweep_own()->now.entry == ENTRY_SYSCALL_COMPAT ?
		       (u64)entry_SYSCALL_compat_sysretl :
		       (u64)entry_SYSCALL_64_sysretq;
}

void sweep_break(u64 ip)
{
	breakpoints_set(ip, sweep_own()->now.sysrets ? 0 : sysret_at());
}

/* HAZARD sysret-ss: notes what SS is at SYSRET, whatever came before. */
static bool at_sysret(struct pt_regs *regs, u64 dr6)
{
	if (!(dr6 & DR_TRAP1) || regs->ip != sysret_at())
		return false;
	sweep_own()->now.sysrets++;
	sweep_own()->now.sysret_ss = regs->ss;
	sweep_break(sweep_own()->phase == ARMED ? sweep_own()->target : 0);
	regs->flags |= X86_EFLAGS_RF;
	return true;
}

static void crossing_starts(struct pt_regs *regs)
{
	if (is_now(SWEEP_TRACE)) {
		sweep_own()->target = gate_entry();
		sweep_own()->now.instructions = 0;
	} else {
		sweep_own()->target = sweep_own()->ip[sweep_own()->now.index];
	}
	sweep_own()->r15 = regs->r15;
	sweep_own()->phase = ARMED;
	sweep_break(sweep_own()->target);
	regs->flags |= X86_EFLAGS_RF; /* or the breakpoint would hit again */
}

/*
 * An event that writes over regs must leave a panic what it needs: that lies
 * below ROOM.
 */
void sweep_nest(const struct pt_regs *regs, void (*event)(void),
		const char *name)
{
	u8 room[ROOM];

	asm volatile("" : "=m"(room)); /* keeps room on the stack */
	sweep_own()->regs = *regs;
	event();
	if (memcmp(regs, &sweep_own()->regs, sizeof(*regs)))
		panic("%s: the first one's frame is written over", name);
}

__attribute__((noinline)) void sweep_landmark(void)
{
	asm volatile("");
}

static void debug_in_debug(void)
{
	sweep_own()->phase = DEBUG_IN_DEBUG;
	sweep_break((u64)sweep_landmark);
	sweep_landmark();
	sweep_break(0);
	sweep_own()->phase = IDLE;
}

static void target_reached(struct pt_regs *regs, u64 gs_base)
{
	/* While an NMI is handled this breakpoint must not act. */
	sweep_break(is_nmi() ? (u64)sweep_landmark : 0);
	sweep_own()->phase = IDLE;
	sweep_own()->now.ip = regs->ip;
	sweep_own()->now.flags = regs->flags;
	regs->flags |= X86_EFLAGS_RF;
	sweep_own()->now.in_window = in_syscall_window(regs->ip);
	sweep_own()->now.debugs++;
	if (is_now(SWEEP_DEBUG_NESTED))
		sweep_nest(regs, debug_in_debug, "#DB in #DB");
	else if (is_nmi())
		sweep_nmi_in_debug(regs, gs_base);
	else if (is_now(SWEEP_INTERRUPT) || is_now(SWEEP_INTERRUPT_NESTED))
		apic_self_interrupt(SWEEP_VECTOR);
}

static bool debug_in_ring0(struct pt_regs *regs, u64 dr6, u64 gs_base)
{
	bool breakpoint = dr6 & DR_TRAP0;
	bool expected = at_sysret(regs, dr6);

	sweep_check_entry();
	if (sweep_own()->phase == TRACING && (dr6 & DR_STEP)) {
		trace_step(regs);
	} else if (sweep_own()->phase == ARMED && breakpoint &&
		   regs->ip == sweep_own()->target) {
		if (is_now(SWEEP_TRACE)) {
			sweep_break(0);
			sweep_own()->phase = TRACING;
			trace_start(regs);
		} else {
			target_reached(regs, gs_base);
		}
	} else if (breakpoint && regs->ip == (u64)sweep_landmark) {
		if (sweep_own()->phase == DEBUG_IN_DEBUG)
			sweep_own()->now.nested++;
		else
			sweep_own()->now.debugs++;
		regs->flags |= X86_EFLAGS_RF;
	} else {
		return expected;
	}
	return true;
}

bool sweep_debug(struct pt_regs *regs, u64 dr6, u64 *gs_base)
{
	if (gs_base)
		return debug_in_ring0(regs, dr6, *gs_base);
	if (sweep_own()->phase == WAIT_FOR_CROSSING && (dr6 & DR_TRAP0) &&
	    regs->ip == sweep_own()->now.at) {
		crossing_starts(regs);
		return true;
	}
	/* The step that IRETQ, or SYSEXITQ, made into ring 3. */
	if (sweep_own()->phase == TRACING && (dr6 & DR_STEP)) {
		trace_end(regs);
		return true;
	}
	return false;
}

/*
 * CR8 holds back the tick: its handler looks for ring 3's frame, which the gate
 * may not have built yet at the target.
 */
static void interrupt_in_interrupt(void)
{
	volatile u32 *nested = &sweep_own()->now.nested;
	u32 turns = PATIENCE;

	write_cr8(PRIORITY_CLASS(LOCAL_TIMER_VECTOR));
	local_irq_enable();
	apic_self_interrupt(SWEEP_NESTED_VECTOR);
	while (!*nested && --turns)
		cpu_relax();
	local_irq_disable();
	write_cr8(QUIET_CLASS);
}

/* The breakpoint on the interrupted instruction has not acted yet. */
static bool breakpoint_due(const struct pt_regs *regs)
{
	if (regs->cs & RPL_MASK)
		return sweep_own()->phase == WAIT_FOR_CROSSING &&
		       regs->ip == sweep_own()->now.at;
	return sweep_own()->phase == ARMED && regs->ip == sweep_own()->target;
}

/*
 * An interrupt between two instructions pushes RF as it is, which is 0 there
 * (SDM 3B, "Instruction-Breakpoint Exception Condition"). With a 1, IRET takes
 * the breakpoint away from the instruction that it returns to. QEMU 10 does.
 */
static void keep_breakpoint(struct pt_regs *regs)
{
	if ((regs->flags & X86_EFLAGS_RF) && breakpoint_due(regs)) {
		sweep_own()->now.rf_pushed++;
		regs->flags &= ~X86_EFLAGS_RF;
	}
}

bool sweep_interrupt(struct pt_regs *regs, u32 vector)
{
	keep_breakpoint(regs);
	if (vector != SWEEP_VECTOR && vector != SWEEP_NESTED_VECTOR)
		return false;
	sweep_check_entry();
	if (vector == SWEEP_NESTED_VECTOR) {
		sweep_own()->now.nested++;
		return true;
	}
	if (regs->ip == sweep_own()->target && !(regs->cs & RPL_MASK))
		sweep_own()->now.landed++;
	else
		sweep_own()->now.elsewhere++;
	if (is_now(SWEEP_INTERRUPT_NESTED))
		interrupt_in_interrupt();
	return true;
}
