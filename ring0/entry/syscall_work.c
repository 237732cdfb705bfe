/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Work before and after each call. Control comes in by the dispatchers, for
 * every row of both tables, and goes on to the row's handler.
 */

#include "entry/syscall_work.h"
#include <asm/errno.h>
#include "cpu/percpu.h"
#include "lib/nospec.h"
#include "mm/read_only.h"

/* Read-only, as code is. Each lies in one page. */
static struct work_step steps[SYSCALL_WORKS] RO_AFTER_INIT
	__attribute__((aligned(128)));
_Static_assert(sizeof(steps) <= 128, "it lies in one page");

/* The tables as they were. */
static syscall_fn handlers_64[NR_SYSCALLS_64 + 1] RO_AFTER_INIT;
static syscall_fn handlers_32[NR_SYSCALLS_32 + 1] RO_AFTER_INIT;
static bool working; /* the rows are ours */
static const struct task *exempt;
seccomp_event_fn *seccomp_event RO_AFTER_INIT;

/* HAZARD spectre-v1: the gate has masked its row, but not this index. */
static syscall_fn row_of(const syscall_fn *handlers, u32 number, u32 last)
{
	return number < last ? handlers[array_index_nospec(number, last)] :
			       handlers[last];
}

/* By the frame's number, which the work may have changed. */
static long call(const struct pt_regs *regs)
{
	u32 number = abi_number(regs);
	syscall_fn handler =
		regs->abi == ABI_I386 ?
			row_of(handlers_32, number, NR_SYSCALLS_32) :
			row_of(handlers_64, number, NR_SYSCALLS_64);

	/* As in Linux: of number -1 the result is what is in the frame. */
	return (s32)regs->orig_ax == -1 ? (long)regs->ax : handler(regs);
}

static enum work_verdict enter(const struct pt_regs *regs, long *result)
{
	enum work_verdict verdict = CALL_GOES_ON;
	u32 i;

	for (i = 0; i < SYSCALL_WORKS && verdict == CALL_GOES_ON; i++)
		if (steps[i].enter)
			verdict = steps[i].enter(regs, result);
	return verdict;
}

/* The handler may leave without coming back. */
static long with_work(const struct pt_regs *regs)
{
	u32 number = regs->orig_ax, i;
	enum work_verdict verdict;
	long result = -ENOSYS;

	/* x32's call has come by the last row, and now by its own. */
	if (cpu_self() != &boot_cpu || regs->abi == ABI_X32 ||
	    current_task() == exempt)
		return call(regs);
	verdict = enter(regs, &result);
	if (verdict == CALL_TAKEN)
		return result;
	if (verdict == CALL_GOES_ON)
		result = call(regs);
	for (i = SYSCALL_WORKS; i-- > 0;)
		if (steps[i].leave)
			steps[i].leave(regs, number, &result);
	return result;
}

void syscall_work_set(enum syscall_work work, struct work_step step)
{
	read_only_patch(&steps[work], &step, sizeof(step));
}

/* Row by row, for a patch must lie in one page. */
static void take_over(syscall_fn *table, syscall_fn *handlers, u32 last)
{
	const syscall_fn ours = with_work;
	u32 i;

	for (i = 0; i <= last; i++) {
		read_only_patch(&handlers[i], &table[i], sizeof(table[i]));
		read_only_patch(&table[i], &ours, sizeof(ours));
	}
}

static void give_back(syscall_fn *table, const syscall_fn *handlers, u32 last)
{
	u32 i;

	for (i = 0; i <= last; i++)
		read_only_patch(&table[i], &handlers[i], sizeof(handlers[i]));
}

void syscall_work_exempt(const struct task *task)
{
	exempt = task;
}

void syscall_work_seccomp_event(seccomp_event_fn *function)
{
	read_only_patch(&seccomp_event, &function, sizeof(function));
}

void syscall_work_start(void)
{
	if (working || cpu_self() != &boot_cpu)
		return;
	working = true;
	take_over(syscall_table_64, handlers_64, NR_SYSCALLS_64);
	take_over(syscall_table_32, handlers_32, NR_SYSCALLS_32);
}

void syscall_work_end(void)
{
	if (!working || cpu_self() != &boot_cpu)
		return;
	working = false;
	exempt = NULL;
	give_back(syscall_table_64, handlers_64, NR_SYSCALLS_64);
	give_back(syscall_table_32, handlers_32, NR_SYSCALLS_32);
}
