/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lets modules (trace/, seccomp/) see signals, and programs start and end. Each
 * hook is NULL unless a module sets it, and costs its caller a comparison; no
 * system call without a signal comes by one.
 */
#ifndef RING0_TASK_TASK_HOOKS_H
#define RING0_TASK_TASK_HOOKS_H

#include "task/task.h"

struct task_hooks {
	/* The task is about to run, for the first time. Interrupts off. */
	void (*start)(void);
	/* A signal that now enters its handler, or ends the task. */
	void (*signal)(const siginfo_t *info, bool is_fault);
	/* The task has ended, and left the CPU. */
	void (*end)(const struct task *task);
};

/* Read-only, as code is. */
extern struct task_hooks task_hooks;

#define TASK_HOOKS 4 /* modules that have some */

/*
 * After read_only_init(). hooks is copied. Of several modules' the first one's
 * start comes first, and its end last.
 */
void task_hooks_add(const struct task_hooks *hooks);

#endif
