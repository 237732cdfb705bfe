/* SPDX-License-Identifier: BSD-2-Clause */
/* Segment loads, and LAR, LSL, VERR and VERW: F-199 to F-210. */

#include "check/check.h"

#define CODE_MOV_CS CODE("mov %eax, %cs", "\x8e\xc8")
#define CODE_MOV_SS CODE("mov %eax, %ss", "\x8e\xd0")
#define CODE_MOV_DS CODE("mov %eax, %ds", "\x8e\xd8")
#define CODE_MOV_FS CODE("mov %eax, %fs", "\x8e\xe0")
#define CODE_MOV_GS CODE("mov %eax, %gs", "\x8e\xe8")

/* The load faults, at CPL 0 or at CPL 3, and has no effect. */
#define SEL SEL_FREE(0)
#define FAULTS(name, code, selector, vector, error, ...)                      \
	CHECK(name, SDM("MOV"), CODE_##code, RING0, BOTH, GIVE(AX, selector), \
	      IS(EVENT, vector), IS(ERROR, error), IS(CS, SEL_KERNEL_CODE),   \
	      IS(IP, KERNEL_CODE), __VA_ARGS__)
#define FAULTS3(name, code, selector, vector, error, ...)                     \
	CHECK(name, SDM("MOV"), CODE_##code, RING3, BOTH, GIVE(AX, selector), \
	      IS(EVENT, vector), IS(ERROR, error), IS(CS, SEL_USER_CODE),     \
	      IS(IP, USER_CODE), __VA_ARGS__)
#define FREE(type, flags) GIVE_DESCRIPTOR(SEL, type, flags)
#define ABSENT_DATA FREE(DESC_DATA, DESC_FLAT & ~DESC_PRESENT)

#define CODE_LAR CODE("lar %ecx, %eax", "\x0f\x02\xc1")
#define CODE_LSL CODE("lsl %ecx, %eax", "\x0f\x03\xc1")
#define CODE_VERR CODE("verr %ecx", "\x0f\x00\xe1")
#define CODE_VERW CODE("verw %ecx", "\x0f\x00\xe9")

