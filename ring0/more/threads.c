/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which thread runs: in turn, each until it waits, or for a slice of time.
 */

#include "more/threads.h"
#include <asm/errno.h>
#include "cpu_ops.h"
#include "dev/alarm.h"
#include "dev/timer.h"
#include "entry/exit_to_user.h"
#include "more/more.h"
#include "task/wait.h"

#define SLICES 100 /* a second */

/* Of the one program that has threads. */
static struct {
	struct thread *current; /* NULL: none has */
	struct thread *dead;	/* whose stack was in use when it ended */
	u32 count, last_tid;
	u64 order; /* of waits */
	s32 code;  /* of the first thread, when it has ended */
} ring;

struct thread *thread_current(void)
{
	return current_task()->threads ? ring.current : NULL;
}

bool thread_is_last(void)
{
	return ring.count == 1;
}

void thread_free(struct thread *thread)
{
	if (thread->fpu)
		page_free(virt_to_phys(thread->fpu));
	if (thread->stack_top)
		stack_free(thread->stack_top);
	page_free(virt_to_phys(thread));
}

struct thread *thread_alloc(void)
{
	u64 page = page_alloc(), fpu = page ? page_alloc() : 0;
	struct thread *thread = phys_to_virt(page);

	if (!page)
		return NULL;
	thread->fpu = fpu ? phys_to_virt(fpu) : NULL;
	if (fpu)
		return thread;
	thread_free(thread);
	return NULL;
}

static bool is_due(const struct thread *thread)
{
	const struct signals *signals = &current_task()->signals;

	return (thread->own.pending | signals->shared.pending) &
	       ~thread->blocked;
}

/* Not the current one's: its own signals are in the task. */
static bool can_run(const struct thread *thread)
{
	return !thread->waits || rdtsc() >= thread->until || is_due(thread);
}

/* The next in turn after the current one. NULL: all others wait. */
static struct thread *next_to_run(void)
{
	struct thread *thread = ring.current->next;

	while (thread != ring.current && !can_run(thread))
		thread = thread->next;
	return thread != ring.current ? thread : NULL;
}

/* The first time at which one that waits wants to run. */
static u64 first_time(void)
{
	const struct thread *thread = ring.current;
	u64 first = WAIT_FOREVER;

	do {
		if (thread->waits && thread->until < first)
			first = thread->until;
		thread = thread->next;
	} while (thread != ring.current);
	return first;
}

static void start_slice(void)
{
	u64 end = rdtsc() + timer_tsc_hz() / SLICES, first = first_time();

	alarm_set(ALARM_SLICE, first < end ? first : end);
}

static void slice_expired(void)
{
	if (current_task() && current_task()->threads)
		work_set(WORK_YIELD);
}

/* A thread that has ended is freed by the next that runs. */
static void bury(void)
{
	if (ring.dead)
		thread_free(ring.dead);
	ring.dead = NULL;
}

static void switch_to(struct thread *thread)
{
	struct thread *old = ring.current;

	thread_save(old);
	ring.current = thread;
	thread_load(thread);
	start_slice();
	thread_switch(&old->sp, thread->sp);
	bury();
}

static void yield(void)
{
	struct thread *next = next_to_run();

	work_clear(WORK_YIELD);
	if (next)
		switch_to(next);
	else
		start_slice();
}

/* Until another can run, or the current one. */
static void idle(void)
{
	u64 first = first_time();

	wait_idle(alarm_set(ALARM_WAIT, first == WAIT_FOREVER ? 0 : first));
}

enum wait_end thread_wait(u64 key, u32 bitset, u64 until)
{
	struct thread *self = ring.current, *next;
	bool woken;

	local_irq_disable();
	self->key = key;
	self->bitset = bitset;
	self->until = until;
	self->order = ++ring.order;
	self->waits = true;
	while (self->waits && rdtsc() < until && !signal_is_due()) {
		next = next_to_run();
		if (next)
			switch_to(next);
		else
			idle();
	}
	woken = !self->waits;
	self->waits = false;
	alarm_set(ALARM_WAIT, 0);
	local_irq_enable();
	if (woken)
		return WAIT_WOKEN;
	return signal_is_due() ? WAIT_SIGNAL : WAIT_TIMEOUT;
}

