/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A panic: ring 0 cannot go on. It prints what happened and where, the call
 * trace, and the system call that was in progress; then it ends the log and
 * leaves the machine.
 */

#include "panic/panic.h"
#include "log/console.h"
#include "cpu_ops.h"
#include "log/ktap.h"
#include "log/page.h"
#include "cpu/smp_hooks.h"
#include "panic/machine_check.h"
#include "msr-index.h"
#include "dev/power.h"
#include "lib/printf.h"
#include "sys/syscall.h"
#include "task/task.h"
#include "trapnr.h"
#include "entry/traps.h"

/*
 * true: no CPU has panicked before. false: this one has. While another one
 * does, this one halts: that one has the log, and will stop this one, too.
 */
static bool is_first(void)
{
	static struct cpu *panicking;
	struct cpu *before = NULL;

	if (__atomic_compare_exchange_n(&panicking, &before, cpu_self(), false,
					__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return true;
	while (before != cpu_self())
		asm volatile("hlt");
	return false;
}

/*
 * Makes this_cpu usable: a fault may have come while GS was ring 3's. A second
 * panic, from a fault in the report, ends the log here, and a third one, from a
 * fault in that, prints nothing more. A fault of the way out is none of ours,
 * and the log has ended. Returns the GS base that was found.
 */
static u64 begin(void)
{
	static bool again;
	u64 gs_base = rdmsr(MSR_GS_BASE);
	bool first;

	local_irq_disable();
	wrmsr(MSR_GS_BASE, (u64)cpu_by_gdtr());
	first = is_first();
	if (again || power_is_leaving())
		leave(false);
	if (first && smp_hooks.panic)
		smp_hooks.panic();
	console_end_line();
	if (!first) {
		again = true;
		screen_stop();
		printk("# panic: again, while reporting the first\n");
		leave(ktap_end(true));
	}
	page_panic();
	return gs_base;
}

/* Prints the system call that the task is in: its name and its arguments. */
static void report_call(const struct pt_regs *regs)
{
	const struct syscall_metadata *call =
		syscall_metadata(regs->abi, regs->orig_ax);
	unsigned int i;

	printk("# gate: %s, from %s at %#lx: call %u, %s(", gate_text(regs),
	       current_task()->name, regs->ip, (u32)regs->orig_ax,
	       call ? call->name : "no such call");
	for (i = 0; call && i < call->argument_count; i++)
		printk("%s%s = %#lx", i ? ", " : "", call->argument[i],
		       syscall_argument(regs, i + 1));
	printk(")\n");
}

/* Prints what ring 0 was doing for ring 3: a call, an exception, or nothing. */
static void report_gate(void)
{
	const struct task *task = current_task();
	const struct pt_regs *regs = task ? task_pt_regs(task) : NULL;

	if (!regs || (regs->gate == GATE_NONE && !regs->exception))
		printk("# gate: none, ring 0 was on its own\n");
	else if (regs->gate == GATE_NONE)
		printk("# gate: none, it was handling %s, from %s at %#lx\n",
		       vector_name(regs->exception - 1), task->name, regs->ip);
	else
		report_call(regs);
}

static void end(void)
{
	report_gate();
	leave(ktap_end(true));
}

void panic(const char *format, ...)
{
	char text[160];
	va_list args;

	begin();
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	printk("# panic: %s\n", text);
	backtrace((u64)__builtin_return_address(0),
		  *(void **)__builtin_frame_address(0));
	end();
	__builtin_unreachable();
}

/*
 * A push into the guard page is a #PF, whose frame cannot be pushed there
 * either, so it becomes a #DF; CR2 still has the address. If rsp itself is
 * wild, nothing has overflowed.
 */
static void report_double_fault(u64 address, u64 sp)
{
	struct page_leaf leaf;

	if (sp < DIRECT_MAP || !page_table_lookup(&ring0_table, sp, &leaf))
		printk("# panic: rsp is no address of ring 0's\n");

	if (address >= CPU_ENTRY_AREA && address < RING0_LINK &&
	    !page_table_lookup(&ring0_table, address, &leaf) &&
	    page_table_lookup(&ring0_table, address + PAGE_SIZE, &leaf))
		printk("# panic: the stack has overflowed: CR2 is in the guard "
		       "page below it\n");
}

void panic_regs(const struct pt_regs *regs, unsigned int vector)
{
	struct fault fault = fault_of(regs, vector);
	u64 gs_base = begin();

	report_fault("panic", regs, &fault);
	if (gs_base != (u64)cpu_self())
		printk("# panic: the GS base is not ring 0's, but %#lx\n",
		       gs_base);
	if (in_syscall_window(regs->ip))
		printk("# panic: in the SYSCALL window: rsp is ring 3's, and "
		       "the GS base may be\n");
	if (vector == X86_TRAP_DF)
		report_double_fault(read_cr2(), regs->sp);
	if (vector == X86_TRAP_MC)
		machine_check_report();
	report_registers(regs);
	backtrace(regs->ip, (const void *)regs->bp);
	end();
	__builtin_unreachable();
}
