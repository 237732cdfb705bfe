/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * selftest(what, argument, ...): what ring 3 may have ring 0 do wrong, or odd,
 * on purpose (gatehouse.h has the call).
 */
#ifndef GATEHOUSE_SELFTEST_H
#define GATEHOUSE_SELFTEST_H

#include "gatehouse.h"

/* What selftest() does; the ring-0 side is ring0/selftest/. */
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
	SELFTEST_COPY_ACCESS,	/* the same after copies: SMAP panics */
	SELFTEST_BAD_FRAME,	/* ud2 with a bad frame pointer: panics */
	SELFTEST_AGAIN,		/* panics, and once more in the report of it */
	SELFTEST_SWAPGS,	/* ud2 with ring 3's GS base: panics */
	SELFTEST_BREAK,		/* the next exception of ring 3's panics */
	SELFTEST_ARGUMENTS,	/* all six, each an u64, are written to arg */
	SELFTEST_WORD_ACCESS,	/* the same after a word that faults is read */
	SELFTEST_BAD_STACK_GS,	/* SELFTEST_BAD_STACK with ring 3's GS base */
	SELFTEST_INTERRUPT,	/* raises vector arg; which came, 0: none */
	SELFTEST_STACK_DEPTH,	/* bytes from the kernel stack's top to here */
	SELFTEST_LEAVE_SECRET,	/* words made of arg stay on the stack */
	SELFTEST_FIND_SECRET,	/* how many of them are there */
	SELFTEST_RING3_TABLE,	/* lists ring 0's pages in ring 3's tables */
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
	SWEEP_NMI,		/* #DB, and after it an NMI there */
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
	u32 sysrets;	   /* SYSRETs that the crossing came to */
	u32 sysret_ss;	   /* and SS there */
	u32 frames;	   /* events in C code, which found ring 3's frame */
	u32 wrong_frames;  /* or did not find it at task_pt_regs() */
	u32 rf_pushed;	   /* interrupts that pushed RF=1 where #DB was due */
	u32 to_c;	   /* 1: the trace came to C code */
	u32 uncleared;	   /* registers that were not 0 there */
};

#endif
