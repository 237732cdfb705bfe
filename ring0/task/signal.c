/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which signal comes, and what becomes of it: a handler of ring 3's, nothing,
 * or the end of the task. signal_frame.c makes the frames.
 */

#include "task/signal.h"
#include <asm/errno.h>
#include "cpu_ops.h"
#include "lib/nospec.h"
#include "lib/string.h"
#include "log/console.h"
#include "mm/user_copy.h"
#include "task/signal_frame.h"
#include "task/task.h"
#include "task/task_hooks.h"

/* The faults', which come before others that are pending. */
#define SYNCHRONOUS                                                        \
	(signal_bit(SIGSEGV) | signal_bit(SIGBUS) | signal_bit(SIGILL) |   \
	 signal_bit(SIGTRAP) | signal_bit(SIGFPE) | signal_bit(SIGSYS))
/* SIG_DFL of these does nothing; of all others it ends the task. */
#define IGNORED_BY_DEFAULT                                                 \
	(signal_bit(SIGCHLD) | signal_bit(SIGCONT) | signal_bit(SIGURG) |  \
	 signal_bit(SIGWINCH))

static struct signals *current_signals(void)
{
	return &current_task()->signals;
}

static bool is_ignored(u32 signal)
{
	u64 handler = current_signals()->action[signal].handler;

	return handler == (u64)SIG_IGN ||
	       (handler == (u64)SIG_DFL &&
		(signal_bit(signal) & IGNORED_BY_DEFAULT));
}

static void restore_mask(void)
{
	struct signals *signals = current_signals();

	if (signals->restore_mask)
		signals->blocked = signals->saved_mask;
	signals->restore_mask = false;
}

/* false: there is no room for its frame. */
static bool enter(struct pt_regs *regs, const struct signal_event *event)
{
	struct signals *signals = current_signals();
	u32 signal = event->info.si_signo;
	struct signal_action action = signals->action[signal];
	u64 blocked = signals->blocked;

	if (action.flags & SA_RESETHAND)
		signals->action[signal].handler = (u64)SIG_DFL;
	restore_mask(); /* the frame has what is in force after the handler */
	if (!signal_frame_push(regs, &action, event))
		return false;
	signals->blocked = blocked | action.mask;
	if (!(action.flags & SA_NODEFER))
		signals->blocked |= signal_bit(signal);
	return true;
}

/*
 * A signal that cannot wait. If its frame finds no room, that is a SIGSEGV,
 * which may have a stack of its own. 0, or the signal that ends the task.
 */
static u32 force(struct pt_regs *regs, const struct signal_event *event)
{
	static const struct signal_event no_room = {
		.info.si_signo = SIGSEGV,
		.info.si_code = SI_KERNEL,
	};
	const struct signals *signals = current_signals();
	u32 signal = event->info.si_signo;
	u64 handler = signals->action[signal].handler;

	if (task_hooks.signal)
		task_hooks.signal(&event->info, event->fault);
	if (handler == (u64)SIG_DFL || handler == (u64)SIG_IGN ||
	    (signals->blocked & signal_bit(signal)))
		return signal;
	if (enter(regs, event))
		return 0;
	return signal == SIGSEGV ? signal : force(regs, &no_room);
}

u32 signal_fault(struct pt_regs *regs, const struct fault *fault)
{
	struct signal_event event = { .fault = fault };

	fault_info(&event.info, fault, regs->ip);
	return force(regs, &event);
}

u32 signal_force(struct pt_regs *regs, const siginfo_t *info)
{
	const struct signal_event event = { .info = *info };

	return force(regs, &event);
}

bool signal_is_due(void)
{
	const struct signals *signals = current_signals();

	return (signals->own.pending | signals->shared.pending) &
	       ~signals->blocked;
}

void signal_update_work(void)
{
	u64 flags = local_irq_save();

	if (signal_is_due())
		work_set(WORK_SIGNAL);
	local_irq_restore(flags);
}

/* A standard signal is pending once, however often it is sent. */
void signal_send_to(struct signal_queue *queue, u32 signal, s32 code)
{
	u64 flags;

	signal = array_index_nospec(signal, SIGNALS + 1);
	/* One that is blocked may have a handler before it is delivered. */
	if (is_ignored(signal) &&
	    !(current_signals()->blocked & signal_bit(signal)))
		return;
	flags = local_irq_save();
	if (!(queue->pending & signal_bit(signal)))
		queue->code[signal] = code;
	queue->pending |= signal_bit(signal);
	if (signal >= SIGRTMIN)
		queue->queued[signal]++;
	signal_update_work();
	local_irq_restore(flags);
}

