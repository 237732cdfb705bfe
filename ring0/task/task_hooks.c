/* SPDX-License-Identifier: BSD-2-Clause */
/* The hooks of signals, starts and ends: none, until a module has some. */

#include "task/task_hooks.h"
#include "mm/read_only.h"
#include "panic/panic.h"

/* Each aligned, so that it lies in one page: read_only_patch(). */
struct task_hooks task_hooks RO_AFTER_INIT __attribute__((aligned(32)));
static struct {
	struct task_hooks hooks;
} __attribute__((aligned(32))) modules[TASK_HOOKS] RO_AFTER_INIT;

static void start_all(void)
{
	u32 i;

	for (i = 0; i < TASK_HOOKS; i++)
		if (modules[i].hooks.start)
			modules[i].hooks.start();
}

static void signal_all(const siginfo_t *info, bool is_fault)
{
	u32 i;

	for (i = 0; i < TASK_HOOKS; i++)
		if (modules[i].hooks.signal)
			modules[i].hooks.signal(info, is_fault);
}

static void end_all(const struct task *task)
{
	u32 i;

	for (i = TASK_HOOKS; i-- > 0;)
		if (modules[i].hooks.end)
			modules[i].hooks.end(task);
}

void task_hooks_add(const struct task_hooks *hooks)
{
	static const struct task_hooks all = { start_all, signal_all, end_all };
	static u32 count;

	if (count == TASK_HOOKS)
		panic("more modules with hooks of tasks than TASK_HOOKS");
	read_only_patch(&modules[count++].hooks, hooks, sizeof(*hooks));
	read_only_patch(&task_hooks, &all, sizeof(all));
}
