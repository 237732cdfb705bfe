/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that tracer=NAME loads: another program of ring 3's, the tracer,
 * sees each call of those that init= names before its handler and after it, and
 * may change it, by Linux's ptrace(2). Control comes by entry/syscall_work.h.
 */

#include "tracer/tracer.h"
#include <asm/errno.h>
#include <linux/signal.h>
#include "boot/initramfs.h"
#include "boot/module.h"
#include "boot/programs.h"
#include "cpu/percpu.h"
#include "entry/exit_to_user.h"
#include "entry/syscall_work.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/settings.h"
#include "mm/read_only.h"
#include "task/fault_signal.h"
#include "task/task_hooks.h"

void tracer_init(void);
void tracer_run(void);

#define NR_PTRACE 101
#define NR_WAIT4 61
#define STOPPED 0x7f /* in wait4()'s status */
#define SYSGOOD 0x80

struct tracing tracing;
static struct file tracer_file;
static syscall_fn old_ptrace, old_wait4;

static bool is_traced(void)
{
	return tracing.tracer && !tracing.detached &&
	       current_task() == tracing.tracee;
}

static u32 stopped_by(u32 what)
{
	return what << 8 | STOPPED;
}

static void stop_at_call(u8 stop)
{
	u32 good = tracing.options & PTRACE_O_TRACESYSGOOD ? SYSGOOD : 0;

	tracing.message = 0;
	tracer_stop(stopped_by(SIGTRAP | good), stop);
}

/* Until it says otherwise the call's result is -ENOSYS: it is in the frame. */
static enum work_verdict enter(const struct pt_regs *regs, long *result)
{
	(void)regs;
	(void)result;
	if (is_traced() && tracing.resume == RESUME_SYSCALL)
		stop_at_call(PTRACE_SYSCALL_INFO_ENTRY);
	return CALL_GOES_ON;
}

/* rt_sigreturn's frame is the one that it returns to, in Linux, too. */
static void leave(const struct pt_regs *regs, u32 number, long *result)
{
	(void)number;
	if (!is_traced() || tracing.resume != RESUME_SYSCALL)
		return;
	task_frame(tracing.tracee)->ax = *result;
	stop_at_call(PTRACE_SYSCALL_INFO_EXIT);
	*result = regs->ax;
}

static bool stop_at_seccomp(u32 data)
{
	if (!is_traced() || !(tracing.options & PTRACE_O_TRACESECCOMP))
		return false;
	tracing.message = data;
	tracer_stop(stopped_by(SIGTRAP | PTRACE_EVENT_SECCOMP << 8),
		    PTRACE_SYSCALL_INFO_SECCOMP);
	return true;
}

static long traced_wait4(const struct pt_regs *regs)
{
	return current_task() == tracing.tracer ? tracer_wait4(regs) :
						  old_wait4(regs);
}

static void exchange_row(u32 number, syscall_fn function, syscall_fn *old)
{
	syscall_fn *row = &syscall_table_64[number];

	if (old)
		*old = *row;
	read_only_patch(row, &function, sizeof(function));
}

static bool find_file(const char *path, struct file *file)
{
	bool own;

	return initramfs_find(path, file, &own);
}

/*
 * Finds the tracer's file, once: what is made for it and kept, and the second
 * kernel stack, are no loss of the program's that runs then.
 */
static const char *find_tracer(struct file *file)
{
	u64 one = stack_alloc(), other = stack_alloc();
	struct words words;
	bool own;

	if (one)
		stack_free(one);
	if (other)
		stack_free(other);
	if (!program_words(&settings.tracer, &words))
		return "no memory for its arguments";
	if (!initramfs_find(words.argv[0], file, &own))
		return "no such program in the initramfs";
	if (!exec_is_native(file))
		return "it is no 64-bit program";
	return own ? NULL : module_load("more");
}

/* Returns why there is no tracer, or NULL. */
static const char *create(void)
{
	struct words words;
	const char *error;

	if (!program_words(&settings.tracer, &words))
		return "no memory for its arguments";
	tracing.tracer = task_create(&tracer_file, find_file,
				     (const char *const *)words.argv, &error);
	return tracing.tracer ? NULL : error;
}

static bool alloc_contexts(void)
{
	u64 one = page_alloc(), other = page_alloc();

	tracing.tracer_context.fpu = one ? phys_to_virt(one) : NULL;
	tracing.tracee_context.fpu = other ? phys_to_virt(other) : NULL;
	return one && other;
}

static void free_contexts(void)
{
	if (tracing.tracer_context.fpu)
		page_free(virt_to_phys(tracing.tracer_context.fpu));
	if (tracing.tracee_context.fpu)
		page_free(virt_to_phys(tracing.tracee_context.fpu));
}

/* The program goes on by itself, unless the tracer wanted it otherwise. */
void tracer_ended(void)
{
	struct task *tracer = tracing.tracer;

	console_end_line();
	if (tracer->fatal_signal)
		printk("# tracer: %s: killed by %s\n", tracer->name,
		       signal_name(tracer->fatal_signal));
	else
		printk("# tracer: %s: exit code %d\n", tracer->name,
		       tracer->exit_code);
	tracing.tracer = NULL;
	task_free(tracer);
	if (tracing.tracee && !tracing.detached)
		tracing.kill |= tracing.options & PTRACE_O_EXITKILL;
}

/* The CPU that the firmware started alone, as all of syscall_work.h. */
static void start_task(void)
{
	const char *error = NULL;

	if (cpu_self() != &boot_cpu)
		return;
	tracing = (struct tracing){ .tracee = current_task(),
				    .pid = current_task()->pid };
	if (!alloc_contexts())
		error = "no memory";
	if (!error)
		error = create();
	if (error) {
		printk("# WARNING: tracer: none: %s\n", error);
		return;
	}
	exchange_row(NR_PTRACE, tracer_ptrace, &old_ptrace);
	exchange_row(NR_WAIT4, traced_wait4, &old_wait4);
	syscall_work_start();
	syscall_work_exempt(tracing.tracer);
	tracer_begin(stopped_by(SIGTRAP));
}

static void end_task(const struct task *task)
{
	if (task != tracing.tracee)
		return;
	syscall_work_end();
	if (tracing.tracer)
		tracer_end(task->fatal_signal ? task->fatal_signal :
						(u32)task->exit_code << 8);
	if (old_ptrace) {
		exchange_row(NR_PTRACE, old_ptrace, NULL);
		exchange_row(NR_WAIT4, old_wait4, NULL);
	}
	old_ptrace = NULL;
	free_contexts();
	tracing.tracee = NULL;
}

void tracer_init(void)
{
	const char *error;

	if (!settings.tracer.value) /* init=tracer */
		return;
	error = find_tracer(&tracer_file);
	if (error) {
		printk("# WARNING: tracer: none: %s\n", error);
		return;
	}
	syscall_work_set(SYSCALL_WORK_TRACER,
			 (struct work_step){ enter, leave });
	syscall_work_seccomp_event(stop_at_seccomp);
	task_hooks_add(&(struct task_hooks){ .start = start_task,
					     .end = end_task });
}

/* init=tracer: the module is no program, and says so. */
void tracer_run(void)
{
	ktap_result(false, "tracer # cannot run: it is no program; the option "
			   "tracer= loads it");
}
