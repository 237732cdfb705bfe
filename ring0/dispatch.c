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
static inline u32 clamp_nospec(u32 number, u32 last)
{
	asm("cmpl %[last], %[number]\n"
	    "cmoval %[last], %[number]"
	    : [number] "+r"(number)
	    : [last] "r"(last)
	    : "cc");
	return number;
}

/* The handler, with interrupts on, by the one table and to the one result. */
static inline void call_handler(struct pt_regs *regs, u32 number,
				const syscall_fn *table, u32 rows)
{
	local_irq_enable();
	regs->ax = table[clamp_nospec(number, rows)](regs);
}

/* Interrupts off; and whatever must be done before ring 3 runs again. */
static inline void finish_handler(struct pt_regs *regs)
{
	u64 flags = local_save_flags();

	local_irq_disable();
	if (unlikely(!(flags & this_cpu->exit_ok)))
		exit_to_user_slow(regs, flags);
}

static inline bool count_return(enum gate gate, enum return_reason reason)
{
	this_cpu->returns[gate][reason]++;
	return reason == RETURN_FAST;
}

bool dispatch_syscall(struct pt_regs *regs, u32 number)
{
	call_handler(regs, number, syscall_table_64, NR_SYSCALLS_64);
	finish_handler(regs);
	return count_return(GATE_SYSCALL,
			    sysret_reason(regs, this_cpu->task_size));
}

bool dispatch_sysenter(struct pt_regs *regs, u32 number)
{
	call_handler(regs, number, syscall_table_64, NR_SYSCALLS_64);
	finish_handler(regs);
	return count_return(GATE_SYSENTER,
			    sysexit_reason(regs, this_cpu->task_size));
}

void dispatch_int80(struct pt_regs *regs, u32 number)
{
	call_handler(regs, number, syscall_table_32, NR_SYSCALLS_32);
	finish_handler(regs);
	count_return(GATE_INT80, RETURN_NO_FAST);
}
