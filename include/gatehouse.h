/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ring 3 may ask of Gatehouse beyond Linux's calls. Their numbers, 387 to
 * 392, are ones that Linux leaves free for ever in both of its tables.
 *
 *   observe(struct crossing *c)  387  the next crossing of this task, by
 *       whatever gate, is recorded in *c as it returns. c NULL: never mind.
 *       -EFAULT: c is not ring 3's memory.
 *   selftest(what, arg, ...)     388  ring 0 does something wrong, or odd, on
 *       purpose (enum selftest). -EPERM unless the boot option selftest=on
 *       allows it; -EINVAL: no such test. It has six arguments.
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

enum abi {
	ABI_I386, /* 0, see struct pt_regs */
	ABI_X86_64,
	ABIS,
};

/* A gate's stub, by Linux's name: what MSRs and the IDT point to. */
enum entry_point {
	ENTRY_NONE,
	ENTRY_SYSCALL_64, /* LSTAR */
	ENTRY_SYSENTER,	  /* IA32_SYSENTER_EIP */
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
	RETURN_NO_FAST,	   /* none: int 0x80, SYSCALL from 32-bit code */
	RETURN_CX,	   /* SYSRET: cx != ip. SYSEXIT: cx != sp */
	RETURN_DX,	   /* SYSEXIT: dx != ip */
	RETURN_NONCANONICAL, /* ip (SYSEXIT: or sp) is not ring 3's */
	RETURN_CS,	   /* cs is not what the instruction loads */
	RETURN_SS,	   /* ss is not what the instruction loads */
	RETURN_R11,	   /* SYSRET: r11 != flags */
	RETURN_FLAGS,	   /* RF or TF is set; SYSEXIT: or VIF, VIP, no IF */
	RETURN_REASONS,
};

/* One crossing as ring 0 saw it, at the moment of its return. */
struct crossing {
	struct pt_regs regs; /* what the return loads; ax is the result */
	u64 regs_at;	     /* where in ring 0 it lies */
	u64 stack_top;	     /* the end of the task's kernel stack */
	u32 path;	     /* enum return_path */
	u32 reason;	     /* enum return_reason */
};

/* Two of them alike: nothing came between the two calls. */
struct interruptions {
	u64 interrupts; /* maskable ones, by any vector */
	u64 nmis;
	u64 smis;	  /* 0, if the CPU counts none */
	u32 counts_smis;  /* 1: it does, in MSR_SMI_COUNT */
	u32 reserved;
};

/* What selftest() does; the ring-0 side is ring0/sys_selftest.c. */
enum selftest {
	SELFTEST_NULL,		/* reads address 0 in ring 0: panics */
	SELFTEST_UD2,		/* executes ud2 in ring 0: panics */
	SELFTEST_STACK,		/* overflows the kernel stack: #DF, panics */
	SELFTEST_IRQS_OFF,	/* comes back with interrupts off: warned */
	SELFTEST_SET_REG,	/* pt_regs's at offset arg = the third: IRET */
	SELFTEST_SET_RF,	/* pt_regs->flags |= RF: IRET */
	SELFTEST_WRITE_TEXT,	/* writes to ring 0's own code: panics */
	SELFTEST_WRITE_GATE,	/* changes a gate as it may, then not: panics */
	SELFTEST_USER_ACCESS,	/* reads ring 3's address arg: SMAP panics */
	SELFTEST_USER_EXECUTE,	/* calls ring 3's address arg: SMEP panics */
	SELFTEST_BARE_GATE,	/* arg, an entry point, just returns. 0: none */
	SELFTEST_BAD_STACK,	/* pushes to a non-canonical rsp: #DF, panics */
	SELFTEST_SWEEP,		/* arg: struct sweep: the next crossing's */
	SELFTEST_WATCH,		/* watchpoint at arg; how often it hit ring 0 */
	SELFTEST_NULL_SS,	/* loads a null SS, and returns with it */
	SELFTEST_CODE,		/* how many bytes of code are not ring0.elf's */
	SELFTEST_NO_INT80,	/* arg 1: closes int 0x80's gate. 0: opens it */
	SELFTEST_COPY_ACCESS,	/* the same behind copies: SMAP panics */
	SELFTEST_BAD_FRAME,	/* ud2 with a bad frame pointer: panics */
	SELFTEST_AGAIN,		/* panics, and once more in the report of it */
	SELFTEST_SWAPGS,	/* ud2 with ring 3's GS base: panics */
	SELFTEST_BREAK,		/* the next exception of ring 3's panics */
	SELFTEST_ARGUMENTS,	/* all six, each an u64, are written to arg */
	SELFTEST_INTERRUPT,	/* raises vector arg; which came, 0: none */
	SELFTESTS,
};

/* In SELFTEST_INTERRUPT's answer: ring 0 has not acknowledged it. */
#define SELFTEST_IN_SERVICE 0x100

/*
 * The sweep: one crossing, and at one instruction of ring 0's on its way an
 * event. SWEEP_TRACE first: it steps through the crossing and notes each
 * instruction, whose number is then its index.
 */
enum sweep_event {
	SWEEP_TRACE,
	SWEEP_DEBUG,		/* #DB: a breakpoint on the instruction */
	SWEEP_DEBUG_NESTED,	/* and another in the first one's handler */
	SWEEP_NMI,		/* #DB, and behind it an NMI lands there */
	SWEEP_NMI_NESTED,	/* in whose handler another one comes */
	SWEEP_NMI_AT_END,	/* another one at that one's last instruction */
	SWEEP_INTERRUPT,	/* #DB; an interrupt, there or when IF is set */
	SWEEP_INTERRUPT_NESTED, /* in whose handler another one comes */
	SWEEP_EVENTS,
};

struct sweep {
	/* What is asked for. */
	u64 at;	   /* the crossing instruction's address; 0: nothing */
	u32 entry; /* enum entry_point: where it leads to */
	u32 vector; /* ENTRY_NONE: of the exception that it leads to */
	u32 event; /* enum sweep_event */
	u32 index; /* of the instruction, below instructions */

	/* What came of what was asked for before. */
	u32 instructions;  /* traced */
	u64 ip;		   /* of the instruction */
	u32 flags;	   /* RFLAGS there */
	u32 in_window;	   /* 1: it is in the SYSCALL window */
	u32 debugs;	   /* #DB there */
	u32 landed;	   /* NMIs, or interrupts, there */
	u32 elsewhere;	   /* or not there */
	u32 nested;	   /* events while the first was handled */
	u32 wrong_gs;	   /* handlers that ran with ring 3's GS base */
	u32 wrong_flags;   /* or with its DF, or its AC where that opens SMAP */
	u32 sysrets;	   /* SYSRETQ that the crossing came to */
	u32 sysret_ss;	   /* and SS there */
};

#endif
