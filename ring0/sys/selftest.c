/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * selftest: ring 0 does something wrong, or odd, on purpose, so that a test
 * can see what becomes of it. Off unless the boot option selftest=on.
 */

#include <asm/errno.h>
#include "dev/apic.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "entry/exit_to_user.h"
#include "entry/gates.h"
#include "cpu/debug_registers.h"
#include "sys/syscall.h"
#include "entry/idt.h"
#include "selftest/live_text.h"
#include "log/settings.h"
#include "task/signal.h"
#include "selftest/sweep.h"
#include "task/task.h"
#include "mm/user_copy.h"

static long read_null(void)
{
	u64 value;

	asm volatile("movq 0, %0" : "=r"(value));
	return value;
}

/* Not a tail call: each level takes stack, far more levels than it has. */
static long overflow(volatile u64 *above)
{
	volatile u64 here[32];

	here[0] = *above + 1;
	return here[0] == ~0ull ? 0 : overflow(here) + here[0];
}

#define NONCANONICAL (1ull << 63)

/* The #SS finds no room for its frame either. */
static long bad_stack(void)
{
	asm volatile("movq %0, %%rsp\n"
		     "pushq $0"
		     :
		     : "r"(NONCANONICAL)
		     : "memory");
	__builtin_unreachable();
}

static long write_text(void)
{
	*(volatile u8 *)dispatch_syscall = 0;
	return 0;
}

static long write_gate(void)
{
	gates_bare(ENTRY_NONE);
	*(volatile u8 *)&idt.gate[VECTOR_SYSCALL] = 0;
	return 0;
}

static long read_ring3(u64 address)
{
	if (!cpu_features.smap)
		return -ENODEV;
	return *(volatile u8 *)address;
}

static long execute_ring3(u64 address)
{
	if (!cpu_features.smep)
		return -ENODEV;
	((void (*)(void))address)();
	return 0;
}

/* A copy that faults, and one that does not, leave nothing open. */
static long read_behind_copies(u64 address)
{
	u8 byte;

	copy_from_user(&byte, 0, sizeof(byte));
	if (!copy_from_user(&byte, address, sizeof(byte)))
		return -EFAULT;
	return read_ring3(address);
}

/* The call trace must not follow it. */
static long bad_frame_pointer(void)
{
	asm volatile("movq %0, %%rbp\n"
		     "ud2"
		     :
		     : "r"(NONCANONICAL));
	__builtin_unreachable();
}

/* this_cpu is ring 3's memory, or none. */
static long wrong_gs(void)
{
	asm volatile("swapgs\n"
		     "ud2");
	__builtin_unreachable();
}

/* The report says whose call it was, and finds nobody. */
static long panic_again(void)
{
	this_cpu->current = (struct task *)NONCANONICAL;
	return read_null();
}

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

#define FIRST_LEGAL_VECTOR 16 /* an APIC sends none below */
#define PATIENCE 100 /* turns of a loop: an interrupt comes in a few */

/* HAZARD stray-vector, on purpose. */
static long raise_interrupt(u64 vector)
{
	u32 turns = PATIENCE;

	if (!apic_present())
		return -ENODEV;
	if (vector < FIRST_LEGAL_VECTOR || vector >= VECTORS)
		return -EINVAL;
	this_cpu->vector = 0;
	apic_self_interrupt(vector);
	while (!this_cpu->vector && --turns)
		cpu_relax();
	if (!apic_in_service(vector))
		return this_cpu->vector;
	apic_eoi();
	return this_cpu->vector | SELFTEST_IN_SERVICE;
}

/* HAZARD sysret-ss, on purpose. */
static long null_ss(void)
{
	asm volatile("movl %0, %%ss" : : "r"(0));
	return 0;
}

static long bare_gate(u64 entry)
{
	if (entry >= ENTRY_POINTS)
		return -EINVAL;
	gates_bare(entry);
	return 0;
}

static long close_int80(u64 closed)
{
	if (closed)
		idt_set_int80(0);
	else
		gates_bare(ENTRY_NONE);
	return 0;
}

static long sweep_next(u64 argument)
{
	struct sweep sweep;
	long error;

	if (!copy_from_user(&sweep, argument, sizeof(sweep)))
		return -EFAULT;
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

/* Of these none comes back, unless what they do is not to be had here. */
static long break_ring0(u32 what, u64 argument)
{
	u64 depth = 0;

	switch (what) {
	case SELFTEST_NULL:
		return read_null();
	case SELFTEST_UD2:
		asm volatile("ud2");
		return 0;
	case SELFTEST_STACK:
		return overflow(&depth);
	case SELFTEST_BAD_STACK:
		return bad_stack();
	case SELFTEST_WRITE_TEXT:
		return write_text();
	case SELFTEST_WRITE_GATE:
		return write_gate();
	case SELFTEST_USER_ACCESS:
		return read_ring3(argument);
	case SELFTEST_USER_EXECUTE:
		return execute_ring3(argument);
	case SELFTEST_COPY_ACCESS:
		return read_behind_copies(argument);
	case SELFTEST_BAD_FRAME:
		return bad_frame_pointer();
	case SELFTEST_SWAPGS:
		return wrong_gs();
	case SELFTEST_AGAIN:
		return panic_again();
	default:
		return -EINVAL;
	}
}

static long set_reg(u64 offset, u64 value)
{
	if (offset >= PT_SIZE || offset % sizeof(value))
		return -EINVAL;
	((u64 *)change_regs())[offset / sizeof(value)] = value;
	return 0;
}

static long hand_back(u64 first, u64 second, u64 third, u64 fourth, u64 fifth,
		      u64 sixth)
{
	const u64 all[] = { first, second, third, fourth, fifth, sixth };

	return copy_to_user(second, all, sizeof(all)) ? 0 : -EFAULT;
}

SYSCALL_DEFINE6(selftest, u32, what, u64, argument, u64, third, u64, fourth,
		u64, fifth, u64, sixth)
{
	if (!settings.selftest)
		return -EPERM;
	switch (what) {
	case SELFTEST_BREAK:
		return break_next_exception();
	case SELFTEST_IRQS_OFF:
		return leave_interrupts_off();
	case SELFTEST_SET_REG:
		return set_reg(argument, third);
	case SELFTEST_SET_RF:
		change_regs()->flags |= X86_EFLAGS_RF;
		return 0;
	case SELFTEST_BARE_GATE:
		return bare_gate(argument);
	case SELFTEST_CODE:
		return live_text_changes();
	case SELFTEST_NO_INT80:
		return close_int80(argument);
	case SELFTEST_SWEEP:
		return sweep_next(argument);
	case SELFTEST_WATCH:
		return watch(argument);
	case SELFTEST_INTERRUPT:
		return raise_interrupt(argument);
	case SELFTEST_NULL_SS:
		return null_ss();
	case SELFTEST_ARGUMENTS:
		return hand_back(what, argument, third, fourth, fifth, sixth);
	default:
		return break_ring0(what, argument);
	}
}