/* The one that has waited longest for key. NULL: none does. */
static struct thread *first_waiter(u64 key, u32 bitset)
{
	struct thread *thread = ring.current, *first = NULL;

	do {
		if (thread->waits && thread->key == key &&
		    (thread->bitset & bitset) &&
		    (!first || thread->order < first->order))
			first = thread;
		thread = thread->next;
	} while (thread != ring.current);
	return first;
}

u32 thread_wake(u64 key, u32 bitset, u32 count)
{
	struct thread *thread;
	u32 woken = 0;

	while (woken < count && (thread = first_waiter(key, bitset))) {
		thread->waits = false;
		woken++;
	}
	return woken;
}

u32 thread_requeue(u64 key, u64 other, u32 count)
{
	struct thread *thread;
	u32 moved = 0;

	while (key != other && moved < count &&
	       (thread = first_waiter(key, ~0u))) {
		thread->key = other;
		thread->order = ++ring.order;
		moved++;
	}
	return moved;
}

static bool wait(u64 tsc)
{
	return thread_wait(0, 0, tsc) != WAIT_SIGNAL;
}

static struct thread *find(u32 tid)
{
	struct thread *thread = ring.current;

	do {
		if (thread->tid == tid)
			return thread;
		thread = thread->next;
	} while (thread != ring.current);
	return NULL;
}

/* The first thread's, if that does not block it; or any other's; or all's. */
static struct signal_queue *queue(u32 signal)
{
	struct signals *signals = &current_task()->signals;
	struct thread *thread = find(current_task()->pid), *first;

	if (!thread)
		thread = ring.current;
	first = thread;
	do {
		bool runs = thread == ring.current;
		u64 blocked = runs ? signals->blocked : thread->blocked;

		if (!(blocked & signal_bit(signal)))
			return runs ? &signals->own : &thread->own;
		thread = thread->next;
	} while (thread != first);
	return &signals->shared;
}

static long send(u32 tid, u32 signal)
{
	struct thread *thread = find(tid);

	if (!thread)
		return -ESRCH;
	if (signal)
		signal_send_to(&thread->own, signal, SI_TKILL);
	return 0;
}

static void free_all(struct task *task)
{
	struct thread *thread = ring.current->next, *next;

	bury();
	ring.current->stack_top = 0; /* the task's, which frees it */
	ring.current->next = NULL;
	for (; thread; thread = next) {
		next = thread->next;
		thread_free(thread);
	}
	task->threads = NULL;
	ring.current = NULL;
}

static const struct thread_operations operations = {
	.exit = thread_exit,
	.yield = yield,
	.wait = wait,
	.queue = queue,
	.send = send,
	.free = free_all,
};

struct thread *thread_first(void)
{
	struct task *task = current_task();

	if (task->threads)
		return ring.current;
	ring.current = thread_alloc();
	if (!ring.current)
		return NULL;
	ring.current->next = ring.current;
	ring.current->tid = ring.last_tid = task->pid;
	ring.count = 1;
	ring.code = 0;
	alarm_on(ALARM_SLICE, slice_expired);
	task->threads = &operations;
	return ring.current;
}

/* After all others: before the current one, in a ring. */
void thread_start(struct thread *thread)
{
	struct thread *last = ring.current;

	while (last->next != ring.current)
		last = last->next;
	thread->next = ring.current;
	thread->tid = ++ring.last_tid;
	ring.count++;
	local_irq_disable();
	last->next = thread;
	if (!alarm_time(ALARM_SLICE))
		start_slice();
	local_irq_enable();
}

struct pt_regs *thread_begin_frame(struct pt_regs *regs)
{
	bury();
	exit_to_user_work(regs);
	return iret_frame(regs);
}

/* It goes on in the ring until another can run, for its stack is in use. */
void thread_end(s32 code)
{
	struct thread *self = ring.current, *before = self, *next;
	u64 unused;

	local_irq_disable();
	if (self->tid == current_task()->pid)
		ring.code = code;
	self->stack_top = current_task()->stack_top;
	self->waits = true;
	self->key = 0;
	self->until = WAIT_FOREVER;
	while (!(next = next_to_run()))
		idle();
	while (before->next != self)
		before = before->next;
	before->next = self->next;
	ring.count--;
	ring.dead = self;
	ring.current = next;
	thread_load(next);
	start_slice();
	thread_switch(&unused, next->sp);
	__builtin_unreachable();
}
