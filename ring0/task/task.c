/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tasks. Ring 0's own context starts one (task_run), and has the CPU back when
 * it ends, by its own exit or by a fault.
 */

#include "task/task.h"
#include "dev/alarm.h"
#include "dev/timer.h"
#include "log/boot_time.h"
#include "cpu_ops.h"
#include "cpu/debug_registers.h"
#include "task/exec.h"
#include "task/fpu.h"
#include "task/ia32.h"
#include "task/ldt.h"
#include "mm/isolation.h"
#include "msr-index.h"
#include "lib/printf.h"
#include "segment.h"
#include "task/task_hooks.h"

_Static_assert(sizeof(struct task) <= PAGE_SIZE, "a task is one page");

static void set_exit_ok(u32 work)
{
	this_cpu->exit_ok = work & ~WORK_LDT ? 0 : X86_EFLAGS_IF;
	this_cpu->exit_ok_iret = work ? 0 : X86_EFLAGS_IF;
}

void work_set(u32 work)
{
	set_exit_ok(current_task()->work |= work);
}

void work_clear(u32 work)
{
	set_exit_ok(current_task()->work &= ~work);
}

/* Every register 0, and RFLAGS as a program expects them. */
static void set_first_frame(struct task *task, const struct exec_start *start)
{
	*task_frame(task) = (struct pt_regs){
		.ip = start->entry,
		.cs = start->format->cs,
		.gate = GATE_NONE,
		.flags = X86_EFLAGS_FIXED | X86_EFLAGS_IF,
		.sp = start->sp,
		.ss = SEL_USER_DATA,
		.orig_ax = -1,
	};
}

struct task *task_create(const struct file *file, exec_find *find,
			 const char *const argv[], const char **error)
{
	static u32 last_pid;
	u64 page = page_alloc();
	struct exec_start start = { .vdso = 0 };
	struct task *task;

	*error = "no memory";
	if (!page)
		return NULL;
	task = phys_to_virt(page);
	task->pid = task->tid = ++last_pid;
	snprintf(task->exe, sizeof(task->exe), "%s", argv[0]);
	snprintf(task->name, sizeof(task->name), "%s", argv[0]);
	snprintf(task->comm, sizeof(task->comm), "%s", argv[0]);
	task->stack_top = stack_alloc();
	if (task->stack_top && mm_init(&task->mm)) {
		*error = exec_load(&task->mm, file, find, argv, &start);
		if (!*error) {
			task->personality = start.format->personality;
			task->task_size = start.task_size;
			task->vdso_data = start.vdso_data;
			if (start.sysinfo)
				task->vdso32 = start.vdso;
			set_first_frame(task, &start);
			return task;
		}
	}
	task_free(task);
	return NULL;
}

void task_free(struct task *task)
{
	if (task->threads)
		task->threads->free(task);
	ldt_free(task);
	mm_free(&task->mm);
	if (task->stack_top)
		stack_free(task->stack_top);
	page_free(virt_to_phys(task));
}

/*
 * None of another LDT: null, or for i386 code flat DS and ES, as on Linux. A
 * load of GS may clear its base, cpu's. IF=0.
 */
static void reset_segments(struct cpu *cpu, enum personality personality)
{
	u32 data = personality == PERSONALITY_I386 ? SEL_USER_DATA : 0;

	asm volatile("movl %0, %%ds\n"
		     "movl %0, %%es\n"
		     "movl %1, %%fs\n"
		     "movl %1, %%gs\n"
		     : : "r"(data), "r"(0) : "memory");
	wrmsr(MSR_GS_BASE, (u64)cpu);
	wrmsr(MSR_FS_BASE, 0);
	wrmsr(MSR_KERNEL_GS_BASE, 0); /* ring 3's, until SWAPGS */
}

void task_switch(struct task *task)
{
	struct cpu *cpu = cpu_self();

	cpu->current = task;
	cpu->stack_top = task->stack_top;
	cpu->tss.rsp[0] = task->stack_top;
	set_exit_ok(task->work);
	if (isolation.start)
		isolation.start(&task->mm, task->stack_top);
	else
		write_cr3(task->mm.table.root_phys);
}

void task_leave(void)
{
	write_cr3(ring0_table.root_phys);
	if (isolation.end)
		isolation.end();
	cpu_self()->current = NULL;
}

void task_reset_registers(const struct task *task)
{
	fpu_reset();
	reset_segments(cpu_self(), task->personality);
}

void task_run(struct task *task)
{
	local_irq_disable();
	task->start = rdtsc();
	task_switch(task);
	task_reset_registers(task);
	if (ia32_hooks.enter)
		ia32_hooks.enter(task);
	if (task_hooks.start)
		task_hooks.start();
	boot_time_end();
	enter_task(task_frame(task));
	watchpoint_set(0);
	timer_set_rate(0);
	alarms_end();
	ldt_unload();
	task_leave();
	if (task_hooks.end)
		task_hooks.end(task);
}

void task_exit(s32 code)
{
	local_irq_disable();
	current_task()->exit_code = code;
	leave_task();
}

void task_kill(u32 signal)
{
	local_irq_disable();
	current_task()->fatal_signal = signal;
	leave_task();
}
