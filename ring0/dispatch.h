/* SPDX-License-Identifier: BSD-2-Clause */
/* The dispatch tables, by number; the row past the last is -ENOSYS too. */
#ifndef RING0_DISPATCH_H
#define RING0_DISPATCH_H

#include "syscall.h"
#include "unistd_32.h"
#include "unistd_64.h"

extern const syscall_fn syscall_table_64[NR_SYSCALLS_64 + 1];
extern const syscall_fn syscall_table_32[NR_SYSCALLS_32 + 1];

/*
 * The gates' way into C: number to table to handler, exit work, and the return
 * decision. Come in with interrupts off and every register cleared; go back
 * with interrupts off. number: rax's low half, zero-extended by the stub. true:
 * the frame may leave by the gate's fast return.
 */
bool dispatch_syscall(struct pt_regs *regs, u64 number);
bool dispatch_sysenter(struct pt_regs *regs, u64 number);
void dispatch_int80(struct pt_regs *regs, u64 number);

#endif
