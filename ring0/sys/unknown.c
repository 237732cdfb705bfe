/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A number that the table does not have is -ENOSYS. If Linux has a call of that
 * number, the log names it, once for each program.
 */

#include "sys/unknown.h"
#include <asm/errno.h>
#include "entry/dispatch.h"
#include "lib/nospec.h"
#include "lib/string.h"
#include "log/console.h"
#include "task/ia32.h"
#include "task/task.h"

/*
 * Linux's names of 64-bit code's calls, from the headers of the machine that
 * built this: one after the other by number, an empty one where there is none.
 */
static const char names_64[] =
#include "linux_names_64.h"
	;

const char *call_name_in(const char *names, size_t size, u32 number)
{
	const char *name = names;

	while (number-- && name < names + size)
		name += strlen(name) + 1;
	return name < names + size && *name ? name : NULL;
}

const char *linux_name(enum abi abi, u32 number)
{
	if (abi != ABI_I386)
		return call_name_in(names_64, sizeof(names_64), number);
	return ia32_hooks.call_name ? ia32_hooks.call_name(number) :
				      "an i386 call";
}

/* false: it was told before, or there is no room to remember it. */
static bool tell_now(enum abi abi, u32 number)
{
	struct task *task = current_task();
	u64 *word, bit = 1ull << number % 64;
	bool before;

	number = array_index_nospec(number, TOLD_MAX);
	word = &task->told[abi][number / 64];
	before = *word & bit;

	*word |= bit;
	return !before;
}

long sys_beyond(const struct pt_regs *regs)
{
	(void)regs;
	return -ENOSYS;
}

long sys_ni_syscall(const struct pt_regs *regs)
{
	u32 number = abi_number(regs);
	const char *name =
		number < TOLD_MAX ? linux_name(regs->abi, number) : NULL;

	if (name && tell_now(regs->abi, number)) {
		console_end_line();
		printk("# %s: %s (%u) is not implemented\n",
		       current_task()->comm, name, number);
	}
	return -ENOSYS;
}
