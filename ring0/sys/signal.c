/* SPDX-License-Identifier: BSD-2-Clause */
/* rt_sigaction and rt_sigreturn, for 64-bit code. */

#include <asm/errno.h>
#include <asm/signal.h>
#include "entry/exit_to_user.h"
#include "task/signal.h"
#include "sys/syscall.h"
#include "task/task.h"
#include "mm/user_copy.h"

#define SIGSET_SIZE 8 /* Linux's sigset_t: 64 signals */

SYSCALL_DEFINE4(rt_sigaction, s32, signal, u64, action, u64, old_action, u64,
		sigset_size)
{
	struct signal_action *ours, new;

	if (sigset_size != SIGSET_SIZE || signal < 1 || signal > SIGNALS ||
	    signal == SIGKILL || signal == SIGSTOP)
		return -EINVAL;
	ours = &current_task()->action[signal];
	if (action && !copy_from_user(&new, action, sizeof(new)))
		return -EFAULT;
	if (old_action && !copy_to_user(old_action, ours, sizeof(*ours)))
		return -EFAULT;
	/* x86-64 has no other way back than the program's own restorer. */
	if (action && new.handler && !(new.flags & SA_RESTORER))
		return -EINVAL;
	if (action)
		*ours = new;
	return 0;
}

/*
 * The whole frame is the program's: what it holds is what ring 3 gets, by
 * whichever return the exit path then allows.
 */
SYSCALL_DEFINE0(rt_sigreturn)
{
	struct pt_regs *frame = change_regs();

	if (!signal_return(frame))
		task_kill(SIGSEGV);
	return frame->ax;
}
