/* SPDX-License-Identifier: BSD-2-Clause */
/* The 32-bit vDSO (vdso/vdso32.S) in a program's memory. */
#ifndef RING0_IA32_VDSO_H
#define RING0_IA32_VDSO_H

#include "task/task.h"

/*
 * Maps it, readable and executable, at a random page that is free, and says so
 * in *start. NULL, or what is wrong. With vdso32=0 it maps nothing.
 */
const char *vdso32_map(struct mm *mm, struct exec_start *start);

/*
 * ARCH_MAP_VDSO_32: the same for the current task, at hint if that is free and
 * below 4 GiB. Its SYSENTER has i386's convention from now on. Returns the
 * size; -EEXIST: it has one; -ENOMEM.
 */
long vdso32_map_current(u64 hint);

/* The hook enter() of task/ia32.h. */
void vdso32_enter(const struct task *task);

/* Where a handler returns to that names nothing itself (SA_RESTORER). */
u64 vdso32_sigreturn(const struct task *task);
u64 vdso32_rt_sigreturn(const struct task *task);

#endif
