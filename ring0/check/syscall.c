/* SPDX-License-Identifier: BSD-2-Clause */
/* SYSCALL: F-001 to F-024. */

#include "check/check.h"

#define AFTER_SYSCALL (USER_CODE + 2)

/* In FMASK alone, each flag is 0 at the landing, though it was 1. */
#define FMASK_CLEARS(flag)                                                  \
	CHECK("F-005." #flag " SYSCALL: " #flag " is cleared by FMASK",     \
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH,                         \
	      GIVE(FMASK, X86_EFLAGS_##flag), ON(FLAGS, X86_EFLAGS_##flag), \
	      IS(EVENT, AT_LSTAR), LACKS(FLAGS, X86_EFLAGS_##flag),         \
	      HAS(R11, X86_EFLAGS_##flag))

/*
 * Why: SYSCALL changes CPL, but neither the stack nor GS, and saves only RIP
 * and RFLAGS, in registers. An entry is safe only if each value that it relies
 * on is the one that the manual promises: CPL, the flags that FMASK clears, RCX
 * and R11. TF, AC or NT left set, or a #DB before the entry has its own stack,
 * has been a way into ring 0 more than once (XSA-204, CVE-2018-8897).
 *
 * On what: 64-bit and compatibility mode, CPL 3 and 0, odd STAR values, RSP and
 * RIP at the edge of the canonical range.
 *
 * Expected: CS and SS come from STAR alone (the descriptors are not read), RSP
 * and every other register stay, and the first instruction is LSTAR's. Intel
 * has no SYSCALL in compatibility mode; AMD enters at CSTAR.
 */
static const struct check checks[] = {
	CHECK("F-001 SYSCALL with EFER.SCE=0: #UD, on CPL 3's stack",
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH, OFF(EFER, EFER_SCE),
	      IS(EVENT, X86_TRAP_UD), IS(ERROR, NO_ERROR),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE), KEEPS(SP)),
	CHECK("F-002 SYSCALL: enters CPL 0 in 64-bit mode at LSTAR",
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH, IS(EVENT, AT_LSTAR),
	      IS(CS, SEL_KERNEL_CODE), KEEPS(AX), KEEPS(DX), KEEPS(BX),
	      KEEPS(BP), KEEPS(SI), KEEPS(DI), KEEPS(R8), KEEPS(R9), KEEPS(R10),
	      KEEPS(R12), KEEPS(R13), KEEPS(R14), KEEPS(R15)),
	CHECK("F-003 SYSCALL: RCX is the next instruction's address",
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH, IS(EVENT, AT_LSTAR),
	      IS(CX, AFTER_SYSCALL)),
	CHECK("F-004 SYSCALL: R11 is RFLAGS before it", SDM("SYSCALL"), SYSCALL,
	      RING3, BOTH,
	      ON(FLAGS, ARITHMETIC | X86_EFLAGS_IF | X86_EFLAGS_AC |
				X86_EFLAGS_NT | X86_EFLAGS_ID |
				X86_EFLAGS_IOPL),
	      IS(EVENT, AT_LSTAR),
	      IS(R11, ARITHMETIC | X86_EFLAGS_IF | X86_EFLAGS_AC |
			      X86_EFLAGS_NT | X86_EFLAGS_ID | X86_EFLAGS_IOPL |
			      X86_EFLAGS_FIXED)),
	CHECK("F-004.RF SYSCALL: RF in R11 when it was 1",
	      "SDM SYSCALL says kept, AMD's is not known", SYSCALL, RING3,
	      UNSETTLED, ON(FLAGS, X86_EFLAGS_RF), SAW(R11)),
	FMASK_CLEARS(CF),
	FMASK_CLEARS(PF),
	FMASK_CLEARS(AF),
	FMASK_CLEARS(ZF),
	FMASK_CLEARS(SF),
	FMASK_CLEARS(TF),
	FMASK_CLEARS(IF),
	FMASK_CLEARS(DF),
	FMASK_CLEARS(OF),
	FMASK_CLEARS(IOPL),
	FMASK_CLEARS(NT),
	FMASK_CLEARS(AC),
	FMASK_CLEARS(ID),
	CHECK("F-006 SYSCALL with FMASK=0: arithmetic flags and DF survive",
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH, GIVE(FMASK, 0),
	      ON(FLAGS, ARITHMETIC), IS(EVENT, AT_LSTAR),
	      IS(FLAGS, ARITHMETIC | X86_EFLAGS_FIXED)),
	CHECK("F-007 SYSCALL with FMASK.IF=0: IF stays 1", SDM("SYSCALL"),
	      SYSCALL, RING3, BOTH, GIVE(FMASK, 0), ON(FLAGS, X86_EFLAGS_IF),
	      IS(EVENT, AT_LSTAR), HAS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-007.0 SYSCALL with FMASK.IF=0: IF stays 0", SDM("SYSCALL"),
	      SYSCALL, RING3, BOTH, GIVE(FMASK, 0), IS(EVENT, AT_LSTAR),
	      LACKS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-008 SYSCALL with TF=1 and FMASK.TF=1: no #DB", "XTF xsa-204",
	      SYSCALL, RING3, BOTH, ON(FLAGS, X86_EFLAGS_TF),
	      IS(EVENT, AT_LSTAR), LACKS(FLAGS, X86_EFLAGS_TF)),
	CHECK("F-009 SYSCALL with TF=1 and FMASK.TF=0: #DB at CPL 0, at LSTAR",
	      "XTF xsa-204", SYSCALL, RING3, BOTH, GIVE(FMASK, 0),
	      ON(FLAGS, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_DB),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, LANDING_LSTAR), KEEPS(SP),
	      HAS(FLAGS, X86_EFLAGS_TF), HAS(DR6, DR6_BS)),
	CHECK("F-010 SYSCALL with FMASK.AC=0: AC survives, so SMAP is off",
	      "Linux syscall_init", SYSCALL, RING3, BOTH, GIVE(FMASK, 0),
	      ON(FLAGS, X86_EFLAGS_AC), IS(EVENT, AT_LSTAR),
	      HAS(FLAGS, X86_EFLAGS_AC)),
	CHECK("F-010.NT SYSCALL with FMASK.NT=0: NT survives, so IRET is #GP",
	      "Linux syscall_init", SYSCALL, RING3, BOTH, GIVE(FMASK, 0),
	      ON(FLAGS, X86_EFLAGS_NT), IS(EVENT, AT_LSTAR),
	      HAS(FLAGS, X86_EFLAGS_NT)),
	CHECK("F-011 SYSCALL: CS is STAR[47:32] without its RPL",
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH,
	      GIVE_STAR(STAR_USER, SEL_KERNEL_CODE | 3), IS(EVENT, AT_LSTAR),
	      IS(CS, SEL_KERNEL_CODE)),
	CHECK("F-012 SYSCALL: SS is STAR[47:32] + 8", SDM("SYSCALL"), SYSCALL,
	      RING3, BOTH, IS(EVENT, AT_LSTAR), IS(SS, SEL_KERNEL_DATA)),
	CHECK("F-012.RPL SYSCALL: SS when STAR[47:32] has an RPL",
	      "SDM SYSCALL masks only CS", SYSCALL, RING3, UNSETTLED,
	      GIVE_STAR(STAR_USER, SEL_KERNEL_CODE | 3), SAW(SS)),
	CHECK("F-013 SYSCALL with STAR past the GDT's limit: works",
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH,
	      GIVE_STAR(STAR_USER, SEL_BEYOND), IS(EVENT, AT_LSTAR),
	      IS(CS, SEL_BEYOND), IS(SS, SEL_BEYOND + 8)),
	CHECK("F-014 SYSCALL: RSP unchanged", SDM("SYSCALL"), SYSCALL, RING3,
	      BOTH, IS(EVENT, AT_LSTAR), KEEPS(SP)),
	CHECK("F-015 SYSCALL with RSP not canonical: no fault", SDM("SYSCALL"),
	      SYSCALL, RING3, BOTH, GIVE_EDGE(SP, 0), IS(EVENT, AT_LSTAR),
	      KEEPS(SP)),
	CHECK("F-016 SYSCALL at CPL 0: legal", SDM("SYSCALL"), SYSCALL, RING0,
	      BOTH, IS(EVENT, AT_LSTAR), IS(CS, SEL_KERNEL_CODE),
	      IS(CX, KERNEL_CODE + 2), KEEPS(SP)),
	CHECK("F-017 LOCK SYSCALL: #UD", SDM("SYSCALL"),
	      CODE("lock syscall", "\xf0\x0f\x05"), RING3, BOTH,
	      IS(EVENT, X86_TRAP_UD), IS(CS, SEL_USER_CODE), IS(IP, USER_CODE)),
	CHECK("F-018.I SYSCALL in compatibility mode: #UD", SDM("SYSCALL"),
	      SYSCALL, RING3_32, INTEL, IS(EVENT, X86_TRAP_UD),
	      IS(CS, SEL_USER_CODE32), IS(IP, USER_CODE)),
	CHECK("F-018.A SYSCALL in compatibility mode: at CSTAR, RCX is EIP",
	      "APM SYSCALL", SYSCALL, RING3_32, AMD, IS(EVENT, AT_CSTAR),
	      IS(CS, SEL_KERNEL_CODE), IS(SS, SEL_KERNEL_DATA),
	      IS(CX, AFTER_SYSCALL)),
	CHECK("F-019 CSTAR on Intel: what a write to it leaves there",
	      "Linux wrmsrl_cstar", CODE("wrmsr", "\x0f\x30"), RING0, UNSETTLED,
	      GIVE(CX, MSR_CSTAR), GIVE(AX, KERNEL_CODE), GIVE(DX, 0),
	      SAW(CSTAR)),
	CHECK("F-020 SYSCALL: FS, GS bases, DS and ES unchanged",
	      SDM("SYSCALL"), SYSCALL, RING3, BOTH, GIVE(DS, SEL_USER_DATA),
	      GIVE(ES, SEL_USER_DATA), IS(EVENT, AT_LSTAR), KEEPS(FS_BASE),
	      KEEPS(GS_BASE), KEEPS(KERNEL_GS_BASE), KEEPS(DS), KEEPS(ES)),
	CHECK("F-021 SYSCALL right below the hole: RCX is not canonical",
	      "Linux sysret_rip", SYSCALL, RING3, BOTH, GIVE_EDGE(IP, -2),
	      IS(EVENT, AT_LSTAR), IS_EDGE(CX, 0)),
	CHECK("F-022 CPUID in 64-bit mode: has SYSCALL", SDM("CPUID"),
	      CODE("cpuid", "\x0f\xa2"), RING3, BOTH, GIVE(AX, CPUID_EXTENDED),
	      IS(EVENT, ARRIVED), HAS(DX, CPUID_EDX_SYSCALL)),
	CHECK("F-022.32 CPUID in compatibility mode: no SYSCALL", SDM("CPUID"),
	      CODE("cpuid", "\x0f\xa2"), RING3_32, INTEL,
	      GIVE(AX, CPUID_EXTENDED), IS(EVENT, ARRIVED),
	      LACKS(DX, CPUID_EDX_SYSCALL)),
	CHECK("F-023 SYSCALL, SYSRETQ: NT, AC, DF and IOPL as before",
	      "Linux syscall_nt",
	      CODE("syscall; int3; sysretq", "\x0f\x05\xcc\x48\x0f\x07"), RING3,
	      BOTH, GIVE(LSTAR, KERNEL_CODE + 3),
	      ON(FLAGS, X86_EFLAGS_NT | X86_EFLAGS_AC | X86_EFLAGS_DF |
				X86_EFLAGS_IOPL),
	      IS(EVENT, X86_TRAP_BP), IS(CS, SEL_USER_CODE),
	      IS(IP, USER_CODE + 3), KEEPS(FLAGS)),
	CHECK("F-025 SYSCALL with STAR past the GDT, then 32-bit code: SS is "
	      "flat, push works",
	      SDM("SYSCALL"),
	      CODE("syscall; int3; ljmp *(%rdi); push %eax",
		   "\x0f\x05\xcc\xff\x2f\x50"),
	      RING3, BOTH, GIVE(LSTAR, KERNEL_CODE + 3),
	      GIVE_STAR(STAR_USER, SEL_BEYOND), GIVE(DI, KERNEL_SP),
	      GIVE(SP, KERNEL_SP),
	      GIVE(WORD0, (u64)SEL_KERNEL_CODE32 << 32 | (KERNEL_CODE + 5)),
	      IS(EVENT, ARRIVED), IS(CS, SEL_KERNEL_CODE32),
	      IS(IP, KERNEL_CODE + 6), IS(SP, KERNEL_SP - 4)),
	CHECK("F-024 MOV SS with a watchpoint, SYSCALL: #DB at CPL 0, at LSTAR",
	      "Linux mov_ss_trap",
	      CODE("mov (%rdi),%ss; syscall", "\x8e\x17\x0f\x05"), RING3, BOTH,
	      GIVE(DI, USER_SP), GIVE(WORD0, SEL_USER_DATA), GIVE(DR0, USER_SP),
	      ON(DR7, DR7_WATCH0), IS(EVENT, X86_TRAP_DB),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, LANDING_LSTAR), KEEPS(SP),
	      HAS(DR6, DR6_B0)),
};

const struct check_table check_syscall = { checks, ARRAY_SIZE(checks) };
