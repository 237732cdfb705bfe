/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatcher: every gate comes in here with its pt_regs, and goes back to
 * its own file to leave by its own return. This is the path that each crossing
 * takes; what is rare is a call away, in exit_to_user.c.
 */

#include "entry/dispatch.h"
#include "cpu/percpu.h"
#include "cpu_ops.h"
#include "entry/exit_to_user.h"
#include "lib/return_decision.h"

/*
 * The frame after the handler. The stubs call with rsp at pt_regs, so it begins
 * where the caller's stack does: keeping regs in a register across the handler
 * would cost a push and a pop.
 */
#define FRAME ((const struct pt_regs *)__builtin_dwarf_cfa())

/* RFLAGS as the handler left them; interrupts are off from here on. */
static inline u64 finish_handler(void)
{
	u64 flags = local_save_flags();

	local_irq_disable();
	return flags;
}

long dispatch_syscall(const struct pt_regs *regs, u64 row)
{
	long result = syscall_table_64[row](regs);
	u64 flags = finish_handler();

	if (unlikely(!exit_ok(flags) || !sysret_is_safe(FRAME)))
		return exit_to_user_slow(flags, result);
	this_cpu->returns[GATE_SYSCALL][ABI_X86_64][RETURN_FAST]++;
	return result;
}

long dispatch_sysenter(const struct pt_regs *regs, u64 row)
{
	long result = syscall_table_64[row](regs);
	u64 flags = finish_handler();

	if (unlikely(!exit_ok(flags) || !sysexit_is_safe(FRAME)))
		return exit_to_user_slow(flags, result);
	this_cpu->returns[GATE_SYSENTER][ABI_X86_64][RETURN_FAST]++;
	return result;
}

long dispatch_syscall_32(const struct pt_regs *regs, u64 row)
{
	long result = syscall_table_32[row](regs);
	u64 flags = finish_handler();

	if (unlikely(!exit_ok(flags) || !sysretl_is_safe(FRAME)))
		return exit_to_user_slow(flags, result);
	this_cpu->returns[GATE_SYSCALL][ABI_I386][RETURN_FAST]++;
	return result;
}

/* Nothing of a frame of this gate's is to be looked at: sysexitl_reason(). */
long dispatch_sysenter_32(const struct pt_regs *regs, u64 row)
{
	long result = syscall_table_32[row](regs);
	u64 flags = finish_handler();

	if (unlikely(!exit_ok(flags)))
		return exit_to_user_slow(flags, result);
	this_cpu->returns[GATE_SYSENTER][ABI_I386][RETURN_FAST]++;
	return result;
}

/*
 * It has no fast return: IRET is the only one. The frame's SS is ring 3's, so
 * it may be a 16-bit one of an LDT: HAZARD espfix.
 */
long dispatch_int80(const struct pt_regs *regs, u64 row)
{
	long result = syscall_table_32[row](regs);
	u64 flags = finish_handler();

	if (unlikely(!exit_ok_iret(flags)))
		return exit_to_user_slow(flags, result);
	this_cpu->returns[GATE_INT80][ABI_I386][RETURN_NO_FAST]++;
	return result;
}
