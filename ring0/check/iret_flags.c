/* SPDX-License-Identifier: BSD-2-Clause */
/* What IRET loads into RFLAGS: F-170 to F-173. */

#include "check/check.h"

#define TARGET (USER_CODE + 0x100)
#define TO_RING3(flags)                                                      \
	GIVE(WORD0, TARGET), GIVE(WORD1, SEL_USER_CODE), GIVE(WORD2, flags), \
		GIVE(WORD3, USER_SP + 64), GIVE(WORD4, SEL_USER_DATA)
#define AT_TARGET IS(EVENT, ARRIVED), IS(IP, TARGET)

/* At CPL 0, what RFLAGS are in ring 3. */
#define LOADS(name, flags, ...)                                       \
	CHECK(name, SDM("IRET"), IRETQ, RING0, BOTH, TO_RING3(flags), \
	      AT_TARGET, __VA_ARGS__)

/* In ring 3, from it to it. F-166.SMAP is about SMAP. */
#define LOADS3(name, flags, ...)                                      \
	CHECK(name, SDM("IRET"), IRETQ, RING3, BOTH, TO_RING3(flags), \
	      OFF(CR4, X86_CR4_SMAP), AT_TARGET, __VA_ARGS__)

/* All that can be set with no other effect on an int3. */
#define QUIET_FLAGS (ARITHMETIC | X86_EFLAGS_NT | X86_EFLAGS_AC | X86_EFLAGS_ID)
#define ALL_FLAGS                                                        \
	(QUIET_FLAGS | X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_IOPL | \
	 X86_EFLAGS_RF | X86_EFLAGS_VM | X86_EFLAGS_VIF | X86_EFLAGS_VIP)

/*
 * Why: the frame's RFLAGS are ring 3's words. At CPL 3, IRET must not let it
 * set IOPL, or IF without IOPL; at CPL 0 it must load all that a kernel means
 * to give. RF in the frame keeps a breakpoint from firing twice at the same
 * instruction; TF steps exactly one instruction of ring 3.
 *
 * On what: every flag, at CPL 0 and CPL 3, with IOPL 0 and 3, with a breakpoint
 * at the target and after it.
 *
 * Expected: VM is ignored in 64-bit mode, reserved bits stay 0 and bit 1 stays
 * 1, VIF and VIP are loaded at CPL 0 only.
 */
static const struct check checks[] = {
	LOADS("F-170 IRETQ at CPL 0: IOPL is loaded", X86_EFLAGS_IOPL,
	      HAS(FLAGS, X86_EFLAGS_IOPL)),
	LOADS3("F-170.3 IRETQ at CPL 3: IOPL is not loaded", X86_EFLAGS_IOPL,
	       LACKS(FLAGS, X86_EFLAGS_IOPL)),
	LOADS("F-170.IF IRETQ at CPL 0: IF is loaded", X86_EFLAGS_IF,
	      HAS(FLAGS, X86_EFLAGS_IF)),
	LOADS3("F-170.IF0 IRETQ at CPL 3, IOPL 0: IF is not loaded",
	       X86_EFLAGS_IF, LACKS(FLAGS, X86_EFLAGS_IF)),
	LOADS3("F-170.IF3 IRETQ at CPL 3, IOPL 3: IF is loaded", X86_EFLAGS_IF,
	       ON(FLAGS, X86_EFLAGS_IOPL),
	       HAS(FLAGS, X86_EFLAGS_IF | X86_EFLAGS_IOPL)),
	LOADS("F-170.ALL IRETQ: CF PF AF ZF SF DF OF NT AC ID are loaded",
	      QUIET_FLAGS, IS(FLAGS, QUIET_FLAGS | X86_EFLAGS_FIXED)),
	LOADS("F-170.0 IRETQ: reserved flags are ignored, bit 1 is 1",
	      ~(ALL_FLAGS | X86_EFLAGS_FIXED), IS(FLAGS, X86_EFLAGS_FIXED)),
	LOADS("F-171.VIF IRETQ at CPL 0: VIF is loaded", X86_EFLAGS_VIF,
	      HAS(FLAGS, X86_EFLAGS_VIF)),
	LOADS("F-171.VIP IRETQ at CPL 0: VIP is loaded", X86_EFLAGS_VIP,
	      HAS(FLAGS, X86_EFLAGS_VIP)),
	LOADS3("F-171.3 IRETQ at CPL 3: VIF and VIP are not loaded",
	       X86_EFLAGS_VIF | X86_EFLAGS_VIP,
	       LACKS(FLAGS, X86_EFLAGS_VIF | X86_EFLAGS_VIP)),
	LOADS("F-171.VM IRETQ at CPL 0: VM in the frame is ignored",
	      X86_EFLAGS_VM, LACKS(FLAGS, X86_EFLAGS_VM)),
	LOADS("F-172 IRETQ with RF: suppresses a breakpoint at its target",
	      X86_EFLAGS_RF, GIVE(DR0, TARGET), ON(DR7, DR7_BREAK0)),
	CHECK("F-172.0 IRETQ without RF: a breakpoint at its target is #DB",
	      SDM("IRET"), IRETQ, RING0, BOTH, TO_RING3(X86_EFLAGS_FIXED),
	      GIVE(DR0, TARGET), ON(DR7, DR7_BREAK0), IS(EVENT, X86_TRAP_DB),
	      IS(IP, TARGET), HAS(DR6, DR6_B0)),
	CHECK("F-172.2 IRETQ with RF: a breakpoint after its target is #DB",
	      SDM("IRET"), CODE("iretq; nop; nop", "\x48\xcf\x90\x90"), RING0,
	      BOTH, TO_RING3(X86_EFLAGS_RF), GIVE(WORD0, USER_CODE + 2),
	      GIVE(DR0, USER_CODE + 3), ON(DR7, DR7_BREAK0),
	      IS(EVENT, X86_TRAP_DB), IS(IP, USER_CODE + 3), HAS(DR6, DR6_B0)),
	CHECK("F-173 IRETQ with TF in the frame: #DB after one instruction",
	      "SDM 3B, Single-Step Exception Condition",
	      CODE("iretq; nop", "\x48\xcf\x90"), RING0, BOTH,
	      TO_RING3(X86_EFLAGS_TF), GIVE(WORD0, USER_CODE + 2),
	      IS(EVENT, X86_TRAP_DB), IS(CS, SEL_USER_CODE),
	      IS(IP, USER_CODE + 3), HAS(FLAGS, X86_EFLAGS_TF),
	      HAS(DR6, DR6_BS)),
};

const struct check_table check_iret_flags = { checks, ARRAY_SIZE(checks) };
