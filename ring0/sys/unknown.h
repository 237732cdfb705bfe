/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RING0_SYS_UNKNOWN_H
#define RING0_SYS_UNKNOWN_H

#include "gatehouse.h"

/*
 * Finds a name by number among names that follow one another, each with its
 * end. NULL: Linux has no call of that number.
 */
const char *call_name_in(const char *names, size_t size, u32 number);

/* Serves every free row of the tables. Returns -ENOSYS. */
long sys_ni_syscall(const struct pt_regs *regs);
/* What all numbers past a table's end call: the same, but the log is silent. */
long sys_beyond(const struct pt_regs *regs);

/*
 * Returns what Linux calls number. NULL: it has no such call. The names of
 * i386's calls are the ia32 module's: without it the name says only that.
 */
const char *linux_name(enum abi abi, u32 number);

#endif
