/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatcher: every gate comes in here with its pt_regs, and goes back to
 * its own file with the decision how to return. This is the path that each
 * crossing takes; what is rare is behind a call in exit_to_user.c.
 */

#include "dispatch.h"
#include "cpu_ops.h"
#include "exit_to_user.h"
#include "return_decision.h"

/*
 * The smaller of the two by CMOV: a dependency on data, so that a CPU which
 * guesses the comparison still cannot index past the table (Spectre v1).
 */
static inline u64 clamp_nospec(u64 number, u32 last)
{
	asm("cmpl %[last], %k[number]\n"
	    "cmoval %[last], %k[number]" /* clears the upper half, too */
	    : [number] "+r"(number)
	    : [last] "r"(last)
	    : "cc");
	return number;
}

/*
 * The handler, with interrupts on, by the one table. Returns regs again, from
 * memory: a register to keep it in would have to be saved.
 */
static inline struct pt_regs *call_handler(struct pt_regs *regs, u64 number,
					   const syscall_fn *table, u32 rows)
{
	long result;

	local_irq_enable();
	result = table[clamp_nospec(number, rows)](regs);
	regs = this_cpu->regs;
	regs->ax = result;
	return regs;
}

/* Interrupts off; and whatever must be done before ring 3 runs again. */
static inline struct pt_regs *finish_handler(struct pt_regs *regs)
{
	u64 flags = local_save_flags();

	local_irq_disable();
	if (unlikely(!exit_ok(flags)))
		regs = exit_to_user_slow(flags);
	return regs;
}

/* Counts the decision, and grants the fast return if nothing is against it. */
static inline bool decide(enum gate gate, enum return_reason reason)
{
	if (likely(reason == RETURN_FAST)) {
		this_cpu->returns[gate][RETURN_FAST]++;
		return true;
	}
	this_cpu->returns[gate][reason]++;
	return false;
}

bool dispatch_syscall(struct pt_regs *regs, u64 number)
{
	regs = call_handler(regs, number, syscall_table_64, NR_SYSCALLS_64);
	regs = finish_handler(regs);
	return decide(GATE_SYSCALL, sysret_reason(regs, this_cpu->task_size));
}

bool dispatch_sysenter(struct pt_regs *regs, u64 number)
{
	regs = call_handler(regs, number, syscall_table_64, NR_SYSCALLS_64);
	regs = finish_handler(regs);
	return decide(GATE_SYSENTER,
		      sysexit_reason(regs, this_cpu->task_size));
}

void dispatch_int80(struct pt_regs *regs, u64 number)
{
	regs = call_handler(regs, number, syscall_table_32, NR_SYSCALLS_32);
	finish_handler(regs);
	decide(GATE_INT80, RETURN_NO_FAST);
}
