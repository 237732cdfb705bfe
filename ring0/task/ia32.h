/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the core calls the module for 32-bit programs (ia32/), which is loaded
 * when one is asked for. Each hook is NULL until then.
 */
#ifndef RING0_TASK_IA32_H
#define RING0_TASK_IA32_H

#include "cpu/gdt.h"
#include "task/exec.h"
#include "task/signal_frame.h"

struct task;

struct ia32_hooks {
	/* Says what a file is that exec_is_native() does not know. */
	const struct exec_format *(*format)(const struct file *file);

	/* A task is about to run, for the first time. Interrupts off. */
	void (*enter)(const struct task *task);

	/* Puts ring 3's user_desc into a thread's descriptors. 0 or -errno. */
	long (*set_tls)(struct descriptor tls[TLS_ENTRIES], u64 user);

	/* ARCH_MAP_VDSO_32, by the current task. */
	long (*map_vdso)(u64 hint);

	/* Linux's name of an i386 call; NULL: it has none of that number. */
	const char *(*call_name)(u32 number);

	/* As signal_frame_push(), for an action of 32-bit code's. */
	bool (*push_frame)(struct pt_regs *regs,
			   const struct signal_action *action,
			   const struct signal_event *event);
};

/* Read-only, as code is: whoever could change a hook would own ring 0. */
extern struct ia32_hooks ia32_hooks;

/* After read_only_init(). hooks is copied. */
void ia32_hooks_set(const struct ia32_hooks *hooks);

#endif
