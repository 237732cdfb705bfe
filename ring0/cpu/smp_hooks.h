/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the module smp does where more than one CPU runs. Each hook is NULL
 * until it is loaded.
 */
#ifndef RING0_CPU_SMP_HOOKS_H
#define RING0_CPU_SMP_HOOKS_H

#include "ptrace.h"

struct smp_hooks {
	/* An NMI came, which another CPU may have sent. May change regs->ip. */
	void (*nmi)(struct pt_regs *regs);
	/* Ring 0's mappings have changed: no other CPU may use the old ones. */
	void (*flush)(void);
	/* This CPU panics: the others stop, and the log is this one's. */
	void (*panic)(void);
};

/* Read-only, as code is: whoever could change a hook would own ring 0. */
extern struct smp_hooks smp_hooks;

/* After read_only_init(). hooks is copied. */
void smp_hooks_set(const struct smp_hooks *hooks);

#endif