/* ZF is 1 if the selector is valid; if it is 0, no register is loaded. */
#define VALID(name, code, mode, selector, ...)                               \
	CHECK(name, SDM(#code), CODE_##code, mode, BOTH, GIVE(CX, selector), \
	      __VA_ARGS__, IS(EVENT, ARRIVED), HAS(FLAGS, X86_EFLAGS_ZF))
#define INVALID(name, code, mode, selector, ...)                             \
	CHECK(name, SDM(#code), CODE_##code, mode, BOTH, GIVE(CX, selector), \
	      ON(FLAGS, X86_EFLAGS_ZF), __VA_ARGS__, IS(EVENT, ARRIVED),     \
	      LACKS(FLAGS, X86_EFLAGS_ZF), KEEPS(AX))

/* What LAR loads: the descriptor's bytes 5 and 6, but of 6 the limit's bits. */
#define IS_ACCESS(flags) \
	HAS(AX, (flags) << 8), LACKS(AX, ~(((u64)(flags) << 8) | 0xf0000))

/* System descriptors by type; the 16-bit ones are invalid in long mode. */
enum {
	TYPE_TSS16 = 1,
	TYPE_LDT = 2,
	TYPE_TSS16_BUSY = 3,
	TYPE_CALL16 = 4,
	TYPE_TASK_GATE = 5,
	TYPE_TSS64 = 9,
	TYPE_CALL64 = 12,
	TYPE_INTERRUPT64 = 14,
};
#define SYSTEM_VALID(id, code, type, ...)                                     \
	VALID("F-202." id " " #code " of " #type ": valid", code, RING0, SEL, \
	      FREE(TYPE_##type, DESC_PRESENT), __VA_ARGS__)
#define SYSTEM_INVALID(id, code, type)                                       \
	INVALID("F-202." id " " #code " of " #type " in long mode: invalid", \
		code, RING0, SEL, FREE(TYPE_##type, DESC_PRESENT))

/*
 * Why: ring 3 loads segment registers itself. What a load accepts becomes a
 * right: a data segment of DPL 0, a writable stack, or, on the way out, a base
 * that was not cleared with a null selector. LAR, LSL, VERR and VERW let ring 3
 * ask beforehand, and must not say more than a load would.
 *
 * On what: MOV to each segment register at CPL 3 and 0, with null, bad, absent
 * and execute-only descriptors; the four questions about each type of
 * descriptor.
 *
 * Expected: #GP, #NP, or #SS for SS, with the selector, and the register as
 * before; for a question, ZF. 16-bit system types are invalid in long mode.
 */
static const struct check checks[] = {
	CHECK("F-199.FS MOV FS, null: its base becomes 0", "XTF xsa-191",
	      CODE_MOV_FS, RING3, INTEL, GIVE(AX, 0), GIVE(FS, SEL_USER_DATA),
	      IS(EVENT, ARRIVED), IS(FS, 0), IS(FS_BASE, 0)),
	CHECK("F-199.GS MOV GS, null: its base becomes 0", "XTF xsa-191",
	      CODE_MOV_GS, RING3, INTEL, GIVE(AX, 0), GIVE(GS, SEL_USER_DATA),
	      IS(EVENT, ARRIVED), IS(GS, 0), IS(GS_BASE, 0)),
	CHECK("F-199.A MOV GS, null on AMD: older ones keep its base",
	      "Linux X86_BUG_NULL_SEG", CODE_MOV_GS, RING3, UNSETTLED,
	      GIVE(AX, 0), SAW(GS_BASE)),
	FAULTS3("F-200 MOV SS, null at CPL 3: #GP(0)", MOV_SS, 0, X86_TRAP_GP,
		0, KEEPS(SS)),
	FAULTS3("F-200.3 MOV SS, null with RPL 3 at CPL 3: #GP(0)", MOV_SS, 3,
		X86_TRAP_GP, 0, KEEPS(SS)),
	FAULTS("F-201 MOV SS, null with RPL 3 at CPL 0: #GP(0)", MOV_SS, 3,
	       X86_TRAP_GP, 0, KEEPS(SS)),
	CHECK("F-201.0 MOV SS, null with RPL 0 at CPL 0: works", SDM("MOV"),
	      CODE_MOV_SS, RING0, BOTH, GIVE(AX, 0), IS(EVENT, ARRIVED),
	      IS(SS, 0)),
	CHECK("F-201.32 MOV SS, null in compatibility mode at CPL 0: #GP(0)",
	      SDM("MOV"), CODE_MOV_SS, RING0_32, BOTH, GIVE(AX, 0),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), IS(IP, KERNEL_CODE),
	      KEEPS(SS)),
	VALID("F-202 LAR of data: valid, access rights", LAR, RING3, SEL | 3,
	      FREE(DESC_DATA, DESC_FLAT | DESC_D | DESC_DPL3),
	      IS_ACCESS(DESC_DATA | DESC_CODE_OR_DATA | DESC_PRESENT |
			DESC_DPL3 | DESC_D | DESC_G)),
	VALID("F-202.LSL LSL of data with G=1: valid, limit in bytes", LSL,
	      RING3, SEL | 3, FREE(DESC_DATA, DESC_FLAT | DESC_DPL3),
	      IS(AX, 0xffffffff)),
	VALID("F-202.CONF LAR at CPL 3 of conforming code, DPL 0: valid", LAR,
	      RING3, SEL | 3,
	      FREE(DESC_CODE | DESC_CONFORMING, DESC_FLAT | DESC_L),
	      IS(EVENT, ARRIVED)),
	INVALID("F-202.DPL LAR at CPL 3 of DPL 0: invalid", LAR, RING3,
		SEL_KERNEL_DATA, GIVE(DX, 0)),
	INVALID("F-202.RPL LAR at CPL 0 of DPL 0, RPL 3: invalid", LAR, RING0,
		SEL_KERNEL_DATA | 3, GIVE(DX, 0)),
	INVALID("F-202.NULL LAR of null: invalid", LAR, RING0, 0, GIVE(DX, 0)),
	INVALID("F-202.END LAR past the GDT's limit: invalid", LAR, RING0,
		SEL_BEYOND, GIVE(DX, 0)),
	SYSTEM_VALID("LAR2", LAR, LDT, IS_ACCESS(TYPE_LDT | DESC_PRESENT)),
	SYSTEM_VALID("LAR9", LAR, TSS64, IS_ACCESS(TYPE_TSS64 | DESC_PRESENT)),
	SYSTEM_VALID("LAR12", LAR, CALL64,
		     IS_ACCESS(TYPE_CALL64 | DESC_PRESENT)),
	SYSTEM_INVALID("LAR1", LAR, TSS16),
	SYSTEM_INVALID("LAR3", LAR, TSS16_BUSY),
	SYSTEM_INVALID("LAR4", LAR, CALL16),
	SYSTEM_INVALID("LAR5", LAR, TASK_GATE),
	SYSTEM_INVALID("LAR14", LAR, INTERRUPT64),
	SYSTEM_VALID("LSL2", LSL, LDT, IS(AX, 0xffff)),
	SYSTEM_VALID("LSL9", LSL, TSS64, IS(AX, 0xffff)),
	SYSTEM_INVALID("LSL1", LSL, TSS16),
	SYSTEM_INVALID("LSL3", LSL, TSS16_BUSY),
	SYSTEM_INVALID("LSL12", LSL, CALL64),
	VALID("F-202.R VERR of readable code: valid", VERR, RING3,
	      SEL_USER_CODE, KEEPS(AX)),
	VALID("F-202.W VERW of writable data: valid", VERW, RING3,
	      SEL_USER_DATA, KEEPS(AX)),
	INVALID("F-202.X VERR of execute-only code: invalid", VERR, RING0, SEL,
		FREE(DESC_CODE & ~DESC_READABLE, DESC_FLAT | DESC_L)),
	INVALID("F-202.RO VERW of read-only data: invalid", VERW, RING0, SEL,
		FREE(DESC_DATA & ~DESC_WRITABLE, DESC_FLAT)),
	INVALID("F-202.CODE VERW of code: invalid", VERW, RING3, SEL_USER_CODE,
		GIVE(DX, 0)),
	INVALID("F-202.TSS VERR of a TSS: invalid", VERR, RING0, SEL_TSS,
		GIVE(DX, 0)),
	INVALID("F-202.0 VERR at CPL 3 of DPL 0: invalid", VERR, RING3,
		SEL_KERNEL_DATA, GIVE(DX, 0)),
	FAULTS3("F-203 MOV CS: #UD", MOV_CS, SEL_USER_CODE, X86_TRAP_UD,
		NO_ERROR, KEEPS(CS)),
	FAULTS("F-204 MOV SS, not present: #SS(selector)", MOV_SS, SEL,
	       X86_TRAP_SS, SEL, ABSENT_DATA, KEEPS(SS)),
	FAULTS("F-205 MOV DS, not present: #NP(selector)", MOV_DS, SEL,
	       X86_TRAP_NP, SEL, ABSENT_DATA, KEEPS(DS)),
	FAULTS3("F-206 MOV DS at CPL 3, DPL 0: #GP(selector)", MOV_DS,
		SEL_KERNEL_DATA, X86_TRAP_GP, SEL_KERNEL_DATA, KEEPS(DS)),
	FAULTS("F-206.RPL MOV DS at CPL 0, DPL 0, RPL 3: #GP(selector)", MOV_DS,
	       SEL_KERNEL_DATA | 3, X86_TRAP_GP, SEL_KERNEL_DATA, KEEPS(DS)),
	FAULTS("F-207 MOV DS, execute-only code: #GP(selector)", MOV_DS, SEL,
	       X86_TRAP_GP, SEL,
	       FREE(DESC_CODE & ~DESC_READABLE, DESC_FLAT | DESC_L), KEEPS(DS)),
	FAULTS("F-208 MOV DS, a TSS: #GP(selector)", MOV_DS, SEL_TSS,
	       X86_TRAP_GP, SEL_TSS, KEEPS(DS)),
	FAULTS("F-209 MOV SS at CPL 0, RPL 3: #GP(selector)", MOV_SS,
	       SEL_USER_DATA, X86_TRAP_GP, SELECTOR_ERROR(SEL_USER_DATA),
	       KEEPS(SS)),
	FAULTS("F-209.RO MOV SS, read-only: #GP(selector)", MOV_SS, SEL,
	       X86_TRAP_GP, SEL, FREE(DESC_DATA & ~DESC_WRITABLE, DESC_FLAT),
	       KEEPS(SS)),
	FAULTS("F-210 MOV DS, past the GDT's limit: #GP(selector)", MOV_DS,
	       SEL_BEYOND, X86_TRAP_GP, SEL_BEYOND, KEEPS(DS)),
};

const struct check_table check_segments = { checks, ARRAY_SIZE(checks) };
