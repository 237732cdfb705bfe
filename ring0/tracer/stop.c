/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the program to its tracer and back. The tracer is a task of its own,
 * which runs like a function: it is entered from the program's kernel stack,
 * and leaves, in wait4() or at its end, to where it was entered from.
 */

#include "tracer/tracer.h"
#include <asm/errno.h>
#include <linux/signal.h>
#include "cpu/features.h"
#include "cpu/segments.h"
#include "cpu_ops.h"
#include "dev/alarm.h"
#include "dev/timer.h"
#include "mm/user_copy.h"
#include "task/fpu.h"
#include "task/ia32.h"
#include "task/ldt.h"

static void save_fpu(u8 *to)
{
	u64 features = cpu_features.xcr0;

	if (features)
		asm volatile("xsave64 (%0)"
			     : : "r"(to), "a"((u32)features),
			       "d"((u32)(features >> 32)) : "memory");
	else
		asm volatile("fxsave64 (%0)" : : "r"(to) : "memory");
}

/* What save_fpu() has written: the CPU refuses none of it. */
static void load_fpu(const u8 *from)
{
	u64 features = cpu_features.xcr0;

	if (features)
		asm volatile("xrstor64 (%0)"
			     : : "r"(from), "a"((u32)features),
			       "d"((u32)(features >> 32)) : "memory");
	else
		asm volatile("fxrstor64 (%0)" : : "r"(from) : "memory");
}

static void save(struct context *to)
{
	to->ds = READ_SEGMENT("ds");
	to->es = READ_SEGMENT("es");
	to->fs = READ_SEGMENT("fs");
	to->gs = READ_SEGMENT("gs");
	to->fs_base = rdmsr(MSR_FS_BASE);
	to->gs_base = rdmsr(MSR_KERNEL_GS_BASE); /* ring 3's, until SWAPGS */
	save_fpu(to->fpu);
}

/* After the GDT and the LDT, in which the selectors are. */
static void load(const struct context *from)
{
	LOAD_SEGMENT("ds", from->ds);
	LOAD_SEGMENT("es", from->es);
	LOAD_SEGMENT("fs", from->fs);
	load_user_gs(from->gs);
	wrmsr(MSR_FS_BASE, from->fs_base);
	wrmsr(MSR_KERNEL_GS_BASE, from->gs_base);
	load_fpu(from->fpu);
}

static void run_as(struct task *task)
{
	ldt_unload();
	task_switch(task);
	if (task->ldt)
		ldt_load(task);
	if (ia32_hooks.enter)
		ia32_hooks.enter(task);
}

long tracer_status(u64 to)
{
	s32 status = tracing.status;

	tracing.has_status = false;
	return !to || copy_to_user(to, &status, sizeof(status)) ?
		       (long)tracing.pid :
		       -EFAULT;
}

/* IF=0, and its page tables are loaded. It runs until it waits, or ends. */
static void run_tracer(void)
{
	u64 ring0_sp = this_cpu->ring0_sp;
	struct pt_regs *frame = task_frame(tracing.tracer);

	if (tracing.started)
		load(&tracing.tracer_context);
	else
		task_reset_registers(tracing.tracer);
	tracing.started = true;
	if (tracing.waits)
		frame->ax = tracer_status(tracing.status_at);
	tracing.waits = false;
	enter_task(frame);
	this_cpu->ring0_sp = ring0_sp;
	if (tracing.waits)
		save(&tracing.tracer_context);
}

/* Its timer would send the signal to whoever runs. */
static void let_tracer_run(struct task *program)
{
	u64 itimer = alarm_time(ALARM_ITIMER);

	alarm_set(ALARM_ITIMER, 0);
	save(&tracing.tracee_context);
	run_as(tracing.tracer);
	run_tracer();
	run_as(program);
	load(&tracing.tracee_context);
	alarm_set(ALARM_ITIMER, itimer);
	if (!tracing.waits)
		tracer_ended();
}

static void note(u32 status, u8 stop)
{
	tracing.status = status;
	tracing.has_status = true;
	tracing.stop = stop;
	tracing.resume = RESUME_NONE;
	tracing.kill = false;
	tracing.signal = 0;
}

void tracer_begin(u32 status)
{
	note(status, PTRACE_SYSCALL_INFO_NONE);
	let_tracer_run(tracing.tracee);
	if (tracing.kill)
		tracing.signal = SIGKILL; /* it comes with the first call */
	if (tracing.signal)
		signal_send(tracing.signal, SI_KERNEL);
}

void tracer_stop(u32 status, u8 stop)
{
	local_irq_disable();
	note(status, stop);
	let_tracer_run(tracing.tracee);
	if (tracing.kill)
		task_kill(SIGKILL);
	local_irq_enable();
	if (tracing.signal)
		signal_send(tracing.signal, SI_KERNEL);
}

/* No program is in the CPU, and none is when this is done. */
void tracer_end(u32 status)
{
	struct task *tracer = tracing.tracer;

	note(status, PTRACE_SYSCALL_INFO_NONE);
	tracing.tracee = NULL;
	task_switch(tracer);
	if (ia32_hooks.enter)
		ia32_hooks.enter(tracer);
	run_tracer();
	timer_set_rate(0);
	alarms_end();
	ldt_unload();
	task_leave();
	tracer_ended();
}
