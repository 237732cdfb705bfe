/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SYSEXIT: F-081 to F-094. Where it does not fault, it goes to TARGET. In long
 * mode only Intel's CPUs have it.
 */

#include "check/check.h"

#define TARGET (USER_CODE + 0x100)
#define TO_TARGET GIVE(DX, TARGET), GIVE(CX, USER_SP)
#define HERE IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE), KEEPS(SP)
#define SOME_SP 0x123456789abc

#define AT_CPL3(id, form, mode, cs)                                        \
	CHECK(id " at CPL 3: #GP(0)", SDM("SYSEXIT"), SYSEXIT##form, mode, \
	      INTEL, TO_TARGET, IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),      \
	      IS(CS, cs), IS(IP, USER_CODE))

#define UNDEFINED(id, form, mode, cs, ip)                                     \
	CHECK(id ": #UD", "APM SYSEXIT", SYSEXIT##form, mode, AMD, TO_TARGET, \
	      IS(EVENT, X86_TRAP_UD), IS(ERROR, NO_ERROR), IS(CS, cs),        \
	      IS(IP, ip))

/*
 * The SDM's Operation tests bits 15:2; its list of exceptions says "is 0". What
 * a CPU does is the Operation.
 */
#define NULL_CS(id, form, cs)                                                \
	CHECK(id " with IA32_SYSENTER_CS=" #cs ": #GP(0)", SDM("SYSEXIT"),   \
	      SYSEXIT##form, RING0, INTEL, TO_TARGET, GIVE(SYSENTER_CS, cs), \
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE)

