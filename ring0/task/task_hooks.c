/* SPDX-License-Identifier: BSD-2-Clause */
/* The hooks of signals, starts and ends: none, until a module has some. */

#include "task/task_hooks.h"
#include "mm/read_only.h"

/* Aligned, so that it lies in one page: read_only_patch(). */
struct task_hooks task_hooks RO_AFTER_INIT __attribute__((aligned(32)));

void task_hooks_set(const struct task_hooks *hooks)
{
	read_only_patch(&task_hooks, hooks, sizeof(*hooks));
}
