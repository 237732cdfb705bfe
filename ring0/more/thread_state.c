/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is a thread's own, from and to where it is while it runs: in the task,
 * in struct cpu, and in the CPU's registers but the general ones.
 */

#include "more/threads.h"
#include "cpu/segments.h"
#include "cpu_ops.h"
#include "lib/string.h"
#include "mm/isolation.h"
#include "task/ia32.h"

/* In struct task and in struct thread. */
#define FOR_EACH_FIELD(m)                                                   \
	m(tid, tid) m(work, work) m(stack_top, stack_top)                   \
	m(clear_tid, clear_tid) m(robust_list, robust_list) m(tls, tls)     \
	m(comm, comm) m(lost, lost)                                         \
	m(observe, observe) m(observe_armed, observe_armed)                 \
	m(signals.own, own) m(signals.blocked, blocked)                     \
	m(signals.saved_mask, saved_mask)                                   \
	m(signals.restore_mask, restore_mask) m(signals.stack, stack)

void thread_save(struct thread *thread)
{
	const struct task *task = current_task();

#define SAVE(theirs, ours) \
	memcpy(&thread->ours, &task->theirs, sizeof(thread->ours));
	FOR_EACH_FIELD(SAVE)
#undef SAVE
	thread->saved_at = rdtsc();
	thread->fs_base = rdmsr(MSR_FS_BASE);
	thread->gs_base = rdmsr(MSR_KERNEL_GS_BASE);
	thread->ds = READ_SEGMENT("ds");
	thread->es = READ_SEGMENT("es");
	thread->fs = READ_SEGMENT("fs");
	thread->gs = READ_SEGMENT("gs");
	fpu_save(thread->fpu);
}

static bool is_null(u32 selector)
{
	return selector <= 3;
}

/*
 * A selector has its base in a descriptor, which may have changed; a null one
 * has what the thread had set. A load of GS may clear the base of the CPU's.
 */
static void load_segments(const struct thread *thread)
{
	LOAD_SEGMENT("ds", thread->ds);
	LOAD_SEGMENT("es", thread->es);
	LOAD_SEGMENT("fs", thread->fs);
	load_user_gs(thread->gs);
	if (is_null(thread->fs))
		wrmsr(MSR_FS_BASE, thread->fs_base);
	if (is_null(thread->gs))
		wrmsr(MSR_KERNEL_GS_BASE, thread->gs_base);
}

/* The LDT is the process's; its mark, each thread's. */
void thread_load(const struct thread *thread)
{
	struct task *task = current_task();
	struct cpu *cpu = cpu_self();

#define LOAD(theirs, ours) \
	memcpy(&task->theirs, &thread->ours, sizeof(thread->ours));
	FOR_EACH_FIELD(LOAD)
#undef LOAD
	task->lost += rdtsc() - thread->saved_at;
	cpu->stack_top = cpu->tss.rsp[0] = task->stack_top;
	if (isolation.start)
		isolation.start(&task->mm, task->stack_top);
	if (ia32_hooks.enter)
		ia32_hooks.enter(task);
	load_segments(thread);
	fpu_load(thread->fpu);
	work_set(task->ldt ? WORK_LDT : 0);
	signal_update_work();
}
