/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that trace= loads. It puts one function into each row of the
 * dispatch tables, and calls the handler from there; without it, nothing of a
 * crossing asks whether there is a trace.
 */

#include "trace/trace.h"
#include "cpu_ops.h"
#include "entry/exit_to_user.h"
#include "lib/nospec.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/settings.h"
#include "mm/pages.h"
#include "mm/read_only.h"
#include "task/task_hooks.h"

void trace_init(void);
void trace_run(void);

static const struct trace_mode *mode;

/* The tables as they were. */
static syscall_fn handlers_64[NR_SYSCALLS_64 + 1];
static syscall_fn handlers_32[NR_SYSCALLS_32 + 1];

/* The others only come when init='s programs are done, and share the tables. */
static bool is_traced(void)
{
	return cpu_self() == &boot_cpu;
}

/* HAZARD spectre-v1: the gate has masked its row, but not this index. */
static syscall_fn row_of(const syscall_fn *handlers, u32 number, u32 last)
{
	return number < last ? handlers[array_index_nospec(number, last)] :
			       handlers[last];
}

static syscall_fn handler_of(const struct pt_regs *regs)
{
	u32 number = regs->orig_ax;

	return regs->abi == ABI_I386 ?
		       row_of(handlers_32, number, NR_SYSCALLS_32) :
		       row_of(handlers_64, number, NR_SYSCALLS_64);
}

/* Every row of both tables. The handler may leave without coming back. */
static long traced(const struct pt_regs *regs)
{
	syscall_fn handler = handler_of(regs);
	u32 number = regs->orig_ax;
	u64 start;
	s64 result;

	if (!is_traced())
		return handler(regs);
	mode->enter(regs);
	start = rdtsc();
	result = handler(regs);
	mode->leave(regs, number, result, rdtsc() - start);
	return result;
}

/*
 * Row by row, for a patch must lie in one page. Another module may have written
 * to a row since the last time.
 */
static void take_over(syscall_fn *table, syscall_fn *handlers, size_t rows)
{
	const syscall_fn ours = traced;
	size_t i;

	for (i = 0; i < rows; i++) {
		if (table[i] == ours)
			continue;
		handlers[i] = table[i];
		read_only_patch(&table[i], &ours, sizeof(ours));
	}
}

/* The hooks that were there before: they are called first, and last. */
static struct task_hooks next;

static void start_task(void)
{
	if (next.start)
		next.start();
	if (!is_traced())
		return;
	take_over(syscall_table_64, handlers_64, ARRAY_SIZE(syscall_table_64));
	take_over(syscall_table_32, handlers_32, ARRAY_SIZE(syscall_table_32));
}

static void signal(const siginfo_t *info, bool is_fault)
{
	if (is_traced() && mode->signal)
		mode->signal(info, is_fault);
}

/* Another module may have rows of its own until the program ends. */
static void give_back(syscall_fn *table, const syscall_fn *handlers,
		      size_t rows)
{
	size_t i;

	for (i = 0; i < rows; i++)
		read_only_patch(&table[i], &handlers[i], sizeof(handlers[i]));
}

static void end_task(const struct task *task)
{
	if (is_traced()) {
		mode->end(task);
		give_back(syscall_table_64, handlers_64,
			  ARRAY_SIZE(syscall_table_64));
		give_back(syscall_table_32, handlers_32,
			  ARRAY_SIZE(syscall_table_32));
	}
	if (next.end)
		next.end(task);
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
	mode = settings.trace == TRACE_STRACE ? &trace_strace : &trace_summary;
	if (!mode->start()) {
		printk("# option: trace: no memory for it, ignored\n");
		return;
	}
	next = task_hooks;
	task_hooks_set(&(struct task_hooks){ .start = start_task,
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
