/* SPDX-License-Identifier: BSD-2-Clause */
/* IRET in compatibility mode, and to bad stacks in it: F-181 to F-183. */

#include "check/expect.h"

#define SEL SEL_FREE(0)
#define TARGET (USER_CODE + 0x100)
#define TARGET0 (KERNEL_CODE + 0x100)
#define ABSENT(flags) ((flags) & ~DESC_PRESENT)

/* A frame of 4-byte words: three, and two more if CPL changes. */
#define FRAME32(ip, cs, flags, sp, ss)       \
	GIVE(WORD0, (u64)(cs) << 32 | (ip)), \
		GIVE(WORD1, (u64)(sp) << 32 | (flags)), GIVE(WORD2, ss)
#define RETURNS3(name, flags, ...)                                         \
	CHECK(name, SDM("IRET"), IRETD, RING3_32, BOTH,                    \
	      OFF(CR4, X86_CR4_SMAP),                                      \
	      FRAME32(TARGET, SEL_USER_CODE32, flags, 0, 0),               \
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32), IS(IP, TARGET), \
	      __VA_ARGS__)
#define RETURNS0(name, flags, ...)                                             \
	CHECK(name, SDM("IRET"), IRETD, RING0_32, BOTH,                        \
	      FRAME32(TARGET, SEL_USER_CODE32, flags, USER_SP, SEL_USER_DATA), \
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32), IS(IP, TARGET),     \
	      IS(SP, USER_SP), IS(SS, SEL_USER_DATA), __VA_ARGS__)
#define REFUSES(id, what, vector, error, cs, ss, ...)                         \
	CHECK("F-183." id " IRETD in compatibility mode, " what, SDM("IRET"), \
	      IRETD, RING0_32, BOTH,                                          \
	      FRAME32(((cs)&3) == 3 ? TARGET : TARGET0, cs, X86_EFLAGS_FIXED, \
		      USER_SP, ss),                                           \
	      __VA_ARGS__ FAULTS_AT0_32(vector, error), KEEPS(SP))
#define DESCRIPTOR(type, flags) GIVE_DESCRIPTOR(SEL, type, flags),

/*
 * Why: 32-bit programs use IRET themselves, and a kernel returns to them with
 * it. In long mode there is no virtual-8086 mode: an emulator that lets ring 3
 * set VM by an IRET in compatibility mode is in a state that no CPU can be in.
 *
 * On what: IRETD in compatibility mode at CPL 3 and CPL 0: each flag that it
 * must not load, each bad CS and SS.
 *
 * Expected: three 4-byte words, and two more only if CPL changes; VM stays 0;
 * at CPL 3 IOPL stays, and IF with IOPL 0. It faults as in 64-bit mode.
 */
