/* SPDX-License-Identifier: BSD-2-Clause */
/* SYSRET: F-031 to F-051. Where it does not fault, it goes to TARGET. */

#include "check/check.h"

#define TARGET (USER_CODE + 0x100)
#define TO_TARGET GIVE(CX, TARGET), GIVE(R11, X86_EFLAGS_FIXED)
#define HERE IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE)
/* RFLAGS bits that SYSRET takes from R11 (SDM SYSRET), and 1, which is 1. */
#define SYSRET_FLAGS 0x3c7fd7
#define STAR_RPL0 (STAR_USER & ~3)

#define R11_FLAG(id, flag)                                           \
	CHECK("F-" #id "." #flag " SYSRETQ: " #flag " is R11's",     \
	      SDM("SYSRET"), SYSRETQ, RING0, BOTH, GIVE(CX, TARGET), \
	      GIVE(R11, X86_EFLAGS_##flag), IS(EVENT, ARRIVED),      \
	      IS(FLAGS, X86_EFLAGS_##flag | X86_EFLAGS_FIXED))

/*
 * The code sends an NMI and waits for it. The handler sends another, which is
 * blocked, waits, and leaves by SYSRETQ to ring 3, which waits, too. If NMIs
 * stay blocked, the code ends at the int3 in ring 3; if the second one comes,
 * it ends at the ud2.
 */
#define NMI_HANDLER 0x0c
#define NMI_END 0x33
#define NMI_SYSRET                                                             \
	CODE("send NMI, wait; in its handler: send NMI, wait, sysretq",        \
	     /* 00 */ SEND_NMI WAIT                                            \
	     "\xcc" /* 0c */ "\xff\xcb\x78\x24" /* dec %ebx; js 34 */ /* 10 */ \
	     SEND_NMI WAIT /* 1b */ "\xb9\x29\x00\x01\x00" /* ecx = USER_CODE  \
							      + 29 */          \
	     /* 20 */ "\x41\xbb\x02\x00\x00\x00" /* r11 = 2 */ /* 26 */        \
	     "\x48\x0f\x07" /* 29 */ WAIT                                      \
	     "\x90\xcc" /* nop; int3 */ /* 34 */ "\x0f\x0b")

/*
 * Why: SYSRET loads RIP from RCX while RSP is still ring 3's. Intel checks that
 * RIP is canonical before CPL changes, so the #GP is ring 0's, on ring 3's
 * stack (CVE-2012-0217); AMD checks afterwards. A kernel that was written for
 * one vendor can be taken over on the other.
 *
 * On what: RCX at and past the edge, every bit of R11, STAR with RPL 0, SS null
 * before it, compatibility mode, and the handler of an NMI.
 *
 * Expected: RFLAGS is R11 & 3C7FD7h | 2, so RF and VM never are loaded; CS and
 * SS are flat, whatever the GDT says. AMD takes SS's RPL from STAR and leaves
 * its attributes as they were.
 */
static const struct check checks[] = {
	CHECK("F-031 SYSRETQ at CPL 3: #GP(0)", SDM("SYSRET"), SYSRETQ, RING3,
	      BOTH, TO_TARGET, IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE)),
	CHECK("F-031.L SYSRETL at CPL 3: #GP(0)", SDM("SYSRET"), SYSRETL, RING3,
	      BOTH, TO_TARGET, IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE)),
	CHECK("F-031.I SYSRET in compatibility mode at CPL 3: #UD",
	      SDM("SYSRET"), SYSRETL, RING3_32, INTEL, TO_TARGET,
	      IS(EVENT, X86_TRAP_UD), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE)),
	CHECK("F-031.A SYSRET in compatibility mode at CPL 3: #GP(0)",
	      "APM SYSRET", SYSRETL, RING3_32, AMD, TO_TARGET,
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE)),
	CHECK("F-032 SYSRETQ with EFER.SCE=0: #UD", SDM("SYSRET"), SYSRETQ,
	      RING0, BOTH, TO_TARGET, OFF(EFER, EFER_SCE),
	      IS(EVENT, X86_TRAP_UD), HERE),
	CHECK("F-033.I SYSRET in compatibility mode at CPL 0: #UD",
	      SDM("SYSRET"), SYSRETL, RING0_32, INTEL, TO_TARGET,
	      IS(EVENT, X86_TRAP_UD), IS(CS, SEL_KERNEL_CODE32),
	      IS(IP, KERNEL_CODE)),
	CHECK("F-033.A SYSRET in compatibility mode at CPL 0: works",
	      "APM SYSRET", SYSRETL, RING0_32, AMD, TO_TARGET,
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32), IS(IP, TARGET)),
	CHECK("F-034 LOCK SYSRETQ: #UD", SDM("SYSRET"),
	      CODE("lock sysretq", "\xf0\x48\x0f\x07"), RING0, BOTH, TO_TARGET,
	      IS(EVENT, X86_TRAP_UD), HERE),
	CHECK("F-035 SYSRETQ: CS is STAR[63:48] + 16, in 64-bit mode",
	      SDM("SYSRET"),
	      CODE("sysretq; rex.W nop", "\x48\x0f\x07" WHICH_MODE), RING0,
	      BOTH, GIVE(CX, USER_CODE + 3), GIVE(R11, X86_EFLAGS_FIXED),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE), IS(IP, USER_CODE + 5),
	      KEEPS(AX)),
	CHECK("F-036 SYSRETL: CS is STAR[63:48], in compatibility mode",
	      SDM("SYSRET"),
	      CODE("sysretl; dec %eax; nop", "\x0f\x07" WHICH_MODE), RING0,
	      BOTH, GIVE(CX, USER_CODE + 2), GIVE(R11, X86_EFLAGS_FIXED),
	      GIVE(AX, 8), IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE + 4), IS(AX, 7)),
	CHECK("F-037 SYSRETQ: SS is STAR[63:48] + 8, its RPL 3", SDM("SYSRET"),
	      SYSRETQ, RING0, INTEL, TO_TARGET,
	      GIVE_STAR(STAR_RPL0, STAR_KERNEL), IS(EVENT, ARRIVED),
	      IS(SS, SEL_USER_DATA)),
	CHECK("F-038 SYSRETQ: CS's RPL is 3, though STAR's is 0", SDM("SYSRET"),
	      SYSRETQ, RING0, BOTH, TO_TARGET,
	      GIVE_STAR(STAR_RPL0, STAR_KERNEL), IS(EVENT, ARRIVED),
	      IS(CS, SEL_USER_CODE)),
	CHECK("F-039 SYSRETQ: SS is STAR[63:48] + 8, its RPL STAR's",
	      "APM SYSRET", SYSRETQ, RING0, AMD, TO_TARGET,
	      GIVE_STAR(STAR_RPL0, STAR_KERNEL), IS(EVENT, ARRIVED),
	      IS(SS, SEL_USER_DATA & ~3)),
	CHECK("F-040 SYSRETL with SS null before: SS stays unusable, push is "
	      "#SS",
	      "Linux sysret_ss_attrs",
	      CODE("sysretl; push %eax", "\x0f\x07\x50"), RING0, AMD,
	      GIVE(SS, 0), GIVE(SP, USER_SP), GIVE(CX, USER_CODE + 2),
	      GIVE(R11, X86_EFLAGS_FIXED), IS(EVENT, X86_TRAP_SS),
	      IS(CS, SEL_USER_CODE32), IS(IP, USER_CODE + 2)),
	CHECK("F-041 SYSRETL with SS null before: SS is flat data, push works",
	      SDM("SYSRET"), CODE("sysretl; push %eax", "\x0f\x07\x50"), RING0,
	      INTEL, GIVE(SS, 0), GIVE(SP, USER_SP), GIVE(CX, USER_CODE + 2),
	      GIVE(R11, X86_EFLAGS_FIXED), IS(EVENT, ARRIVED),
	      IS(IP, USER_CODE + 3), IS(SP, USER_SP - 4)),
	CHECK("F-042 SYSRETQ, RCX not canonical: #GP(0) at CPL 0",
	      SDM("SYSRET"), SYSRETQ, RING0, INTEL, GIVE_EDGE(CX, 0),
	      GIVE(R11, X86_EFLAGS_FIXED), GIVE(SP, USER_SP),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE, KEEPS(SP)),
	CHECK("F-043 SYSRETQ, RCX not canonical: #GP(0) at CPL 3, at RCX",
	      "XTF xsa-7", SYSRETQ, RING0, AMD, GIVE_EDGE(CX, 0),
	      GIVE(R11, X86_EFLAGS_FIXED), IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),
	      IS(CS, SEL_USER_CODE), IS_EDGE(IP, 0)),
	CHECK("F-044 SYSRETL: upper half of RCX ignored", SDM("SYSRET"),
	      SYSRETL, RING0, BOTH, GIVE(CX, 0x1234567800000000 | USER_CODE),
	      GIVE(IP, KERNEL_CODE + 16), GIVE(R11, X86_EFLAGS_FIXED),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32), IS(IP, USER_CODE)),
	CHECK("F-045 SYSRETQ: of R11, only the bits of 3C7FD7h become RFLAGS",
	      SDM("SYSRET"), SYSRETQ, RING0, BOTH, GIVE(CX, TARGET),
	      GIVE(R11, ~(u64)X86_EFLAGS_TF), IS(EVENT, ARRIVED),
	      IS(FLAGS, SYSRET_FLAGS & ~X86_EFLAGS_TF)),
	CHECK("F-045.RF SYSRETQ: RF is 0, a breakpoint at RCX is not "
	      "suppressed",
	      SDM("SYSRET"), SYSRETQ, RING0, BOTH, GIVE(CX, TARGET),
	      GIVE(R11, X86_EFLAGS_RF), GIVE(DR0, TARGET), ON(DR7, DR7_BREAK0),
	      IS(EVENT, X86_TRAP_DB), IS(IP, TARGET), IS(CS, SEL_USER_CODE),
	      HAS(DR6, DR6_B0)),
	R11_FLAG(046, VIF),
	R11_FLAG(046, VIP),
	R11_FLAG(046, ID),
	R11_FLAG(046, AC),
	R11_FLAG(046, NT),
	R11_FLAG(046, IF),
	R11_FLAG(047, IOPL),
	CHECK("F-048 SYSRETQ with TF in R11: #DB before the first instruction",
	      "Linux entry_64.S", SYSRETQ, RING0, BOTH, GIVE(CX, TARGET),
	      GIVE(R11, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_DB),
	      IS(CS, SEL_USER_CODE), IS(IP, TARGET), HAS(DR6, DR6_BS)),
	CHECK("F-049 SYSRETQ: RSP unchanged", SDM("SYSRET"), SYSRETQ, RING0,
	      BOTH, TO_TARGET, IS(EVENT, ARRIVED), KEEPS(SP)),
	CHECK_WITH(NEED_APIC, prepare_nmi,
		   "F-050 SYSRETQ in an NMI's handler: NMIs stay blocked",
		   "SDM 3A, Handling Multiple NMIs", NMI_SYSRET, RING0, BOTH,
		   GIVE(BX, 1),
		   GIVE_GATE_OFFSET(X86_TRAP_NMI, KERNEL_CODE + NMI_HANDLER),
		   IS(EVENT, X86_TRAP_BP), IS(CS, SEL_USER_CODE),
		   IS(IP, USER_CODE + NMI_END + 1)),
	CHECK("F-051 SYSRETQ with STAR past the GDT's limit: works",
	      SDM("SYSRET"), SYSRETQ, RING0, BOTH, TO_TARGET,
	      GIVE_STAR(SEL_BEYOND | 3, STAR_KERNEL), IS(EVENT, ARRIVED),
	      IS(CS, SEL_BEYOND + 16 + 3), IS(SS, SEL_BEYOND + 8 + 3)),
};

const struct check_table check_sysret = { checks, ARRAY_SIZE(checks) };
