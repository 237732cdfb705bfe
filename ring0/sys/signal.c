/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls about signals, for 64-bit code. */

#include "task/signal.h"
#include <asm/errno.h>
#include "entry/exit_to_user.h"
#include "lib/nospec.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"
#include "task/signal_frame.h"
#include "task/task.h"

#define SIGSET_SIZE 8 /* Linux's sigset_t: 64 signals */

/* The flags that have a meaning; rt_sigaction drops the others, as Linux. */
#define SA_KNOWN                                                           \
	(SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_ONSTACK |           \
	 SA_RESTART | SA_NODEFER | SA_RESETHAND | SA_EXPOSE_TAGBITS |      \
	 SA_RESTORER)

long signal_change_action(s32 signal, const struct signal_action *new,
			  struct signal_action *old, u64 own_flags)
{
	struct signal_action *ours;

	if (signal < 1 || signal > SIGNALS ||
	    (new && (signal_bit(signal) & SIGNALS_UNBLOCKABLE)))
		return -EINVAL;
	signal = array_index_nospec(signal, SIGNALS + 1);
	ours = &current_task()->signals.action[signal];
	*old = *ours;
	old->flags &= SA_KNOWN;
	if (!new)
		return 0;
	*ours = *new;
	ours->flags = (new->flags & SA_KNOWN) | own_flags;
	ours->mask &= ~SIGNALS_UNBLOCKABLE;
	signal_flush_ignored(signal);
	return 0;
}

SYSCALL_DEFINE4(rt_sigaction, s32, signal, u64, action, u64, old_action, u64,
		sigset_size)
{
	struct signal_action old, new;
	long error;

	if (sigset_size != SIGSET_SIZE)
		return -EINVAL;
	if (action && !copy_from_user(&new, action, sizeof(new)))
		return -EFAULT;
	error = signal_change_action(signal, action ? &new : NULL, &old, 0);
	if (!error && old_action &&
	    !copy_to_user(old_action, &old, sizeof(old)))
		error = -EFAULT;
	return error;
}

static long change_mask(s32 how, u64 set)
{
	u64 mask = current_task()->signals.blocked;

	switch (how) {
	case SIG_BLOCK:
		signal_block(mask | set);
		return 0;
	case SIG_UNBLOCK:
		signal_block(mask & ~set);
		return 0;
	case SIG_SETMASK:
		signal_block(set);
		return 0;
	default:
		return -EINVAL;
	}
}

SYSCALL_DEFINE4(rt_sigprocmask, s32, how, u64, set, u64, old_set, u64,
		sigset_size)
{
	u64 old = current_task()->signals.blocked, new;
	long error = 0;

	if (sigset_size != SIGSET_SIZE)
		return -EINVAL;
	if (set)
		error = copy_from_user(&new, set, sizeof(new)) ?
				change_mask(how, new) :
				-EFAULT;
	if (!error && old_set && !copy_to_user(old_set, &old, sizeof(old)))
		error = -EFAULT;
	return error;
}

SYSCALL_DEFINE2(rt_sigpending, u64, set, u64, sigset_size)
{
	const struct signals *signals = &current_task()->signals;
	u64 pending = (signals->own.pending | signals->shared.pending) &
		      signals->blocked;

	if (sigset_size > SIGSET_SIZE)
		return -EINVAL;
	return copy_to_user(set, &pending, sigset_size) ? 0 : -EFAULT;
}

SYSCALL_DEFINE2(sigaltstack, u64, stack, u64, old_stack)
{
	u64 sp = current_pt_regs()->sp;
	struct sigaltstack old, new;
	long error = 0;

	signal_get_stack(&old, sp);
	if (stack && !copy_from_user(&new, stack, sizeof(new)))
		return -EFAULT;
	if (stack)
		error = signal_set_stack(&new, sp);
	if (!error && old_stack && !copy_to_user(old_stack, &old, sizeof(old)))
		error = -EFAULT;
	return error;
}

/*
 * The whole frame is the program's: what it holds is what ring 3 gets, by
 * whichever return the exit path then allows.
 */
SYSCALL_DEFINE0(rt_sigreturn)
{
	struct pt_regs *frame = change_regs();

	signal_return(frame, signal_frame_pop);
	return frame->ax;
}

static bool is_signal(s32 signal)
{
	return signal >= 0 && signal <= SIGNALS;
}

/*
 * 0 and -pid are its process group; -1 is everybody but the caller. Signal 0
 * only asks whether it may.
 */
SYSCALL_DEFINE2(kill, s32, pid, s32, signal)
{
	s32 own = current_task()->pid;

	if (pid == -1 || (pid && pid != own && pid != -own))
		return -ESRCH;
	if (!is_signal(signal))
		return -EINVAL;
	if (signal)
		signal_send(signal, SI_USER);
	return 0;
}

static long send_thread(s32 tid, s32 signal)
{
	struct task *task = current_task();
	bool itself = (u32)tid == task->tid;

	if (tid <= 0)
		return -EINVAL;
	if (!itself && !task->threads)
		return -ESRCH;
	if (!is_signal(signal))
		return -EINVAL;
	if (!itself)
		return task->threads->send(tid, signal);
	if (signal)
		signal_send_to(&task->signals.own, signal, SI_TKILL);
	return 0;
}

SYSCALL_DEFINE2(tkill, s32, tid, s32, signal)
{
	return send_thread(tid, signal);
}

SYSCALL_DEFINE3(tgkill, s32, tgid, s32, tid, s32, signal)
{
	if (tgid <= 0)
		return -EINVAL;
	if (tid > 0 && (u32)tgid != current_task()->pid)
		return -ESRCH;
	return send_thread(tid, signal);
}
