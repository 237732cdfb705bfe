/* SPDX-License-Identifier: BSD-2-Clause */
/* Far RET, each refusal: F-235. */

#include "check/expect.h"
#include "check/int.h"

#define SEL SEL_FREE(0)
#define TARGET (USER_CODE + 0x100)
#define TARGET0 (KERNEL_CODE + 0x100)
#define ABSENT(flags) ((flags) & ~DESC_PRESENT)

#define LRETQ CODE("lretq", "\x48\xcb")
#define LRETD CODE("lret", "\xcb")
#define RETURN(ip, cs, sp, ss) \
	GIVE(WORD0, ip), GIVE(WORD1, cs), GIVE(WORD2, sp), GIVE(WORD3, ss)
#define RET_REFUSES(id, what, vector, error, cs, ss, ...)                  \
	CHECK("F-235." id " LRETQ, " what, SDM("RET"), LRETQ, RING0, BOTH, \
	      RETURN(((cs)&3) == 3 ? TARGET : TARGET0, cs, USER_SP, ss),   \
	      __VA_ARGS__ FAULTS_AT0(vector, error), KEEPS(SP))
#define DESCRIPTOR(type, flags) GIVE_DESCRIPTOR(SEL, type, flags),

/*
 * Why: a far return is the half of IRET that loads CS, RIP, SS and RSP. What it
 * takes, ring 0 gives to ring 3: a segment of another DPL, a stack that cannot
 * be written. A program in compatibility mode may use it, too.
 *
 * On what: each kind of bad CS and SS, a stack that is not canonical or not
 * mapped, each operand size, with and without bytes to release.
 *
 * Expected: #GP, #NP or #SS at the instruction, with the selector that is to
 * blame, and RSP as before.
 */
