/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that selftest=on loads: ring 0 does something wrong, or odd, on
 * purpose, so that a test can see what becomes of it.
 */

#include "selftest/handlers.h"
#include <asm/errno.h>
#include "cpu/debug_registers.h"
#include "cpu/event_hooks.h"
#include "cpu/percpu.h"
#include "cpu_ops.h"
#include "entry/exit_to_user.h"
#include "lib/nospec.h"
#include "log/ktap.h"
#include "mm/user_copy.h"
#include "selftest/sweep.h"
#include "sys/selftest.h"
#include "task/fault_signal.h"

void selftest_init(void);
void selftest_run(void);

/* The handler of ring 3's next exception runs into a breakpoint. */
static long break_next_exception(void)
{
	breakpoints_set((u64)fault_signal, 0);
	return 0;
}

static long leave_interrupts_off(void)
{
	local_irq_disable();
	return 0;
}

/* HAZARD sysret-ss, on purpose. */
static long null_ss(void)
{
	asm volatile("movl %0, %%ss" : : "r"(0));
	return 0;
}

static long choose_bare_gate(u64 entry)
{
	if (entry >= ENTRY_POINTS)
		return -EINVAL;
	bare_gate(entry);
	return 0;
}

static long open_int80(bool closed)
{
	if (closed)
		close_int80();
	else
		bare_gate(ENTRY_NONE);
	return 0;
}

static bool debug_came(struct pt_regs *regs, u64 dr6, u64 *gs_base)
{
	return this_cpu->number < SWEEP_CPUS &&
	       sweep_debug(regs, dr6, gs_base);
}

static void nmi_came(struct pt_regs *regs, u64 *gs_base)
{
	if (this_cpu->number < SWEEP_CPUS)
		sweep_nmi(regs, gs_base);
}

static bool interrupt_came(struct pt_regs *regs, u32 vector)
{
	if (this_cpu->number >= SWEEP_CPUS)
		return false;
	raise_interrupt_came(vector);
	return sweep_interrupt(regs, vector);
}

/* From its first use on: until then bench measures interrupts without. */
static void hook_events(void)
{
	static const struct event_hooks hooks = {
		.debug = debug_came,
		.nmi = nmi_came,
		.interrupt = interrupt_came,
	};

	if (!event_hooks.interrupt)
		event_hooks_set(&hooks);
}

static long sweep_next(u64 argument)
{
	struct sweep sweep;
	long error;

	if (!copy_from_user(&sweep, argument, sizeof(sweep)))
		return -EFAULT;
	hook_events();
	error = sweep_arm(&sweep);
	if (!error && !copy_to_user(argument, &sweep, sizeof(sweep)))
		error = -EFAULT;
	return error;
}

static long watch(u64 address)
{
	if (!access_ok(address, sizeof(u64)))
		return -EFAULT;
	return watchpoint_set(address);
}

static long set_reg(u64 offset, u64 value)
{
	if (offset >= PT_SIZE || offset % sizeof(value))
		return -EINVAL;
	offset = array_index_nospec(offset, PT_SIZE);
	((u64 *)change_regs())[offset / sizeof(value)] = value;
	return 0;
}

static long hand_back(const u64 arguments[SYSCALL_MAX_ARGS])
{
	const u64 size = SYSCALL_MAX_ARGS * sizeof(arguments[0]);

	return copy_to_user(arguments[1], arguments, size) ? 0 : -EFAULT;
}

/* The IDT is all CPUs', and the sweep has a state for the first few alone. */
static bool is_refused(u32 what, u64 argument)
{
	switch (what) {
	case SELFTEST_BARE_GATE:
		return boot_cpu.next && argument == ENTRY_INT80;
	case SELFTEST_NO_INT80:
		return boot_cpu.next;
	case SELFTEST_SWEEP:
		return this_cpu->number >= SWEEP_CPUS;
	case SELFTEST_INTERRUPT:
		return this_cpu->number;
	default:
		return false;
	}
}

static long selftest(const u64 arguments[SYSCALL_MAX_ARGS])
{
	u32 what = arguments[0];
	u64 argument = arguments[1];

	if (is_refused(what, argument))
		return -EPERM;
	switch (what) {
	case SELFTEST_BREAK:
		return break_next_exception();
	case SELFTEST_IRQS_OFF:
		return leave_interrupts_off();
	case SELFTEST_SET_REG:
		return set_reg(argument, arguments[2]);
	case SELFTEST_SET_RF:
		change_regs()->flags |= X86_EFLAGS_RF;
		return 0;
	case SELFTEST_BARE_GATE:
		return choose_bare_gate(argument);
	case SELFTEST_CODE:
		return live_text_changes();
	case SELFTEST_NO_INT80:
		return open_int80(argument);
	case SELFTEST_SWEEP:
		return sweep_next(argument);
	case SELFTEST_WATCH:
		return watch(argument);
	case SELFTEST_INTERRUPT:
		hook_events();
		return raise_interrupt(argument);
	case SELFTEST_RING3_TABLE:
		return look_at_ring3_table();
	case SELFTEST_STACK_DEPTH:
	case SELFTEST_LEAVE_SECRET:
	case SELFTEST_FIND_SECRET:
		return look_at_stack(what, argument);
	case SELFTEST_NULL_SS:
		return null_ss();
	case SELFTEST_ARGUMENTS:
		return hand_back(arguments);
	default:
		return break_ring0(what, argument);
	}
}

/* Called when the module has been loaded. */
void selftest_init(void)
{
	selftest_register(selftest);
}

/* init=selftest: the module is no program, and says so. */
void selftest_run(void)
{
	ktap_result(false, "selftest # cannot run: it is no program; the "
			   "option selftest=on loads it");
}
