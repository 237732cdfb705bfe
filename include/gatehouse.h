/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ring 3 may ask of Gatehouse beyond Linux's calls. Their numbers, 387 to
 * 392, are ones that Linux leaves free for ever in both of its tables.
 *
 *   observe(struct crossing *c)  387  the next crossing of this task, by
 *       whatever gate, is recorded in *c as it returns. c NULL: never mind.
 *       -EFAULT: c is not ring 3's memory.
 *   selftest(what, arg, ...)     388  ring 0 does something wrong, or odd, on
 *       purpose (selftest.h). -EPERM unless the boot option selftest=on allows
 *       it; -ENOSYS: its module could not be loaded, and the log says why;
 *       -EINVAL: no such test. It has six arguments.
 *   interruptions(struct interruptions *i)  389  what has interrupted this CPU
 *       since it was set up, whatever ran. -EFAULT as above.
 *   tick(hz)                     390  the timer interrupts so often while this
 *       program runs; 0: as the boot option tick= says. -EINVAL: that is too
 *       often; -ENODEV: there is no timer.
 */
#ifndef GATEHOUSE_GATEHOUSE_H
#define GATEHOUSE_GATEHOUSE_H

#include "ptrace.h"

/*
 * Three facts of a crossing: the instruction, the call table with its argument
 * registers, and the mode of the code that made it. None follows from another:
 * int 0x80 speaks i386's ABI from 64-bit code, too.
 */
enum gate {
	GATE_INT80,    /* int 0x80: 0, see struct pt_regs */
	GATE_SYSCALL,  /* SYSCALL */
	GATE_SYSENTER, /* SYSENTER */
	GATES,
	GATE_NONE = GATES, /* no call: an exception, or not yet in ring 3 */
};

/* Linux's __X32_SYSCALL_BIT. */
#define X32_SYSCALL_BIT 0x40000000u

enum abi {
	ABI_I386, /* 0, see struct pt_regs */
	ABI_X86_64,
	ABI_X32, /* SYSCALL with X32_SYSCALL_BIT in the number */
	ABIS,
};

/* A gate's stub, by Linux's name: what MSRs and the IDT point to. */
enum entry_point {
	ENTRY_NONE,
	ENTRY_SYSCALL_64, /* LSTAR */
	ENTRY_SYSENTER,	  /* IA32_SYSENTER_EIP, by either convention */
	ENTRY_INT80,	  /* IDT[0x80] */
	ENTRY_SYSCALL_COMPAT, /* CSTAR */
	ENTRY_POINTS,
};

enum return_path {
	RETURN_SYSRET,
	RETURN_SYSEXIT,
	RETURN_IRET,
};

/* Why a return is by IRET; RETURN_FAST: it is not. In the order of looking. */
enum return_reason {
	RETURN_FAST,
	RETURN_NO_FAST,	   /* none: int 0x80 */
	RETURN_CX,	   /* SYSRET: cx != ip. SYSEXIT: cx != sp */
	RETURN_DX,	   /* SYSEXIT: dx != ip */
	RETURN_NONCANONICAL, /* ip (SYSEXIT: or sp) is not ring 3's, or
			      * 32-bit code's */
	RETURN_CS,	   /* cs is not what the instruction loads */
	RETURN_SS,	   /* ss is not what the instruction loads */
	RETURN_R11,	   /* SYSRET: r11 != flags */
	RETURN_FLAGS,	   /* RF or TF is set; SYSEXIT: or VIF, VIP, no IF */
	RETURN_HIGH,	   /* to 32-bit code: r8 to r10, r12 to r15 not 0 */
	RETURN_EFAULT,	   /* SYSENTER: the sixth argument is not there */
	RETURN_REASONS,
};

/* One crossing as ring 0 saw it, at the moment of its return. */
struct crossing {
	struct pt_regs regs; /* what the return loads; ax is the result */
	u64 regs_at;	     /* where in ring 0 it lies */
	u64 stack_top;	     /* the end of the task's kernel stack */
	u32 path;	     /* enum return_path */
	u32 reason;	     /* enum return_reason */

	/* The handler of number orig_ax, which rt_sigreturn replaces by -1. */
	u64 handler;	     /* its address */
	char handler_name[32]; /* "sys_getpid" */
	u32 row;	     /* of the table: the number, or the last one */
	u32 reserved;
};

/* Two of them alike: nothing came between the two calls. */
struct interruptions {
	u64 interrupts; /* maskable ones, by any vector */
	u64 nmis;
	u64 smis;	  /* 0, if the CPU counts none */
	u32 counts_smis;  /* 1: it does, in MSR_SMI_COUNT */
	u32 reserved;
};

#endif
