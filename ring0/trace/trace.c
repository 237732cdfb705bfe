/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that trace= loads. Control comes in before each call and after it
 * (entry/syscall_work.h); without the module nothing of a crossing asks whether
 * there is a trace.
 */

#include "trace/trace.h"
#include "trace/audit.h"
#include "cpu_ops.h"
#include "cpu/percpu.h"
#include "entry/exit_to_user.h"
#include "entry/syscall_work.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/settings.h"
#include "mm/pages.h"
#include "task/task_hooks.h"

void trace_init(void);
void trace_run(void);

static const struct trace_mode *mode;

static u64 started; /* the handler, by the TSC */

static bool is_traced(void)
{
	return cpu_self() == &boot_cpu;
}

static enum work_verdict enter(const struct pt_regs *regs, long *result)
{
	(void)result;
	mode->enter(regs);
	started = rdtsc();
	return CALL_GOES_ON;
}

static void leave(const struct pt_regs *regs, u32 number, long *result)
{
	mode->leave(regs, number, *result, rdtsc() - started);
}

static void signal(const siginfo_t *info, bool is_fault)
{
	if (is_traced() && mode->signal)
		mode->signal(info, is_fault);
}

static void end_task(const struct task *task)
{
	syscall_work_end();
	if (is_traced())
		mode->end(task);
}

void *trace_alloc(u64 size)
{
	void *area = area_begin();

	if (!area_resize(area, size))
		return NULL;
	memset(area, 0, size);
	return area;
}

void trace_init(void)
{
	static const struct trace_mode *const modes[] = {
		[TRACE_STRACE] = &trace_strace,
		[TRACE_SUMMARY] = &trace_summary,
		[TRACE_EVENTS] = &trace_events,
	};

	if (settings.audit)
		audit_init();
	mode = modes[settings.trace];
	if (!mode) /* audit=1 alone, or init=trace */
		return;
	if (!mode->start()) {
		printk("# option: trace: no memory for it, ignored\n");
		return;
	}
	/* strace is a tracer, and trace points are asked after seccomp. */
	syscall_work_set(settings.trace == TRACE_EVENTS ?
				 SYSCALL_WORK_TRACEPOINT :
				 SYSCALL_WORK_STRACE,
			 (struct work_step){ enter, leave });
	task_hooks_add(&(struct task_hooks){ .start = syscall_work_start,
					     .signal = signal,
					     .end = end_task });
}

const char *trace_gate(u8 gate, u8 abi)
{
	return gate < GATES && gate_name[gate][abi] ? gate_name[gate][abi] :
						      "?";
}

/* init=trace: the module is no program, and says so. */
void trace_run(void)
{
	ktap_result(false, "trace # cannot run: it is no program; the option "
			   "trace= loads it");
}
