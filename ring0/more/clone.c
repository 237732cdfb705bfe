/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clone, as C libraries make a thread by it. A child with memory of its own, or
 * one that is no thread, would be a process: there is no fork, so -ENOSYS.
 */

#include "more/threads.h"
#include <asm/errno.h>
#include <linux/sched.h>
#include "cpu_ops.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"
#include "task/ia32.h"

/* What a thread shares here, whether it asks for that or not. */
#define SHARED                                              \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
	 CLONE_THREAD)

struct request {
	u64 flags, stack, parent_tid, child_tid, tls;
};

/* Linux's checks; then what is not there. */
static long check(const struct request *r)
{
	if (((r->flags & CLONE_THREAD) && !(r->flags & CLONE_SIGHAND)) ||
	    ((r->flags & CLONE_SIGHAND) && !(r->flags & CLONE_VM)) ||
	    (r->flags & (CLONE_NEWNS | CLONE_FS)) == (CLONE_NEWNS | CLONE_FS) ||
	    (r->flags & (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND)) ==
		    (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND))
		return -EINVAL;
	return (r->flags & SHARED) == SHARED ? 0 : -ENOSYS;
}

/* The same frame, with another result and stack; it starts below it. */
static void set_frame(struct thread *thread, const struct request *r)
{
	struct pt_regs *regs = (struct pt_regs *)thread->stack_top - 1;
	u64 *sp = (u64 *)regs;
	unsigned int i;

	*regs = *current_pt_regs();
	regs->ax = 0;
	if (r->stack)
		regs->sp = r->stack;
	*--sp = (u64)thread_begin;
	for (i = 0; i < 6; i++)
		*--sp = 0; /* what thread_switch pops */
	thread->sp = (u64)sp;
}

/*
 * All that the caller has, but for pending signals, an alternate stack, and
 * locks.
 */
static void copy_state(struct thread *thread, const struct request *r)
{
	u64 stack_top = thread->stack_top;

	local_irq_disable();
	thread_save(thread);
	local_irq_enable();
	thread->stack_top = stack_top;
	thread->lost = thread->saved_at - current_task()->start;
	thread->work = 0;
	thread->observe_armed = false;
	thread->own = (struct signal_queue){ .pending = 0 };
	thread->stack = (struct sigaltstack){ .ss_flags = SS_DISABLE };
	thread->restore_mask = false;
	thread->robust_list = 0;
	thread->clear_tid = r->flags & CLONE_CHILD_CLEARTID ? r->child_tid : 0;
}

/* Of 32-bit code tls is a struct user_desc. 0 or -errno. */
static long set_tls(struct thread *thread, const struct request *r)
{
	if (!(r->flags & CLONE_SETTLS))
		return 0;
	if (current_pt_regs()->abi == ABI_I386)
		return ia32_hooks.set_tls ?
			       ia32_hooks.set_tls(thread->tls, r->tls) :
			       -EINVAL;
	if (r->tls >= current_task()->task_size)
		return -EPERM;
	thread->fs_base = r->tls;
	return 0;
}

/* A place that cannot be written is no error, as on Linux. */
static void tell(const struct request *r, u64 flag, u64 user, u32 tid)
{
	if (r->flags & flag)
		copy_to_user(user, &tid, sizeof(tid));
}

static long clone(const struct request *r)
{
	long error = check(r);
	struct thread *thread;

	if (error)
		return error;
	thread = thread_first() ? thread_alloc() : NULL;
	if (!thread)
		return -ENOMEM;
	thread->stack_top = stack_alloc();
	if (!thread->stack_top) {
		thread_free(thread);
		return -ENOMEM;
	}
	set_frame(thread, r);
	copy_state(thread, r);
	error = set_tls(thread, r);
	if (error) {
		thread_free(thread);
		return error;
	}
	thread_start(thread);
	tell(r, CLONE_PARENT_SETTID, r->parent_tid, thread->tid);
	tell(r, CLONE_CHILD_SETTID, r->child_tid, thread->tid);
	return thread->tid;
}

SYSCALL_DEFINE5(clone, u64, flags, u64, stack, u64, parent_tid, u64, child_tid,
		u64, tls)
{
	return clone(&(struct request){ (u32)flags, stack, parent_tid,
					child_tid, tls });
}

/* i386's order. */
COMPAT_SYSCALL_DEFINE5(clone, u32, flags, u32, stack, u64, parent_tid, u64, tls,
		       u64, child_tid)
{
	return clone(&(struct request){ flags, stack, parent_tid, child_tid,
					tls });
}

/* Linux's struct clone_args, as far as it matters here. */
#define CLONE_ARGS_MIN 64

SYSCALL_DEFINE2(clone3, u64, user, u64, size)
{
	struct clone_args args;

	if (size > PAGE_SIZE)
		return -E2BIG;
	if (size < CLONE_ARGS_MIN)
		return -EINVAL;
	if (!copy_from_user(&args, user, CLONE_ARGS_MIN))
		return -EFAULT;
	if (!args.stack != !args.stack_size || (u32)args.flags != args.flags ||
	    args.exit_signal)
		return -EINVAL;
	return clone(&(struct request){ args.flags,
					args.stack + args.stack_size,
					args.parent_tid, args.child_tid,
					args.tls });
}
