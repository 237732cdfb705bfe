/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Syscall user dispatch: calls from outside a range of addresses are SIGSYS
 * while a byte of the program's says so. Emulators of other systems use it.
 */

#include "seccomp/work.h"
#include <asm/errno.h>
#include <linux/prctl.h>
#include <linux/signal.h>
#include "entry/syscall_work.h"
#include "mm/user_copy.h"
#include "task/task.h"

static struct {
	bool on;
	u64 start, length; /* calls from there are never taken */
	u64 selector;	   /* the byte's address; 0: as if it said BLOCK */
} state;

void user_dispatch_reset(void)
{
	state.on = false;
}

/* prctl's arguments: the option, on or off, start, length, selector. */
long user_dispatch_set(const u64 argument[SYSCALL_MAX_ARGS])
{
	u64 start = argument[2], length = argument[3], selector = argument[4];

	switch (argument[1]) {
	case PR_SYS_DISPATCH_OFF:
		if (start || length || selector)
			return -EINVAL;
		state.on = false;
		return 0;
	case PR_SYS_DISPATCH_ON:
		if (start && start + length <= start)
			return -EINVAL;
		if (selector && !access_ok(selector, 1))
			return -EFAULT;
		state.on = true;
		state.start = start;
		state.length = length;
		state.selector = selector;
		syscall_work_start();
		return 0;
	default:
		return -EINVAL;
	}
}

bool user_dispatch_takes(const struct pt_regs *regs, long *result)
{
	u8 choice = SYSCALL_DISPATCH_FILTER_BLOCK;

	if (!state.on || regs->ip - state.start < state.length)
		return false;
	if (state.selector &&
	    !copy_from_user(&choice, state.selector, sizeof(choice)))
		task_kill(SIGSEGV);
	if (choice == SYSCALL_DISPATCH_FILTER_ALLOW)
		return false;
	if (choice != SYSCALL_DISPATCH_FILTER_BLOCK)
		task_kill(SIGSYS);
	*result = send_sigsys(SYS_USER_DISPATCH, 0);
	return true;
}
