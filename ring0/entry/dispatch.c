/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatcher: every gate comes in here with its pt_regs, and goes back to
 * its own file to leave by its own return. This is the path that each crossing
 * takes; what is rare is behind a call in exit_to_user.c.
 */

#include "entry/dispatch.h"
#include "cpu/percpu.h"
#include "cpu_ops.h"
#include "entry/exit_to_user.h"
#include "lib/return_decision.h"

/*
 * The frame once more, from memory: a register to keep it in while the handler
 * runs would have to be saved.
 */
static inline struct pt_regs *store_result(long result)
{
	struct pt_regs *regs = this_cpu->regs;

	regs->ax = result;
	return regs;
}

/* RFLAGS as the handler left them; interrupts are off from here on. */
static inline u64 finish_handler(void)
{
	u64 flags = local_save_flags();

	local_irq_disable();
	return flags;
}

void dispatch_syscall(struct pt_regs *regs, u64 row)
{
	long result = syscall_table_64[row](regs);
	u64 flags = finish_handler();

	regs = store_result(result);
	if (likely(exit_ok(flags) &&
		   sysret_is_safe(regs, this_cpu->canonical_end)))
		this_cpu->returns[GATE_SYSCALL][ABI_X86_64][RETURN_FAST]++;
	else
		exit_to_user_slow(flags);
}

void dispatch_sysenter(struct pt_regs *regs, u64 row)
{
	long result = syscall_table_64[row](regs);
	u64 flags = finish_handler();

	regs = store_result(result);
	if (likely(exit_ok(flags) &&
		   sysexit_is_safe(regs, this_cpu->canonical_end)))
		this_cpu->returns[GATE_SYSENTER][ABI_X86_64][RETURN_FAST]++;
	else
		exit_to_user_slow(flags);
}

/* Neither has a fast return: IRET is the only one. */
static inline void dispatch_ia32(struct pt_regs *regs, u64 row, enum gate gate)
{
	long result = syscall_table_32[row](regs);
	u64 flags = finish_handler();

	store_result(result);
	if (likely(exit_ok(flags)))
		this_cpu->returns[gate][ABI_I386][RETURN_NO_FAST]++;
	else
		exit_to_user_slow(flags);
}

void dispatch_int80(struct pt_regs *regs, u64 row)
{
	dispatch_ia32(regs, row, GATE_INT80);
}

void dispatch_syscall_32(struct pt_regs *regs, u64 row)
{
	dispatch_ia32(regs, row, GATE_SYSCALL);
}
