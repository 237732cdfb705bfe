/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rare part of the exit path: it warns of a handler that left interrupts
 * off, does exit work, takes the whole return decision, and reports all
 * decisions.
 */

#include "entry/exit_to_user.h"
#include <asm/errno.h>
#include "log/console.h"
#include "cpu_ops.h"
#include "entry/espfix.h"
#include "lib/nospec.h"
#include "lib/printf.h"
#include "lib/return_decision.h"
#include "segment.h"
#include "entry/dispatch.h"
#include "task/task.h"
#include "mm/user_copy.h"

const char *const gate_name[GATES][ABIS] = {
	[GATE_SYSCALL] = { [ABI_X86_64] = "syscall",
			   [ABI_I386] = "syscall32",
			   [ABI_X32] = "x32" },
	[GATE_SYSENTER] = { [ABI_X86_64] = "sysenter",
			    [ABI_I386] = "sysenter32" },
	[GATE_INT80] = { [ABI_I386] = "int80" },
};

static void warn_interrupts_off(const struct pt_regs *regs)
{
	u32 number = abi_number(regs);
	const struct syscall_metadata *call =
		syscall_metadata(regs->abi, number);

	printk("# WARNING: %s %u (%s) came back with interrupts off\n",
	       gate_name[regs->gate][regs->abi], number,
	       call ? call->name : "no such call");
}

/* Why this frame would leave as it does; the pure decision. */
static enum return_reason return_reason(const struct pt_regs *regs)
{
	if (regs->gate == GATE_INT80)
		return RETURN_NO_FAST;
	if (regs->gate == GATE_SYSCALL && regs->abi == ABI_I386)
		return sysretl_reason(regs);
	if (regs->gate == GATE_SYSCALL)
		return sysret_reason(regs, this_cpu->canonical_end);
	if (regs->abi == ABI_I386)
		return sysexitl_reason(regs);
	return sysexit_reason(regs, this_cpu->canonical_end);
}

enum return_path return_path(enum gate gate, enum return_reason reason)
{
	if (reason != RETURN_FAST)
		return RETURN_IRET;
	return gate == GATE_SYSCALL ? RETURN_SYSRET : RETURN_SYSEXIT;
}

/* Looks the handler up as dispatch does: a number too high has the last row. */
static void observe_handler(struct crossing *crossing)
{
	bool i386 = crossing->regs.abi == ABI_I386;
	u32 number = abi_number(&crossing->regs);
	u32 last = i386 ? NR_SYSCALLS_32 : NR_SYSCALLS_64;
	const struct syscall_metadata *call =
		syscall_metadata(crossing->regs.abi, number);

	crossing->row = number < last ? array_index_nospec(number, last) : last;
	crossing->handler = (u64)(i386 ? syscall_table_32[crossing->row] :
					 syscall_table_64[crossing->row]);
	snprintf(crossing->handler_name, sizeof(crossing->handler_name), "%s",
		 call ? call->name : "sys_ni_syscall");
}

/* Records the crossing that ends now, the one after the call that asked. */
static void observe(const struct pt_regs *regs, enum return_reason reason)
{
	struct task *task = current_task();
	struct crossing crossing = {
		.regs = *regs,
		.regs_at = (u64)regs,
		.stack_top = task->stack_top,
		.path = return_path(regs->gate, reason),
		.reason = reason,
	};

	observe_handler(&crossing);
	copy_to_user(task->observe, &crossing, sizeof(crossing));
	work_clear(WORK_OBSERVE);
}

static void give_back_tf(struct pt_regs *regs)
{
	if (current_task()->work & WORK_SINGLESTEP) {
		work_clear(WORK_SINGLESTEP);
		regs->flags |= X86_EFLAGS_TF;
	}
}

void exit_to_user_work(struct pt_regs *regs)
{
	const struct task *task = current_task();

	give_back_tf(regs);
	if (task->work & WORK_SIGNAL)
		signal_deliver_pending(regs);
	if (!(task->work & WORK_YIELD))
		return;
	task->threads->yield();
	if (task->work & WORK_SIGNAL) /* one that came meanwhile */
		signal_deliver_pending(regs);
}

