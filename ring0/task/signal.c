/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which signal comes, and what becomes of it: a handler of ring 3's, nothing,
 * or the end of the task. signal_frame.c makes the frames.
 */

#include "task/signal.h"
#include "cpu_ops.h"
#include "lib/nospec.h"
#include "lib/string.h"
#include "log/console.h"
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

/* false: there is no room for its frame. */
static bool enter(struct pt_regs *regs, const struct signal_event *event)
{
	struct signals *signals = current_signals();
	u32 signal = event->info.si_signo;
	struct signal_action action = signals->action[signal];

	if (action.flags & SA_RESETHAND)
		signals->action[signal].handler = (u64)SIG_DFL;
	if (!signal_frame_push(regs, &action, event))
		return false;
	signals->blocked |= action.mask;
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

/* What signal_deliver_pending() has to do has changed. Interrupts on. */
static void update_work(void)
{
	const struct signals *signals = current_signals();

	local_irq_disable();
	if (signals->pending & ~signals->blocked)
		work_set(WORK_SIGNAL);
	local_irq_enable();
}

/* A standard signal is pending once, however often it is sent. */
void signal_send(u32 signal, s32 code)
{
	struct signals *signals = current_signals();

	signal = array_index_nospec(signal, SIGNALS + 1);
	/* One that is blocked may have a handler before it is delivered. */
	if (is_ignored(signal) && !(signals->blocked & signal_bit(signal)))
		return;
	if (!(signals->pending & signal_bit(signal)))
		signals->code[signal] = code;
	signals->pending |= signal_bit(signal);
	if (signal >= SIGRTMIN)
		signals->queued[signal]++;
	update_work();
}

void signal_block(u64 mask)
{
	current_signals()->blocked = mask & ~SIGNALS_UNBLOCKABLE;
	update_work();
}

static void forget(u32 signal)
{
	struct signals *signals = current_signals();

	signals->pending &= ~signal_bit(signal);
	signals->queued[signal] = 0;
}

void signal_flush_ignored(u32 signal)
{
	if (is_ignored(signal))
		forget(signal);
}

/* The next that is due, which is then not pending any more. 0: none. */
static u32 take_next(struct signal_event *event)
{
	struct signals *signals = current_signals();
	u64 due = signals->pending & ~signals->blocked;
	u32 signal;

	if (!due)
		return 0;
	if (due & SYNCHRONOUS)
		due &= SYNCHRONOUS;
	signal = 1 + __builtin_ctzll(due);
	memset(event, 0, sizeof(*event));
	event->info.si_signo = signal;
	event->info.si_code = signals->code[signal];
	event->info.si_pid = current_task()->pid;
	if (signals->queued[signal] > 1)
		signals->queued[signal]--;
	else
		forget(signal);
	return signal;
}

void signal_deliver_pending(struct pt_regs *regs)
{
	struct signal_event event;
	u32 signal, fatal;

	work_clear(WORK_SIGNAL);
	while ((signal = take_next(&event))) {
		if (is_ignored(signal))
			continue;
		fatal = force(regs, &event);
		if (fatal)
			task_kill(fatal);
	}
}

void signal_return(struct pt_regs *regs)
{
	static const struct signal_event bad_frame = {
		.info.si_signo = SIGSEGV,
		.info.si_code = SI_KERNEL,
	};
	u64 frame = regs->sp - sizeof(u64);

	if (signal_frame_pop(regs))
		return;
	if (!force(regs, &bad_frame))
		return;
	printk("# %s: rt_sigreturn: the frame at 0x%lx is bad\n",
	       current_task()->name, frame);
	task_kill(SIGSEGV);
}