#define KEEPS_FLAG(flag)                                                       \
	CHECK("F-089." #flag " SYSEXITQ: " #flag " stays set", SDM("SYSEXIT"), \
	      SYSEXITQ, RING0, INTEL, TO_TARGET, ON(FLAGS, X86_EFLAGS_##flag), \
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE),                       \
	      HAS(FLAGS, X86_EFLAGS_##flag))

/*
 * The code sends an NMI and waits for it. The handler sends another, which is
 * blocked, waits, and leaves by SYSEXITQ to ring 3, which waits, too. If NMIs
 * stay blocked, the code ends at the int3 in ring 3; if the second one comes,
 * it ends at the ud2.
 */
#define NMI_HANDLER 0x0c
#define NMI_END 0x32
#define NMI_SYSEXIT                                                            \
	CODE("send NMI, wait; in its handler: send NMI, wait, sysexitq",       \
	     /* 00 */ SEND_NMI WAIT                                            \
	     "\xcc" /* 0c */ "\xff\xcb\x78\x23" /* dec %ebx; js 33 */ /* 10 */ \
	     SEND_NMI WAIT /* 1b */ "\xba\x28\x00\x01\x00" /* edx = USER_CODE  \
							      + 28 */          \
	     /* 20 */ "\xb9\x00\x08\x03\x00" /* ecx = USER_SP */ /* 25 */      \
	     "\x48\x0f\x35" /* 28 */ WAIT                                      \
	     "\x90\xcc" /* nop; int3 */ /* 33 */ "\x0f\x0b")

/*
 * Why: SYSEXIT takes RIP from RDX and RSP from RCX, and leaves RFLAGS alone. So
 * what ring 0 has in IF, TF or NT becomes ring 3's, and a return with
 * interrupts on is safe only if STI delays them until CPL is 3.
 *
 * On what: RDX and RCX not canonical, with upper halves set, both operand
 * sizes, IA32_SYSENTER_CS null and past the GDT, a pending interrupt, an NMI's
 * handler.
 *
 * Expected: a target that is not canonical is #GP(0) at CPL 0, on ring 0's
 * stack. CS and SS are flat and of DPL 3, whatever the GDT says.
 */
static const struct check checks[] = {
	AT_CPL3("F-081 SYSEXITQ", Q, RING3, SEL_USER_CODE),
	AT_CPL3("F-081.L SYSEXITL", L, RING3, SEL_USER_CODE),
	AT_CPL3("F-081.32 SYSEXIT in compatibility mode", L, RING3_32,
		SEL_USER_CODE32),
	CHECK("F-082 SYSEXITQ with IA32_SYSENTER_CS=0: #GP(0)", SDM("SYSEXIT"),
	      SYSEXITQ, RING0, INTEL, TO_TARGET, GIVE(SYSENTER_CS, 0),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE),
	CHECK("F-082.L SYSEXITL with IA32_SYSENTER_CS=0: #GP(0)",
	      SDM("SYSEXIT"), SYSEXITL, RING0, INTEL, TO_TARGET,
	      GIVE(SYSENTER_CS, 0), IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE),
	NULL_CS("F-082.1 SYSEXITQ", Q, 1),
	NULL_CS("F-082.2 SYSEXITQ", Q, 2),
	NULL_CS("F-082.3 SYSEXITQ", Q, 3),
	CHECK("F-083 SYSEXITQ: CS is the MSR's + 32, in 64-bit mode",
	      SDM("SYSEXIT"),
	      CODE("sysexitq; rex.W nop", "\x48\x0f\x35" WHICH_MODE), RING0,
	      INTEL, GIVE(DX, USER_CODE + 3), GIVE(CX, USER_SP),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE), IS(IP, USER_CODE + 5),
	      KEEPS(AX)),
	CHECK("F-083.SS SYSEXITQ: SS is the MSR's + 40, RPL 3", SDM("SYSEXIT"),
	      SYSEXITQ, RING0, INTEL, TO_TARGET, IS(EVENT, ARRIVED),
	      IS(SS, SEL_USER_DATA_SYSEXITQ)),
	CHECK("F-083.GDT SYSEXITQ past the GDT's limit: works", SDM("SYSEXIT"),
	      SYSEXITQ, RING0, INTEL, TO_TARGET, GIVE(SYSENTER_CS, SEL_BEYOND),
	      IS(EVENT, ARRIVED), IS(CS, (SEL_BEYOND + 32) | 3),
	      IS(SS, (SEL_BEYOND + 40) | 3)),
	CHECK("F-084 SYSEXITL: CS is the MSR's + 16, in compatibility mode",
	      SDM("SYSEXIT"),
	      CODE("sysexitl; dec %eax; nop", "\x0f\x35" WHICH_MODE), RING0,
	      INTEL, GIVE(DX, USER_CODE + 2), GIVE(CX, USER_SP), GIVE(AX, 8),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE + 4), IS(AX, 7)),
	CHECK("F-084.SS SYSEXITL: SS is the MSR's + 24, RPL 3", SDM("SYSEXIT"),
	      SYSEXITL, RING0, INTEL, TO_TARGET, IS(EVENT, ARRIVED),
	      IS(SS, SEL_USER_DATA)),
	CHECK("F-084.GDT SYSEXITL past the GDT's limit: SS is flat, push works",
	      SDM("SYSEXIT"), CODE("sysexitl; push %eax", "\x0f\x35\x50"),
	      RING0, INTEL, GIVE(SS, 0), GIVE(SYSENTER_CS, SEL_BEYOND),
	      GIVE(DX, USER_CODE + 2), GIVE(CX, USER_SP), IS(EVENT, ARRIVED),
	      IS(CS, (SEL_BEYOND + 16) | 3), IS(SS, (SEL_BEYOND + 24) | 3),
	      IS(IP, USER_CODE + 3), IS(SP, USER_SP - 4)),
	CHECK("F-084.0 SYSEXIT in compatibility mode at CPL 0: works",
	      SDM("SYSEXIT"), SYSEXITL, RING0_32, INTEL, TO_TARGET,
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32), IS(IP, TARGET)),
	CHECK("F-085 SYSEXITQ: RIP is RDX, RSP is RCX", SDM("SYSEXIT"),
	      SYSEXITQ, RING0, INTEL, GIVE(DX, TARGET), GIVE(CX, SOME_SP),
	      IS(EVENT, ARRIVED), IS(IP, TARGET), IS(SP, SOME_SP), KEEPS(CX),
	      KEEPS(DX)),
	CHECK("F-086 SYSEXITQ, RDX not canonical: #GP(0) at CPL 0",
	      SDM("SYSEXIT"), SYSEXITQ, RING0, INTEL, GIVE_EDGE(DX, 0),
	      GIVE(CX, USER_SP), IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE),
	CHECK("F-087 SYSEXITQ, RCX not canonical: #GP(0) at CPL 0",
	      SDM("SYSEXIT"), SYSEXITQ, RING0, INTEL, GIVE_EDGE(CX, 0),
	      GIVE(DX, TARGET), IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE),
	CHECK("F-088 SYSEXITL: upper halves of RDX and RCX ignored",
	      SDM("SYSEXIT"), SYSEXITL, RING0, INTEL,
	      GIVE(IP, KERNEL_CODE + 16),
	      GIVE(DX, 0x1234567800000000 | USER_CODE),
	      GIVE(CX, 0x1234567800000000 | USER_STACK), IS(EVENT, ARRIVED),
	      IS(CS, SEL_USER_CODE32), IS(IP, USER_CODE), IS(SP, USER_STACK)),
	CHECK("F-089 SYSEXITQ: arithmetic flags and DF stay", SDM("SYSEXIT"),
	      SYSEXITQ, RING0, INTEL, TO_TARGET, ON(FLAGS, ARITHMETIC),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE), KEEPS(FLAGS)),
	KEEPS_FLAG(IF),
	KEEPS_FLAG(NT),
	KEEPS_FLAG(AC),
	KEEPS_FLAG(IOPL),
	KEEPS_FLAG(ID),
	CHECK_WITH(NEED_APIC, prepare_interrupt,
		   "F-090 STI, SYSEXITQ: a pending interrupt waits for CPL 3",
		   SDM("STI"), CODE("sti; sysexitq", "\xfb\x48\x0f\x35"), RING0,
		   INTEL, TO_TARGET, IS(EVENT, INTERRUPT_VECTOR),
		   IS(CS, SEL_USER_CODE), IS(IP, TARGET)),
	CHECK("F-091 SYSEXITQ with TF=1: #DB before the first instruction",
	      "SDM 3B, Single-Step Exception", SYSEXITQ, RING0, INTEL,
	      TO_TARGET, ON(FLAGS, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_DB),
	      IS(CS, SEL_USER_CODE), IS(IP, TARGET), HAS(DR6, DR6_BS)),
	UNDEFINED("F-092 SYSEXITQ at CPL 0", Q, RING0, SEL_KERNEL_CODE,
		  KERNEL_CODE),
	UNDEFINED("F-092.L SYSEXITL at CPL 0", L, RING0, SEL_KERNEL_CODE,
		  KERNEL_CODE),
	UNDEFINED("F-092.32 SYSEXIT in compatibility mode at CPL 0", L,
		  RING0_32, SEL_KERNEL_CODE32, KERNEL_CODE),
	UNDEFINED("F-092.3 SYSEXITQ at CPL 3", Q, RING3, SEL_USER_CODE,
		  USER_CODE),
	UNDEFINED("F-092.C SYSEXIT in compatibility mode at CPL 3", L, RING3_32,
		  SEL_USER_CODE32, USER_CODE),
	CHECK_WITH(NEED_APIC, prepare_nmi,
		   "F-093 SYSEXITQ in an NMI's handler: NMIs stay blocked",
		   SDM("IRET"), NMI_SYSEXIT, RING0, INTEL, GIVE(BX, 1),
		   GIVE_GATE_OFFSET(X86_TRAP_NMI, KERNEL_CODE + NMI_HANDLER),
		   IS(EVENT, X86_TRAP_BP), IS(CS, SEL_USER_CODE),
		   IS(IP, USER_CODE + NMI_END + 1)),
	CHECK("F-094 LOCK SYSEXITQ: #UD", SDM("SYSEXIT"),
	      CODE("lock sysexitq", "\xf0\x48\x0f\x35"), RING0, BOTH, TO_TARGET,
	      IS(EVENT, X86_TRAP_UD), HERE),
};

const struct check_table check_sysexit = { checks, ARRAY_SIZE(checks) };
