/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * debug_entry=on: on each entry from ring 3 and each way back, is ring 0 as its
 * code takes for granted (ring0/README.md, "What must always hold")? If not, it
 * is a panic, because nothing after it could be trusted.
 */

#include "hardening/hardening.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "mm/isolation.h"
#include "mm/pages.h"
#include "msr-index.h"
#include "panic/panic.h"
#include "segment.h"
#include "task/task.h"

#define RPL_MASK 3

/* hooks.S */
extern const u8 site_debug_entry[], site_debug_exit[];

void debug_entry(const struct pt_regs *regs, u64 flags, u64 sp);
void debug_exit(const struct pt_regs *regs, u64 flags);

/* Before anything else, because this_cpu is where the GS base points. */
static void check_gs_base(const char *when)
{
	u64 base = rdmsr(MSR_GS_BASE);
	struct cpu *cpu = cpu_by_gdtr();

	if (base == (u64)cpu)
		return;
	wrmsr(MSR_GS_BASE, (u64)cpu);
	panic("debug_entry: %s: the GS base is not ring 0's, but %#lx", when,
	      base);
}

/* Without SMAP AC does nothing in ring 0, and ring 3 may leave it set. */
static void check_flags(const char *when, u64 flags, u64 wrong)
{
	static const struct {
		u64 flag;
		const char *name;
	} names[] = {
		{ X86_EFLAGS_DF, "DF" }, { X86_EFLAGS_NT, "NT" },
		{ X86_EFLAGS_AC, "AC" }, { X86_EFLAGS_IF, "IF" },
	};
	u32 i;

	if (!cpu_features.smap)
		wrong &= ~X86_EFLAGS_AC;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (flags & wrong & names[i].flag)
			panic("debug_entry: %s: %s is set", when,
			      names[i].name);
}

/* Ring 0's page tables are in the current task's. */
static void check_cr3(const char *when)
{
	const struct mm *mm = &current_task()->mm;
	u64 root = read_cr3() & PTE_ADDRESS;
	u64 wanted = isolation_is_on() ? mm->ring0_root : mm->table.root_phys;

	if (root != wanted)
		panic("debug_entry: %s: CR3 has %#lx, not the task's tables, "
		      "%#lx", when, root, wanted);
}

static void check_frame(const char *when, const struct pt_regs *regs)
{
	if ((regs->cs & RPL_MASK) != 3)
		panic("debug_entry: %s: cs is %#x, which is not ring 3's",
		      when, regs->cs);
}

/*
 * Who comes here: actions_from_ring3 (hooks.S). flags: as on entry; sp: rsp
 * when the entry code called C.
 */
void debug_entry(const struct pt_regs *regs, u64 flags, u64 sp)
{
	const char *when = "on entry";

	check_gs_base(when);
	check_flags(when, flags,
		    X86_EFLAGS_DF | X86_EFLAGS_NT | X86_EFLAGS_AC);
	check_frame(when, regs);
	check_cr3(when);
	if (regs != task_pt_regs(current_task()))
		panic("debug_entry: on entry: pt_regs are at %#lx, not at the "
		      "top of the task's stack, %#lx", (u64)regs,
		      current_task()->stack_top);
	if (sp != (u64)regs)
		panic("debug_entry: on entry: rsp is %#lx, not at pt_regs", sp);
	if (this_cpu->tss.rsp[0] != current_task()->stack_top)
		panic("debug_entry: on entry: TSS.RSP0 is %#lx",
		      this_cpu->tss.rsp[0]);
}

/*
 * Who comes here: actions_on_exit (hooks.S). All of regs is there, but r8, r9.
 */
void debug_exit(const struct pt_regs *regs, u64 flags)
{
	const char *when = "on the way to ring 3";

	check_gs_base(when);
	check_flags(when, flags, X86_EFLAGS_IF | X86_EFLAGS_DF |
				 X86_EFLAGS_NT | X86_EFLAGS_AC);
	check_frame(when, regs);
	check_cr3(when);
	if (!(regs->flags & X86_EFLAGS_IF))
		panic("debug_entry: %s: ring 3 would have interrupts off",
		      when);
	/* HAZARD espfix: only a program with an LDT leaves elsewhere. */
	if (regs != task_pt_regs(current_task()) && !current_task()->ldt)
		panic("debug_entry: %s: pt_regs are at %#lx", when, (u64)regs);
}

const char *debug_entry_apply(void)
{
	const char *error = patch_open(site_debug_entry);

	if (!error)
		error = patch_open(site_debug_exit);
	if (!error)
		error = hook_entries();
	return error ? error : patch_returns();
}