static const struct check checks[] = {
	RET_REFUSES("NULL", "CS null: #GP(0)", X86_TRAP_GP, 0, 0,
		    SEL_KERNEL_DATA, ),
	RET_REFUSES("END", "CS past the GDT's limit: #GP(selector)",
		    X86_TRAP_GP, SEL_BEYOND, SEL_BEYOND | 3, SEL_USER_DATA, ),
	RET_REFUSES("DATA", "CS is data: #GP(selector)", X86_TRAP_GP,
		    SELECTOR_ERROR(SEL_USER_DATA), SEL_USER_DATA,
		    SEL_USER_DATA, ),
	RET_REFUSES("TSS", "CS is a TSS: #GP(selector)", X86_TRAP_GP, SEL_TSS,
		    SEL_TSS, SEL_KERNEL_DATA, ),
	RET_REFUSES("DPL", "CS's DPL 3, RPL 0: #GP(selector)", X86_TRAP_GP,
		    SELECTOR_ERROR(SEL_USER_CODE),
		    SELECTOR_ERROR(SEL_USER_CODE), SEL_KERNEL_DATA, ),
	RET_REFUSES("DPL3", "CS's DPL 0, RPL 3: #GP(selector)", X86_TRAP_GP,
		    SEL_KERNEL_CODE, SEL_KERNEL_CODE | 3, SEL_USER_DATA, ),
	RET_REFUSES("CDPL", "CS conforming, DPL 3, RPL 0: #GP(selector)",
		    X86_TRAP_GP, SEL, SEL, SEL_KERNEL_DATA,
		    DESCRIPTOR(DESC_CODE | DESC_CONFORMING,
			       DESC_FLAT64 | DESC_DPL3)),
	RET_REFUSES("P", "CS not present: #NP(selector)", X86_TRAP_NP, SEL,
		    SEL | 3, SEL_USER_DATA,
		    DESCRIPTOR(DESC_CODE, ABSENT(DESC_FLAT64) | DESC_DPL3)),
	RET_REFUSES("SSRPL", "SS's RPL 0 for CPL 3: #GP(selector)", X86_TRAP_GP,
		    SELECTOR_ERROR(SEL_USER_DATA), SEL_USER_CODE,
		    SELECTOR_ERROR(SEL_USER_DATA), ),
	RET_REFUSES("SSDPL", "SS's DPL 0, RPL 3: #GP(selector)", X86_TRAP_GP,
		    SEL_KERNEL_DATA, SEL_USER_CODE, SEL_KERNEL_DATA | 3, ),
	RET_REFUSES("SSEND", "SS past the GDT's limit: #GP(selector)",
		    X86_TRAP_GP, SEL_BEYOND, SEL_USER_CODE, SEL_BEYOND | 3, ),
	RET_REFUSES("SSRO", "SS read-only: #GP(selector)", X86_TRAP_GP, SEL,
		    SEL_USER_CODE, SEL | 3,
		    DESCRIPTOR(DESC_DATA & ~DESC_WRITABLE,
			       DESC_FLAT | DESC_DPL3)),
	RET_REFUSES("SSP", "SS not present: #SS(selector)", X86_TRAP_SS, SEL,
		    SEL_USER_CODE, SEL | 3,
		    DESCRIPTOR(DESC_DATA, ABSENT(DESC_FLAT) | DESC_DPL3)),
	RET_REFUSES("SS32", "to compatibility mode, SS null: #GP(0)",
		    X86_TRAP_GP, 0, SEL_USER_CODE32, 3, ),
	CHECK("F-235.STACK LRETQ, RSP not canonical: #SS(0)", SDM("RET"), LRETQ,
	      RING0, BOTH, GIVE_EDGE(SP, 0), FAULTS_AT0(X86_TRAP_SS, 0),
	      KEEPS(SP)),
	CHECK("F-235.PF LRETQ, no page to pop from: #PF, RSP as before",
	      SDM("RET"), LRETQ, RING0, BOTH, GIVE(SP, KERNEL_STACK - 16),
	      FAULTS_AT0(X86_TRAP_PF, 0), KEEPS(SP)),
	CHECK("F-235.LIM LRETQ, EIP past a 32-bit CS's limit: #GP(0)",
	      SDM("RET"), LRETQ, RING0, BOTH,
	      GIVE_DESCRIPTOR(SEL, DESC_CODE,
			      (DESC_FLAT & ~(DESC_G | DESC_LIMIT_HIGH)) |
				      DESC_D | DESC_DPL3),
	      RETURN(TARGET, SEL | 3, USER_SP, SEL_USER_DATA),
	      FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(SP)),
	CHECK("F-235.IMM LRETQ 16 to ring 3: releases 16 bytes of both stacks",
	      SDM("RET"), CODE("lretq $16", "\x48\xca\x10\x00"), RING0, BOTH,
	      GIVE(WORD0, TARGET), GIVE(WORD1, SEL_USER_CODE),
	      GIVE(WORD4, USER_SP), GIVE(WORD5, SEL_USER_DATA),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE), IS(IP, TARGET),
	      IS(SP, USER_SP + 16)),
	CHECK("F-235.LOCK LOCK LRETQ: #UD", SDM("RET"),
	      CODE("lock lretq", "\xf0\x48\xcb"), RING0, BOTH,
	      RETURN(TARGET0, SEL_KERNEL_CODE, 0, 0), UD_AT0),
	CHECK("F-235 LRET in 64-bit mode: pops 4 bytes each", SDM("RET"), LRETD,
	      RING0, BOTH, GIVE(WORD0, (u64)SEL_USER_CODE << 32 | TARGET),
	      GIVE(WORD1, (u64)SEL_USER_DATA << 32 | USER_SP),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE), IS(IP, TARGET),
	      IS(SP, USER_SP), IS(SS, SEL_USER_DATA)),
	CHECK("F-235.32 LRET in compatibility mode to ring 3: pops SS and ESP",
	      SDM("RET"), LRETD, RING0_32, BOTH,
	      GIVE(WORD0, (u64)SEL_USER_CODE32 << 32 | TARGET),
	      GIVE(WORD1, (u64)SEL_USER_DATA << 32 | USER_SP),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32), IS(IP, TARGET),
	      IS(SP, USER_SP), IS(SS, SEL_USER_DATA)),
	CHECK("F-235.32R LRET in compatibility mode at CPL 3 to RPL 0: "
	      "#GP(selector)",
	      SDM("RET"), LRETD, RING3_32, BOTH,
	      GIVE(WORD0, (u64)SEL_KERNEL_CODE32 << 32 | TARGET),
	      OFF(CR4, X86_CR4_SMAP),
	      FAULTS_AT3_32(X86_TRAP_GP, SEL_KERNEL_CODE32), KEEPS(SP)),
};

const struct check_table check_far_return = { checks, ARRAY_SIZE(checks) };