void signal_send(u32 signal, s32 code)
{
	const struct task *task = current_task();
	u64 flags = local_irq_save();

	signal_send_to(task->threads ? task->threads->queue(signal) :
				       &current_signals()->shared,
		       signal, code);
	local_irq_restore(flags);
}

void signal_block(u64 mask)
{
	current_signals()->blocked = mask & ~SIGNALS_UNBLOCKABLE;
	signal_update_work();
}

void signal_block_meanwhile(u64 mask)
{
	struct signals *signals = current_signals();

	signals->saved_mask = signals->blocked;
	signals->restore_mask = true;
	signal_block(mask);
}

static void forget(struct signal_queue *queue, u32 signal)
{
	u64 flags = local_irq_save();

	queue->pending &= ~signal_bit(signal);
	queue->queued[signal] = 0;
	local_irq_restore(flags);
}

void signal_flush_ignored(u32 signal)
{
	if (!is_ignored(signal))
		return;
	forget(&current_signals()->own, signal);
	forget(&current_signals()->shared, signal);
}

static u32 take(struct signal_queue *queue, u64 set, siginfo_t *info)
{
	u64 due = queue->pending & set;
	u32 signal;

	if (!due)
		return 0;
	if (due & SYNCHRONOUS)
		due &= SYNCHRONOUS;
	signal = 1 + __builtin_ctzll(due);
	memset(info, 0, sizeof(*info));
	info->si_signo = signal;
	info->si_code = queue->code[signal];
	if (info->si_code <= 0) /* a process has sent it */
		info->si_pid = current_task()->pid;
	if (queue->queued[signal] > 1)
		queue->queued[signal]--;
	else
		forget(queue, signal);
	return signal;
}

u32 signal_take(u64 set, siginfo_t *info)
{
	u32 signal = take(&current_signals()->own, set, info);

	return signal ? signal : take(&current_signals()->shared, set, info);
}

/*
 * The instruction before ip is a gate's. Whoever calls by SYSENTER chooses ip,
 * and need not have put it after that instruction.
 */
static bool can_restart(const struct pt_regs *regs)
{
	static const u8 sysenter[] = { 0x0f, 0x34 }, int80[] = { 0xcd, 0x80 };
	u8 code[2];

	if (regs->gate != GATE_SYSENTER)
		return true;
	return copy_from_user(code, regs->ip - sizeof(code), sizeof(code)) &&
	       (!memcmp(code, sysenter, sizeof(code)) ||
		!memcmp(code, int80, sizeof(code)));
}

/*
 * Ends the call that signals interrupted, if there is one, or has ring 3 make
 * it again. action: of the handler that runs first; NULL: none runs.
 */
static void end_call(struct pt_regs *regs, const struct signal_action *action)
{
	s64 result = regs->ax;
	bool again = !action || (result == -ERESTARTSYS &&
				 (action->flags & SA_RESTART));

	if (regs->gate == GATE_NONE || (s64)regs->orig_ax == -1 ||
	    (result != -ERESTARTSYS && result != -ERESTARTNOHAND))
		return;
	regs->ax = -EINTR;
	if (again && can_restart(regs)) {
		regs->ax = regs->orig_ax;
		regs->ip -= 2; /* SYSCALL, SYSENTER, int 0x80: each has two */
	}
}

void signal_deliver_pending(struct pt_regs *regs)
{
	const struct signals *signals = current_signals();
	struct signal_event event = { .fault = NULL };
	u32 signal, fatal;

	work_clear(WORK_SIGNAL);
	while ((signal = signal_take(~signals->blocked, &event.info))) {
		if (is_ignored(signal))
			continue;
		end_call(regs, &signals->action[signal]);
		fatal = force(regs, &event);
		if (fatal)
			task_kill(fatal);
	}
	end_call(regs, NULL);
	restore_mask();
}

void signal_return(struct pt_regs *regs, signal_pop *pop)
{
	static const struct signal_event bad_frame = {
		.info.si_signo = SIGSEGV,
		.info.si_code = SI_KERNEL,
	};
	u64 frame = regs->sp - sizeof(u64);

	if (pop(regs))
		return;
	if (!force(regs, &bad_frame))
		return;
	printk("# %s: rt_sigreturn: the frame at 0x%lx is bad\n",
	       current_task()->name, frame);
	task_kill(SIGSEGV);
}
