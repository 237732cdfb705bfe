/* SPDX-License-Identifier: BSD-2-Clause */
/* SYSENTER: F-061 to F-077. In long mode only Intel's CPUs have it. */

#include "check/check.h"

#define MSR_LOW 0x56789abc
#define MSR_HIGH 0x1234
#define NOT_CANONICAL_HIGH 0x40000000 /* in EDX, also with 57 bits */
#define CPUID_EDX_SEP (1 << 11)
#define WRMSR CODE("wrmsr", "\x0f\x30")
#define MOV_SS_SYSENTER CODE("mov (%rdi),%ss; sysenter", "\x8e\x17\x0f\x34")

#define HERE IS(CS, SEL_USER_CODE), IS(IP, USER_CODE), KEEPS(SP)

#define NULL_CS(id, cs)                                                       \
	CHECK(id " SYSENTER with IA32_SYSENTER_CS=" #cs ": #GP(0) at CPL 3",  \
	      SDM("SYSENTER"), SYSENTER, RING3, INTEL, GIVE(SYSENTER_CS, cs), \
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE)

#define KEEPS_FLAG(id, flag)                                                  \
	CHECK(id " SYSENTER: " #flag " stays set", SDM("SYSENTER"), SYSENTER, \
	      RING3, INTEL, ON(FLAGS, X86_EFLAGS_##flag),                     \
	      IS(EVENT, AT_SYSENTER), HAS(FLAGS, X86_EFLAGS_##flag))

/*
 * Why: SYSENTER saves nothing, neither RIP nor RSP nor CS, and clears no flag
 * but IF. So NT, AC and TF of ring 3 arrive in ring 0, and the #DB
 * that TF causes comes at CPL 0, on the entry's first instruction.
 *
 * On what: IA32_SYSENTER_CS null in each of its forms, past the GDT, with an
 * RPL; 64-bit and compatibility mode; CPL 3 and 0; single step and a delayed
 * #DB.
 *
 * Expected: the MSRs are the whole of the new state. A CS with bits 15:2 zero
 * is #GP(0) before anything changes. AMD's CPUs have no SYSENTER in long mode,
 * though CPUID.SEP is 1: it is #UD there.
 */
static const struct check checks[] = {
	NULL_CS("F-061", 0),
	NULL_CS("F-061.1", 1),
	NULL_CS("F-061.2", 2),
	NULL_CS("F-061.3", 3),
	NULL_CS("F-061.HIGH", 0x10000),
	CHECK("F-062 SYSENTER: CS is IA32_SYSENTER_CS without its RPL",
	      SDM("SYSENTER"), SYSENTER, RING3, INTEL,
	      GIVE(SYSENTER_CS, SEL_KERNEL_CODE | 3), IS(EVENT, AT_SYSENTER),
	      IS(CS, SEL_KERNEL_CODE)),
	CHECK("F-062.SS SYSENTER: SS is CS + 8, without RPL", SDM("SYSENTER"),
	      SYSENTER, RING3, INTEL, GIVE(SYSENTER_CS, SEL_KERNEL_CODE | 3),
	      IS(EVENT, AT_SYSENTER), IS(SS, SEL_KERNEL_DATA)),
	CHECK("F-062.GDT SYSENTER with CS past the GDT's limit: works",
	      SDM("SYSENTER"), SYSENTER, RING3, INTEL,
	      GIVE(SYSENTER_CS, SEL_BEYOND), IS(EVENT, AT_SYSENTER),
	      IS(CS, SEL_BEYOND), IS(SS, SEL_BEYOND + 8)),
	CHECK("F-063 SYSENTER: RIP and RSP are all 64 bits of the MSRs",
	      SDM("SYSENTER"), SYSENTER, RING3, INTEL, IS(EVENT, AT_SYSENTER),
	      IS(SP, SYSENTER_TOP)),
	CHECK("F-064 SYSENTER: arithmetic flags and DF stay", SDM("SYSENTER"),
	      SYSENTER, RING3, INTEL, ON(FLAGS, ARITHMETIC),
	      IS(EVENT, AT_SYSENTER), KEEPS(FLAGS)),
	CHECK("F-064.IF SYSENTER: IF is cleared", SDM("SYSENTER"), SYSENTER,
	      RING3, INTEL, ON(FLAGS, X86_EFLAGS_IF), IS(EVENT, AT_SYSENTER),
	      LACKS(FLAGS, X86_EFLAGS_IF)),
	KEEPS_FLAG("F-064.AC", AC),
	KEEPS_FLAG("F-064.IOPL", IOPL),
	KEEPS_FLAG("F-064.ID", ID),
	CHECK("F-065 SYSENTER: saves nothing, in no register, on no stack",
	      SDM("SYSENTER"), SYSENTER, RING3, INTEL,
	      GIVE(SYSENTER_ESP, KERNEL_SP + 6 * 8), IS(EVENT, AT_SYSENTER),
	      IS(SP, KERNEL_SP + 6 * 8), KEEPS(AX), KEEPS(CX), KEEPS(DX),
	      KEEPS(BX), KEEPS(BP), KEEPS(SI), KEEPS(DI), KEEPS(R8), KEEPS(R9),
	      KEEPS(R10), KEEPS(R11), KEEPS(R12), KEEPS(R13), KEEPS(R14),
	      KEEPS(R15), KEEPS(WORD1), KEEPS(WORD2), KEEPS(WORD3),
	      KEEPS(WORD4), KEEPS(WORD5)),
	CHECK("F-066 SYSENTER in compatibility mode: enters 64-bit mode",
	      SDM("SYSENTER"), SYSENTER, RING3_32, INTEL,
	      IS(EVENT, AT_SYSENTER), IS(CS, SEL_KERNEL_CODE),
	      IS(SS, SEL_KERNEL_DATA), IS(SP, SYSENTER_TOP)),
	CHECK("F-067 SYSENTER in 64-bit mode: enters CPL 0", SDM("SYSENTER"),
	      SYSENTER, RING3, INTEL, IS(EVENT, AT_SYSENTER),
	      IS(CS, SEL_KERNEL_CODE), IS(SS, SEL_KERNEL_DATA)),
	CHECK("F-068 SYSENTER in 64-bit mode: #UD", "APM SYSENTER", SYSENTER,
	      RING3, AMD, IS(EVENT, X86_TRAP_UD), IS(ERROR, NO_ERROR), HERE),
	CHECK("F-068.32 SYSENTER in compatibility mode: #UD", "APM SYSENTER",
	      SYSENTER, RING3_32, AMD, IS(EVENT, X86_TRAP_UD),
	      IS(ERROR, NO_ERROR), IS(CS, SEL_USER_CODE32), IS(IP, USER_CODE)),
	CHECK("F-068.0 SYSENTER in 64-bit mode at CPL 0: #UD", "APM SYSENTER",
	      SYSENTER, RING0, AMD, IS(EVENT, X86_TRAP_UD),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE)),
	CHECK("F-069 SYSENTER at CPL 0: legal", SDM("SYSENTER"), SYSENTER,
	      RING0, INTEL, IS(EVENT, AT_SYSENTER), IS(CS, SEL_KERNEL_CODE),
	      IS(SP, SYSENTER_TOP)),
	CHECK("F-069.32 SYSENTER in compatibility mode at CPL 0: legal",
	      SDM("SYSENTER"), SYSENTER, RING0_32, INTEL,
	      IS(EVENT, AT_SYSENTER), IS(CS, SEL_KERNEL_CODE)),
	CHECK("F-070 LOCK SYSENTER: #UD", SDM("SYSENTER"),
	      CODE("lock sysenter", "\xf0\x0f\x34"), RING3, BOTH,
	      IS(EVENT, X86_TRAP_UD), HERE),
	CHECK("F-071 WRMSR SYSENTER_EIP, not canonical: #GP(0)", SDM("WRMSR"),
	      WRMSR, RING0, INTEL, GIVE(CX, MSR_IA32_SYSENTER_EIP), GIVE(AX, 0),
	      GIVE(DX, NOT_CANONICAL_HIGH), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, 0), IS(IP, KERNEL_CODE), KEEPS(SYSENTER_EIP)),
	CHECK("F-071.ESP WRMSR SYSENTER_ESP, not canonical: #GP(0)",
	      SDM("WRMSR"), WRMSR, RING0, INTEL,
	      GIVE(CX, MSR_IA32_SYSENTER_ESP), GIVE(AX, 0),
	      GIVE(DX, NOT_CANONICAL_HIGH), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, 0), IS(IP, KERNEL_CODE), KEEPS(SYSENTER_ESP)),
	CHECK("F-072 WRMSR SYSENTER_EIP: has 32 bits", "Linux syscall_init",
	      WRMSR, RING0, AMD, GIVE(CX, MSR_IA32_SYSENTER_EIP),
	      GIVE(AX, MSR_LOW), GIVE(DX, MSR_HIGH), IS(EVENT, ARRIVED),
	      IS(SYSENTER_EIP, MSR_LOW)),
	CHECK("F-072.ESP WRMSR SYSENTER_ESP: has 32 bits", "Linux syscall_init",
	      WRMSR, RING0, AMD, GIVE(CX, MSR_IA32_SYSENTER_ESP),
	      GIVE(AX, MSR_LOW), GIVE(DX, MSR_HIGH), IS(EVENT, ARRIVED),
	      IS(SYSENTER_ESP, MSR_LOW)),
	CHECK("F-073 SYSENTER with TF=1: #DB at CPL 0, at SYSENTER_EIP",
	      "Linux is_sysenter_singlestep", SYSENTER, RING3, INTEL,
	      ON(FLAGS, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_DB),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, LANDING_SYSENTER),
	      IS(SP, SYSENTER_TOP), HAS(FLAGS, X86_EFLAGS_TF),
	      HAS(DR6, DR6_BS)),
	KEEPS_FLAG("F-074", NT),
	CHECK("F-075 MOV SS with a watchpoint, SYSENTER: #DB at CPL 0",
	      "Linux mov_ss_trap", MOV_SS_SYSENTER, RING3, INTEL,
	      GIVE(DI, USER_SP), GIVE(WORD0, SEL_USER_DATA), GIVE(DR0, USER_SP),
	      ON(DR7, DR7_WATCH0), IS(EVENT, X86_TRAP_DB),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, LANDING_SYSENTER),
	      IS(SP, SYSENTER_TOP), HAS(DR6, DR6_B0)),
	CHECK("F-076 SYSENTER: FS, GS bases, DS and ES stay", SDM("SYSENTER"),
	      SYSENTER, RING3, INTEL, GIVE(DS, SEL_USER_DATA),
	      GIVE(ES, SEL_USER_DATA), IS(EVENT, AT_SYSENTER), KEEPS(FS_BASE),
	      KEEPS(GS_BASE), KEEPS(KERNEL_GS_BASE), KEEPS(DS), KEEPS(ES)),
	CHECK("F-077 CPUID.1.EDX.SEP is 1, though SYSENTER is #UD",
	      "APM SYSENTER", CODE("cpuid; sysenter", "\x0f\xa2\x0f\x34"),
	      RING3, AMD, GIVE(AX, 1), HAS(DX, CPUID_EDX_SEP),
	      IS(EVENT, X86_TRAP_UD), IS(IP, USER_CODE + 2)),
};

const struct check_table check_sysenter = { checks, ARRAY_SIZE(checks) };
