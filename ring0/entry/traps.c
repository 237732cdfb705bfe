/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions, after entry/exception.S. One from ring 3 becomes a signal, or
 * ends the program. One from ring 0 is expected at that instruction, or it is a
 * panic.
 */

#include "log/console.h"
#include "cpu_ops.h"
#include "entry/debug.h"
#include "entry/exit_to_user.h"
#include "extable.h"
#include "entry/idt.h"
#include "dev/irq.h"
#include "entry/nmi.h"
#include "panic/panic.h"
#include "segment.h"
#include "lib/string.h"
#include "task/signal.h"
#include "task/task.h"
#include "entry/traps.h"

/* entry/syscall.S: its first instruction, and the labels of the window. */
extern const u8 entry_SYSCALL_64[], entry_SYSCALL_64_has_stack[];
extern const u8 entry_SYSCALL_64_last_pop[], entry_SYSCALL_64_end[];
extern const u8 entry_SYSCALL_compat[], entry_SYSCALL_compat_has_stack[];
extern const u8 entry_SYSCALL_compat_last_pop[], entry_SYSCALL_compat_end[];

/* Enters ring 3's signal handler; if it has none, ends it with a report. */
static void user_fault(struct pt_regs *regs, u32 vector)
{
	struct fault fault = fault_of(regs, vector);
	u32 fatal;

	/* Only 64-bit code has more than esp: HAZARD espfix. */
	if (regs->cs != SEL_USER_CODE)
		regs->sp = (u32)regs->sp;
	fatal = signal_fault(regs, &fault);
	if (!fatal)
		return;
	report_fault(current_task()->name, regs, &fault);
	report_registers(regs);
	task_kill(fatal);
}

/* A page that the program was promised, and that it touches first: it comes. */
static bool page_comes(const struct pt_regs *regs, u32 vector)
{
	struct task *task = current_task();

	return vector == X86_TRAP_PF && task &&
	       mm_fault(&task->mm, read_cr2(), regs->orig_ax);
}

struct pt_regs *exception_from_ring3(struct pt_regs *regs, u32 vector)
{
	regs->gate = GATE_NONE;
	regs->exception = 1 + vector;
	if (vector == X86_TRAP_NMI)
		nmi_from_ring3(regs);
	else if (vector == X86_TRAP_DF || vector == X86_TRAP_MC)
		panic_regs(regs, vector);
	else if (vector >= X86_EXCEPTIONS)
		interrupt(regs, vector);
	else if (!page_comes(regs, vector) &&
		 (vector != X86_TRAP_DB || !debug_from_ring3(regs)))
		user_fault(regs, vector);
	exit_to_user_work(regs);
	return iret_frame(regs);
}

/*
 * A fault pushes RF=1 (SDM 3B, "Instruction-Breakpoint Exception Condition"),
 * so that no breakpoint comes twice at the instruction that IRET returns to.
 * But at this one none has come yet.
 */
static void go_on_at(struct pt_regs *regs, u64 fixup)
{
	regs->ip = fixup;
	regs->flags &= ~X86_EFLAGS_RF;
}

void exception_from_ring0(struct pt_regs *regs, u32 vector)
{
	u64 fixup = extable_fixup(regs->ip);

	if (vector >= X86_EXCEPTIONS)
		interrupt(regs, vector);
	else if (fixup && page_comes(regs, vector))
		return; /* to the copy's instruction, once more */
	else if (fixup && (vector == X86_TRAP_PF || vector == X86_TRAP_GP ||
			   vector == X86_TRAP_NP))
		go_on_at(regs, fixup);
	else
		panic_regs(regs, vector);
}

u64 paranoid_from_ring0(struct pt_regs *regs, u32 vector, u64 gs_base)
{
	if (in_syscall_window(regs->ip))
		this_cpu->window_events++;
	if (vector == X86_TRAP_NMI)
		return nmi_from_ring0(regs, gs_base);
	if (vector == X86_TRAP_DB)
		return debug_from_ring0(regs, gs_base);
	panic_regs(regs, vector);
}

static bool lies_in(u64 ip, const u8 *start, const u8 *end)
{
	return ip >= (u64)start && ip < (u64)end;
}

bool in_syscall_window(u64 ip)
{
	return lies_in(ip, entry_SYSCALL_64, entry_SYSCALL_64_has_stack) ||
	       lies_in(ip, entry_SYSCALL_64_last_pop, entry_SYSCALL_64_end) ||
	       lies_in(ip, entry_SYSCALL_compat,
		       entry_SYSCALL_compat_has_stack) ||
	       lies_in(ip, entry_SYSCALL_compat_last_pop,
		       entry_SYSCALL_compat_end);
}

/*
 * IRETQ faulted. regs has ring 3's general registers and the error code, and
 * its sp is the address of the five words that IRETQ was to load. Together they
 * make the frame that ring 3 would have if it had faulted at its next
 * instruction.
 */
struct pt_regs *bad_iret_regs(const struct pt_regs *regs)
{
	struct pt_regs *user = task_frame(current_task());
	struct pt_regs copy = *regs;

	memcpy(&copy.ip, (const void *)regs->sp,
	       sizeof(copy) - offsetof(struct pt_regs, ip));
	*user = copy;
	return user;
}

struct pt_regs *move_to_task_stack(const struct pt_regs *regs)
{
	struct pt_regs *user = task_frame(current_task());

	*user = *regs;
	return user;
}
