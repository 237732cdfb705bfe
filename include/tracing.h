/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of ptrace(2) a tracer has, by Linux's names and numbers. Linux's own
 * header has a struct pt_regs that is not include/ptrace.h's.
 */
#ifndef GATEHOUSE_TRACING_H
#define GATEHOUSE_TRACING_H

#include "types.h"

enum {
	PTRACE_TRACEME = 0,
	PTRACE_PEEKTEXT = 1,
	PTRACE_PEEKDATA = 2,
	PTRACE_PEEKUSR = 3,
	PTRACE_POKETEXT = 4,
	PTRACE_POKEDATA = 5,
	PTRACE_POKEUSR = 6,
	PTRACE_CONT = 7,
	PTRACE_KILL = 8,
	PTRACE_GETREGS = 12,
	PTRACE_SETREGS = 13,
	PTRACE_ATTACH = 16,
	PTRACE_DETACH = 17,
	PTRACE_SYSCALL = 24,
	PTRACE_SETOPTIONS = 0x4200,
	PTRACE_GETEVENTMSG = 0x4201,
	PTRACE_SEIZE = 0x4206,
	PTRACE_GET_SYSCALL_INFO = 0x420e,
};

#define PTRACE_O_TRACESYSGOOD (1u << 0)
#define PTRACE_O_TRACESECCOMP (1u << 7)
#define PTRACE_O_EXITKILL (1u << 20)

#define PTRACE_EVENT_SECCOMP 7

enum {
	PTRACE_SYSCALL_INFO_NONE,
	PTRACE_SYSCALL_INFO_ENTRY,
	PTRACE_SYSCALL_INFO_EXIT,
	PTRACE_SYSCALL_INFO_SECCOMP,
};

/* Linux's struct user_regs_struct of x86-64. */
struct user_regs {
	u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
	u64 orig_ax, ip, cs, flags, sp, ss;
	u64 fs_base, gs_base, ds, es, fs, gs;
};

struct ptrace_syscall_info {
	u8 op;
	u8 padding[3];
	u32 arch; /* AUDIT_ARCH_* */
	u64 instruction_pointer;
	u64 stack_pointer;
	union {
		struct {
			u64 nr, args[6];
			u32 ret_data; /* a filter's */
		} entry;
		struct {
			s64 rval;
			u8 is_error;
		} exit;
	};
};

#endif
