/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls about signals whose arguments have another form in i386 code. An
 * action that it sets is SA_IA32_ABI, so that its handler gets a frame that it
 * knows.
 */

#include "task/signal.h"
#include "entry/exit_to_user.h"
#include "ia32/compat.h"
#include "ia32/signal_frame.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"
#include "task/task.h"

#define SIGSET_SIZE 8

COMPAT_SYSCALL_DEFINE4(rt_sigaction, s32, signal, u64, action, u64, old_action,
		       u32, sigset_size)
{
	struct compat_sigaction from, to;
	struct signal_action new, old;
	long error;

	if (sigset_size != SIGSET_SIZE)
		return -EINVAL;
	if (action && !copy_from_user(&from, action, sizeof(from)))
		return -EFAULT;
	if (action)
		new = (struct signal_action){ from.sa_handler, from.sa_flags,
					      from.sa_restorer, from.sa_mask };
	error = signal_change_action(signal, action ? &new : NULL, &old,
				     SA_IA32_ABI);
	if (error || !old_action)
		return error;
	to = (struct compat_sigaction){ old.handler, old.flags, old.restorer,
					old.mask };
	return copy_to_user(old_action, &to, sizeof(to)) ? 0 : -EFAULT;
}

COMPAT_SYSCALL_DEFINE3(sigaction, s32, signal, u64, action, u64, old_action)
{
	struct compat_old_sigaction from, to;
	struct signal_action new, old;
	long error;

	if (action && !copy_from_user(&from, action, sizeof(from)))
		return -EFAULT;
	if (action)
		new = (struct signal_action){ from.sa_handler, from.sa_flags,
					      from.sa_restorer, from.sa_mask };
	error = signal_change_action(signal, action ? &new : NULL, &old,
				     SA_IA32_ABI);
	if (error || !old_action)
		return error;
	to = (struct compat_old_sigaction){ old.handler, old.mask, old.flags,
					    old.restorer };
	return copy_to_user(old_action, &to, sizeof(to)) ? 0 : -EFAULT;
}

/* The oldest form: once, and not blocked meanwhile. Returns the old handler. */
COMPAT_SYSCALL_DEFINE2(signal, s32, signal, u32, handler)
{
	const struct signal_action new = {
		.handler = handler,
		.flags = SA_RESETHAND | SA_NODEFER,
	};
	struct signal_action old;
	long error = signal_change_action(signal, &new, &old, SA_IA32_ABI);

	return error ? error : (long)old.handler;
}

/* Of the first 32 signals. */
COMPAT_SYSCALL_DEFINE3(sigprocmask, s32, how, u64, set, u64, old_set)
{
	u64 mask = current_task()->signals.blocked;
	u32 old = mask, new;

	if (set) {
		if (!copy_from_user(&new, set, sizeof(new)))
			return -EFAULT;
		if (how == SIG_BLOCK)
			signal_block(mask | new);
		else if (how == SIG_UNBLOCK)
			signal_block(mask & ~(u64)new);
		else if (how == SIG_SETMASK)
			signal_block((mask & ~0xffffffffull) | new);
		else
			return -EINVAL;
	}
	return old_set && !copy_to_user(old_set, &old, sizeof(old)) ? -EFAULT
								    : 0;
}

COMPAT_SYSCALL_DEFINE1(sigpending, u64, set)
{
	const struct signals *signals = &current_task()->signals;
	u32 pending = (signals->own.pending | signals->shared.pending) &
		      signals->blocked;

	return copy_to_user(set, &pending, sizeof(pending)) ? 0 : -EFAULT;
}

COMPAT_SYSCALL_DEFINE2(sigaltstack, u64, stack, u64, old_stack)
{
	u64 sp = (u32)current_pt_regs()->sp;
	struct compat_sigaltstack narrow;
	struct sigaltstack old, new = { 0 };
	long error = 0;

	signal_get_stack(&old, sp);
	if (stack) {
		if (!copy_from_user(&narrow, stack, sizeof(narrow)))
			return -EFAULT;
		new.ss_sp = (void *)(u64)narrow.ss_sp;
		new.ss_flags = narrow.ss_flags;
		new.ss_size = narrow.ss_size;
		error = signal_set_stack(&new, sp);
	}
	if (error || !old_stack)
		return error;
	narrow = (struct compat_sigaltstack){ (u64)old.ss_sp, old.ss_flags,
					      old.ss_size };
	return copy_to_user(old_stack, &narrow, sizeof(narrow)) ? 0 : -EFAULT;
}

static long return_by(signal_pop *pop)
{
	struct pt_regs *frame = change_regs();

	signal_return(frame, pop);
	return frame->ax;
}

COMPAT_SYSCALL_DEFINE0(sigreturn)
{
	return return_by(frame_32_pop);
}

COMPAT_SYSCALL_DEFINE0(rt_sigreturn)
{
	return return_by(frame_32_pop_rt);
}