struct pt_regs *change_regs(void)
{
	struct pt_regs *regs = task_frame(current_task());

	local_irq_disable();
	give_back_tf(regs); /* it may be changed, too */
	work_set(WORK_CHANGED);
	local_irq_enable();
	return regs;
}

/* Only an LDT has 16-bit stack segments: boot_checks.c looks at the GDT. */
struct pt_regs *iret_frame(struct pt_regs *regs)
{
	bool in_ldt = current_task()->ldt && (regs->ss & SEL_TI);

	return in_ldt ? espfix_frame(regs) : regs;
}

/* ip tells that no signal came: its handler has ecx and edx of the frame. */
static bool comes_to_landing_pad(const struct task *task,
				 const struct pt_regs *regs)
{
	return regs->gate == GATE_SYSENTER && regs->abi == ABI_I386 &&
	       regs->ip == this_cpu->landing_pad &&
	       !(task->work & WORK_CHANGED);
}

static void finish_work(struct pt_regs *regs)
{
	exit_to_user_work(regs);
	if (comes_to_landing_pad(current_task(), regs))
		sysexitl_loses(regs);
	work_clear(WORK_CHANGED);
}

static void count_and_observe(struct task *task, const struct pt_regs *regs,
			      enum return_reason reason)
{
	/* Last: it records the frame as it will be loaded. */
	if (task->work & WORK_OBSERVE) {
		if (task->observe_armed)
			observe(regs, reason);
		task->observe_armed = true;
	}
	this_cpu->returns[regs->gate][regs->abi][reason]++;
}

long exit_to_user_slow(u64 flags, long result)
{
	struct task *task = current_task();
	struct pt_regs *regs = task_frame(task);
	enum return_reason reason;

	regs->ax = result;
	if (!(flags & X86_EFLAGS_IF))
		warn_interrupts_off(regs);
	finish_work(regs);
	reason = return_reason(regs);
	count_and_observe(task, regs, reason);
	if (reason != RETURN_FAST)
		return_by_iret(iret_frame(regs));
	return regs->ax; /* of a handler's, if a signal came */
}

void exit_to_user_efault(void)
{
	struct task *task = current_task();
	struct pt_regs *regs = task_frame(task);

	local_irq_disable();
	regs->ax = -EFAULT;
	finish_work(regs);
	count_and_observe(task, regs, RETURN_EFAULT);
	return_by_iret(iret_frame(regs));
}

void returns_report(void)
{
	static const char *const path_name[] = {
		[RETURN_SYSRET] = "sysret",
		[RETURN_SYSEXIT] = "sysexit",
		[RETURN_IRET] = "iret",
	};
	static const char *const reason_name[] = {
		[RETURN_FAST] = "equivalent to iret",
		[RETURN_NO_FAST] = "the gate has no other return",
		[RETURN_CX] = "cx differs",
		[RETURN_DX] = "dx differs from ip",
		[RETURN_NONCANONICAL] = "not ring 3's address",
		[RETURN_CS] = "cs differs",
		[RETURN_SS] = "ss differs",
		[RETURN_R11] = "r11 differs from flags",
		[RETURN_FLAGS] = "a flag it would load otherwise",
		[RETURN_HIGH] = "r8 to r15 are not 0",
		[RETURN_EFAULT] = "no sixth argument",
	};
	static const u8 order[][2] = {
		{ GATE_SYSCALL, ABI_X86_64 },
		{ GATE_SYSENTER, ABI_X86_64 },
		{ GATE_INT80, ABI_I386 },
		{ GATE_SYSCALL, ABI_I386 },
		{ GATE_SYSENTER, ABI_I386 },
		{ GATE_SYSCALL, ABI_X32 },
	};
	unsigned int i, reason;

	printk("# returns: of all calls; each line a program logs is one\n");
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		u8 gate = order[i][0], abi = order[i][1];

		for (reason = 0; reason < RETURN_REASONS; reason++) {
			u64 count = this_cpu->returns[gate][abi][reason];

			if (count)
				printk("# returns: %-9s -> %-7s %8lu  %s\n",
				       gate_name[gate][abi],
				       path_name[return_path(gate, reason)],
				       count, reason_name[reason]);
		}
	}
}
