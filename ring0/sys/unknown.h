/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RING0_SYS_UNKNOWN_H
#define RING0_SYS_UNKNOWN_H

#include "ptrace.h"

/* Serves every free row of the tables. Returns -ENOSYS. */
long sys_ni_syscall(const struct pt_regs *regs);
/* What all numbers past the end call: the same, with nothing to name. */
long sys_beyond(const struct pt_regs *regs);

#endif
