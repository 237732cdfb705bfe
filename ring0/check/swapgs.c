/* SPDX-License-Identifier: BSD-2-Clause */
/* SWAPGS, WRMSR, RDMSR and the FSGSBASE instructions: F-191 to F-198. */

#include "check/check.h"

#define SWAPGS CODE("swapgs", "\x0f\x01\xf8")
#define RDMSR CODE("rdmsr", "\x0f\x32")
#define WRMSR CODE("wrmsr", "\x0f\x30")

#define GP_AT(cs, ip) \
	IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), IS(CS, cs), IS(IP, ip)
#define GP_AT_CPL0 GP_AT(SEL_KERNEL_CODE, KERNEL_CODE)
#define GP_AT_CPL3 GP_AT(SEL_USER_CODE, USER_CODE)
#define UD_AT(cs, ip) IS(EVENT, X86_TRAP_UD), IS(CS, cs), IS(IP, ip)

/* Bit 56 alone: not canonical, with 4 levels or with 5. */
#define NOT_CANONICAL GIVE(AX, 0), GIVE(DX, 1 << (56 - 32))
#define WRMSR_NOT_CANONICAL(msr)                                         \
	CHECK("F-193." #msr " WRMSR to " #msr ", not canonical: #GP(0)", \
	      SDM("WRMSR"), WRMSR, RING0, BOTH, GIVE(CX, MSR_##msr),     \
	      NOT_CANONICAL, GP_AT_CPL0, KEEPS(msr))

/* "All existing and future processors" have none here (SDM 4, table 2-2). */
#define MSR_NONE 0x400000ff

#define EFER_WORKS (EFER_SCE | EFER_LME | EFER_LMA | EFER_NXE)
#define WRMSR_EFER(id, text, high, low)                                    \
	CHECK("F-197" id " WRMSR to EFER, " text ": #GP(0)", SDM("WRMSR"), \
	      WRMSR, RING0, BOTH, GIVE(CX, MSR_EFER), GIVE(DX, high),      \
	      GIVE(AX, low), GP_AT_CPL0, KEEPS(EFER))
#define EFER_RESERVED_9 (1 << 9)
#define EFER_RESERVED_63 (1u << (63 - 32))

#define RDFSBASE "\xf3\x48\x0f\xae\xc0"
#define RDGSBASE "\xf3\x48\x0f\xae\xc8"
#define WRFSBASE "\xf3\x48\x0f\xae\xd0"
#define WRGSBASE "\xf3\x48\x0f\xae\xd8"
#define NO_FSGSBASE(name, code)                                     \
	CHECK("F-198." name " with CR4.FSGSBASE=0: #UD", SDM(name), \
	      CODE(name " %rax", code), RING3, BOTH,                \
	      OFF(CR4, X86_CR4_FSGSBASE), GIVE(AX, 0),              \
	      UD_AT(SEL_USER_CODE, USER_CODE))
#define FSGSBASE(name, text, bytes, mode, ...)                              \
	CHECK_NEED(NEED_FSGSBASE, name, SDM("WRFSBASE"), CODE(text, bytes), \
		   mode, BOTH, ON(CR4, X86_CR4_FSGSBASE), __VA_ARGS__)

/*
 * Why: GS base is how ring 0 finds its own data. With FSGSBASE ring 3 may set
 * it to any canonical value, so an entry must know whether SWAPGS is due; a
 * base that is not canonical would make SWAPGS or a later load fault in ring 0.
 * The MSRs say where each gate leads: a WRMSR that takes a bad value moves the
 * fault to the next crossing.
 *
 * On what: SWAPGS at each CPL and mode, with LOCK; WRMSR of values that are not
 * canonical or have reserved bits; MSRs that no CPU has; FSGSBASE on and off.
 *
 * Expected: #GP(0) at the instruction and the register as before, or #UD where
 * the instruction does not exist.
 */
static const struct check checks[] = {
	CHECK("F-191 SWAPGS at CPL 3: #GP(0)", SDM("SWAPGS"), SWAPGS, RING3,
	      BOTH, GP_AT_CPL3, KEEPS(GS_BASE), KEEPS(KERNEL_GS_BASE)),
	CHECK("F-191.32 SWAPGS in compatibility mode: #UD", SDM("SWAPGS"),
	      SWAPGS, RING3_32, BOTH, UD_AT(SEL_USER_CODE32, USER_CODE)),
	CHECK("F-191.K32 SWAPGS in compatibility mode at CPL 0: #UD",
	      SDM("SWAPGS"), SWAPGS, RING0_32, BOTH,
	      UD_AT(SEL_KERNEL_CODE32, KERNEL_CODE), KEEPS(GS_BASE)),
	CHECK("F-191.LOCK LOCK SWAPGS: #UD", SDM("SWAPGS"),
	      CODE("lock swapgs", "\xf0\x0f\x01\xf8"), RING0, BOTH,
	      UD_AT(SEL_KERNEL_CODE, KERNEL_CODE), KEEPS(GS_BASE)),
	CHECK("F-192 SWAPGS: swaps the two bases, and nothing else",
	      SDM("SWAPGS"), SWAPGS, RING0, BOTH, GIVE(GS, SEL_USER_DATA),
	      GIVE(GS_BASE, 0x12345678), GIVE_EDGE(KERNEL_GS_BASE, -8),
	      IS(EVENT, ARRIVED), IS_EDGE(GS_BASE, -8),
	      IS(KERNEL_GS_BASE, 0x12345678), KEEPS(GS), KEEPS(FS_BASE),
	      KEEPS(FLAGS)),
	WRMSR_NOT_CANONICAL(LSTAR),
	WRMSR_NOT_CANONICAL(FS_BASE),
	WRMSR_NOT_CANONICAL(GS_BASE),
	WRMSR_NOT_CANONICAL(KERNEL_GS_BASE),
	CHECK("F-194 WRMSR to CSTAR, not canonical", "SDM WRMSR lists it not",
	      WRMSR, RING0, UNSETTLED, GIVE(CX, MSR_CSTAR), NOT_CANONICAL,
	      SAW(CSTAR)),
	CHECK("F-195 WRMSR to FMASK, bits 63:32 not 0", "SDM 4 says reserved",
	      WRMSR, RING0, UNSETTLED, GIVE(CX, MSR_FMASK), GIVE(AX, 0),
	      GIVE(DX, 1), SAW(FMASK)),
	CHECK("F-196 RDMSR of an MSR that no CPU has: #GP(0)", SDM("RDMSR"),
	      RDMSR, RING0, BOTH, GIVE(CX, MSR_NONE), GP_AT_CPL0, KEEPS(AX),
	      KEEPS(DX)),
	CHECK("F-196.W WRMSR to an MSR that no CPU has: #GP(0)", SDM("WRMSR"),
	      WRMSR, RING0, BOTH, GIVE(CX, MSR_NONE), GIVE(AX, 0), GIVE(DX, 0),
	      GP_AT_CPL0),
	WRMSR_EFER("", "bit 63", EFER_RESERVED_63, EFER_WORKS),
	WRMSR_EFER(".9", "bit 9", 0, EFER_WORKS | EFER_RESERVED_9),
	WRMSR_EFER(".LME", "LME 1 to 0 while paging is on", 0,
		   EFER_WORKS & ~EFER_LME),
	NO_FSGSBASE("RDFSBASE", RDFSBASE),
	NO_FSGSBASE("RDGSBASE", RDGSBASE),
	NO_FSGSBASE("WRFSBASE", WRFSBASE),
	NO_FSGSBASE("WRGSBASE", WRGSBASE),
	FSGSBASE("F-198.FS WRFSBASE, not canonical: #GP(0)", "wrfsbase %rax",
		 WRFSBASE, RING3, GIVE_EDGE(AX, 0), GP_AT_CPL3, KEEPS(FS_BASE)),
	FSGSBASE("F-198.GS WRGSBASE, not canonical: #GP(0)", "wrgsbase %rax",
		 WRGSBASE, RING3, GIVE_EDGE(AX, 0), GP_AT_CPL3, KEEPS(GS_BASE)),
	FSGSBASE("F-198 WRGSBASE, RDFSBASE at CPL 3: write and read the base",
		 "wrgsbase %rax; rdfsbase %rax", WRGSBASE RDFSBASE, RING3,
		 GIVE_EDGE(AX, -8), GIVE(FS_BASE, 0x12345678),
		 IS(EVENT, ARRIVED), IS_EDGE(GS_BASE, -8), IS(AX, 0x12345678)),
	FSGSBASE("F-198.L WRFSBASE of 32 bits: the upper half becomes 0",
		 "wrfsbase %eax", "\xf3\x0f\xae\xd0", RING3,
		 GIVE(AX, 0x123412345678), GIVE_EDGE(FS_BASE, -8),
		 IS(EVENT, ARRIVED), IS(FS_BASE, 0x12345678)),
	FSGSBASE("F-198.32 WRFSBASE in compatibility mode: #UD",
		 "wrfsbase %eax", "\xf3\x0f\xae\xd0", RING3_32,
		 UD_AT(SEL_USER_CODE32, USER_CODE), KEEPS(FS_BASE)),
};

const struct check_table check_swapgs = { checks, ARRAY_SIZE(checks) };