static const struct check checks[] = {
	RETURNS3("F-181 IRETD in compatibility mode at CPL 3: pops three words",
		 X86_EFLAGS_FIXED | X86_EFLAGS_CF, IS(SP, USER_SP + 12),
		 IS(SS, SEL_USER_DATA),
		 IS(FLAGS, X86_EFLAGS_FIXED | X86_EFLAGS_CF)),
	RETURNS3("F-181.VM IRETD in compatibility mode at CPL 3: VM ignored",
		 X86_EFLAGS_FIXED | X86_EFLAGS_VM, IS(SP, USER_SP + 12),
		 LACKS(FLAGS, X86_EFLAGS_VM)),
	RETURNS3("F-181.IOPL IRETD in compatibility mode at CPL 3: IOPL stays",
		 X86_EFLAGS_FIXED | X86_EFLAGS_IOPL,
		 LACKS(FLAGS, X86_EFLAGS_IOPL)),
	RETURNS3("F-181.IF IRETD in compatibility mode at CPL 3, IOPL 0: IF "
		 "stays",
		 X86_EFLAGS_FIXED | X86_EFLAGS_IF, LACKS(FLAGS, X86_EFLAGS_IF)),
	RETURNS3(
		"F-181.VIF IRETD in compatibility mode at CPL 3: VIF, VIP stay",
		X86_EFLAGS_FIXED | X86_EFLAGS_VIF | X86_EFLAGS_VIP,
		LACKS(FLAGS, X86_EFLAGS_VIF | X86_EFLAGS_VIP)),
	RETURNS0("F-182 IRETD in compatibility mode to ring 3: pops five words",
		 X86_EFLAGS_FIXED | X86_EFLAGS_CF,
		 IS(FLAGS, X86_EFLAGS_FIXED | X86_EFLAGS_CF)),
	RETURNS0("F-182.VM IRETD in compatibility mode at CPL 0: VM ignored",
		 X86_EFLAGS_FIXED | X86_EFLAGS_VM, LACKS(FLAGS, X86_EFLAGS_VM)),
	RETURNS0("F-182.IF IRETD in compatibility mode at CPL 0: IF, IOPL "
		 "loaded",
		 X86_EFLAGS_FIXED | X86_EFLAGS_IF | X86_EFLAGS_IOPL,
		 HAS(FLAGS, X86_EFLAGS_IF | X86_EFLAGS_IOPL)),
	CHECK("F-182.W IRETW in compatibility mode: pops 2 bytes each",
	      SDM("IRET"), CODE("iretw", "\x66\xcf"), RING0_32, BOTH,
	      GIVE(WORD0,
		   (u64)X86_EFLAGS_FIXED << 32 | SEL_KERNEL_CODE32 << 16 | 8),
	      IS(EVENT, X86_TRAP_PF), IS(IP, 8), IS(CS, SEL_KERNEL_CODE32),
	      IS(SP, KERNEL_SP + 6)),
	REFUSES("NULL", "CS null: #GP(0)", X86_TRAP_GP, 0, 0,
		SEL_KERNEL_DATA, ),
	REFUSES("END", "CS past the GDT's limit: #GP(selector)", X86_TRAP_GP,
		SEL_BEYOND, SEL_BEYOND | 3, SEL_USER_DATA, ),
	REFUSES("DATA", "CS is data: #GP(selector)", X86_TRAP_GP,
		SELECTOR_ERROR(SEL_USER_DATA), SEL_USER_DATA, SEL_USER_DATA, ),
	REFUSES("DPL", "CS's DPL 0, RPL 3: #GP(selector)", X86_TRAP_GP,
		SEL_KERNEL_CODE32, SEL_KERNEL_CODE32 | 3, SEL_USER_DATA, ),
	REFUSES("P", "CS not present: #NP(selector)", X86_TRAP_NP, SEL, SEL | 3,
		SEL_USER_DATA,
		DESCRIPTOR(DESC_CODE, ABSENT(DESC_FLAT) | DESC_D | DESC_DPL3)),
	REFUSES("SS0", "SS null: #GP(0)", X86_TRAP_GP, 0, SEL_USER_CODE32, 3, ),
	REFUSES("SSRPL", "SS's RPL 0 for CPL 3: #GP(selector)", X86_TRAP_GP,
		SELECTOR_ERROR(SEL_USER_DATA), SEL_USER_CODE32,
		SELECTOR_ERROR(SEL_USER_DATA), ),
	REFUSES("SSRO", "SS read-only: #GP(selector)", X86_TRAP_GP, SEL,
		SEL_USER_CODE32, SEL | 3,
		DESCRIPTOR(DESC_DATA & ~DESC_WRITABLE, DESC_FLAT | DESC_DPL3)),
	REFUSES("SSP", "SS not present: #SS(selector)", X86_TRAP_SS, SEL,
		SEL_USER_CODE32, SEL | 3,
		DESCRIPTOR(DESC_DATA, ABSENT(DESC_FLAT) | DESC_DPL3)),
	CHECK("F-183.RPL IRETD in compatibility mode at CPL 3 to RPL 0: "
	      "#GP(selector)",
	      SDM("IRET"), IRETD, RING3_32, BOTH, OFF(CR4, X86_CR4_SMAP),
	      FRAME32(TARGET, SEL_KERNEL_CODE32, X86_EFLAGS_FIXED, 0, 0),
	      FAULTS_AT3_32(X86_TRAP_GP, SEL_KERNEL_CODE32), KEEPS(SP)),
	CHECK("F-183.PF IRETD in compatibility mode, no page: #PF, ESP as "
	      "before",
	      SDM("IRET"), IRETD, RING0_32, BOTH, GIVE(SP, KERNEL_STACK - 12),
	      FAULTS_AT0_32(X86_TRAP_PF, 0), KEEPS(SP)),
	CHECK("F-183.LOCK LOCK IRETD in compatibility mode: #UD", SDM("IRET"),
	      CODE("lock iret", "\xf0\xcf"), RING0_32, BOTH, GIVE(AX, 0),
	      FAULTS_AT0_32(X86_TRAP_UD, NO_ERROR)),
};

const struct check_table check_iret_compat = { checks, ARRAY_SIZE(checks) };
