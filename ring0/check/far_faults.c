/* SPDX-License-Identifier: BSD-2-Clause */
/* Far CALL and JMP, each refusal: F-233, F-234, F-236. */

#include "check/expect.h"
#include "check/int.h"

#define SEL SEL_FREE(0)
#define SEL_GATE (SEL_FREE(0) | 3)
#define SEL_TARGET SEL_FREE(2)
#define TARGET (USER_CODE + 0x100)
#define TARGET0 (KERNEL_CODE + 0x100)
#define ABSENT(flags) ((flags) & ~DESC_PRESENT)
#define TYPE_CALL64 0xc
#define TYPE_LDT 2

#define LCALL CODE("lcall *(%rdi)", "\xff\x1f")
#define LJMP CODE("ljmp *(%rdi)", "\xff\x2f")

/* The handler of #TS, at CPL 3 on ring 3's stack, needs no TSS to leave. */
#define LCALL_TS                                            \
	CODE("lcall *(%rdi); #TS: pop %rbx, %rsi; syscall", \
	     "\xff\x1f\x5b\x5e\x0f\x05")

/* Through a far pointer of 16:32 at the stack's words. */
#define POINTER(sp, cs, ip) GIVE(DI, sp), GIVE(WORD0, (u64)(cs) << 32 | (ip))

/* CALL and JMP refuse the same code segments, with the same error. */
#define BAD_CS0(id, what, vector, error, cs, ...)                           \
	CHECK("F-233." id " LCALL, " what, SDM("CALL"), LCALL, RING0, BOTH, \
	      POINTER(KERNEL_SP, cs, TARGET0),                              \
	      __VA_ARGS__ FAULTS_AT0(vector, error), KEEPS(SP)),            \
		CHECK("F-236." id " LJMP, " what, SDM("JMP"), LJMP, RING0,  \
		      BOTH, POINTER(KERNEL_SP, cs, TARGET0),                \
		      __VA_ARGS__ FAULTS_AT0(vector, error), KEEPS(SP))
#define BAD_CS3(id, what, vector, error, cs, ...)                           \
	CHECK("F-233." id " LCALL, " what, SDM("CALL"), LCALL, RING3, BOTH, \
	      POINTER(USER_SP, cs, TARGET),                                 \
	      __VA_ARGS__ FAULTS_AT3(vector, error), KEEPS(SP)),            \
		CHECK("F-236." id " LJMP, " what, SDM("JMP"), LJMP, RING3,  \
		      BOTH, POINTER(USER_SP, cs, TARGET),                   \
		      __VA_ARGS__ FAULTS_AT3(vector, error), KEEPS(SP))

/* A call gate to 64-bit code, at SEL_GATE; it leads to ip. */
#define GATE_USUAL (GATE_TYPE_CALL | GATE_DPL3 | GATE_PRESENT)
#define THROUGH(cs, ip)                \
	POINTER(USER_SP, SEL_GATE, 0), \
		GIVE_CALL_GATE(SEL_GATE, cs, GATE_USUAL, ip)
#define GATE_REFUSES(id, what, vector, error, cs, ...)                        \
	CHECK("F-234." id " LCALL through a gate, " what, SDM("CALL"), LCALL, \
	      RING3, BOTH, THROUGH(cs, TARGET0),                              \
	      __VA_ARGS__ FAULTS_AT3(vector, error), KEEPS(SP))
#define CONFORMING(flags)                                        \
	GIVE_DESCRIPTOR(SEL_TARGET, DESC_CODE | DESC_CONFORMING, \
			DESC_FLAT64 | (flags))

#define DESCRIPTOR(type, flags) GIVE_DESCRIPTOR(SEL, type, flags),

/*
 * Why: a far transfer is the only way between code segments without a change of
 * RFLAGS, and each of its tests (type, DPL, RPL, present, L and D, limit) keeps
 * ring 3 out of ring 0's segments. Conforming code is the exception that must
 * not become a hole: it runs at the caller's CPL, so CS.RPL must stay 3.
 *
 * On what: far pointers to null, past the GDT, data, absent, of another DPL or
 * RPL, to system descriptors; call gates whose target, stack or selector is
 * odd; far returns to each kind of bad CS and SS.
 *
 * Expected: #GP, #NP or #SS at the instruction, with the selector that is to
 * blame, and RSP as before. A gate's selector has its RPL ignored.
 */
static const struct check checks[] = {
	BAD_CS0("NULL", "CS null: #GP(0)", X86_TRAP_GP, 0, 0, ),
	BAD_CS0("NULL3", "CS null with RPL 3: #GP(0)", X86_TRAP_GP, 0, 3, ),
	BAD_CS0("END", "CS past the GDT's limit: #GP(selector)", X86_TRAP_GP,
		SEL_BEYOND, SEL_BEYOND, ),
	BAD_CS0("DATA", "CS is data: #GP(selector)", X86_TRAP_GP,
		SEL_KERNEL_DATA, SEL_KERNEL_DATA, ),
	BAD_CS0("TSS", "CS is a TSS: #GP(selector)", X86_TRAP_GP, SEL_TSS,
		SEL_TSS, ),
	BAD_CS0("LDT", "CS is an LDT: #GP(selector)", X86_TRAP_GP, SEL, SEL,
		DESCRIPTOR(TYPE_LDT, DESC_PRESENT)),
	BAD_CS0("P", "CS not present: #NP(selector)", X86_TRAP_NP, SEL, SEL,
		DESCRIPTOR(DESC_CODE, ABSENT(DESC_FLAT64))),
	BAD_CS0("DPL", "at CPL 0, CS's DPL 3: #GP(selector)", X86_TRAP_GP,
		SELECTOR_ERROR(SEL_USER_CODE), SELECTOR_ERROR(SEL_USER_CODE), ),
	BAD_CS0("RPL", "at CPL 0, CS's DPL 0, RPL 3: #GP(selector)",
		X86_TRAP_GP, SEL_KERNEL_CODE, SEL_KERNEL_CODE | 3, ),
	BAD_CS0("CDPL", "at CPL 0, CS conforming, DPL 3: #GP(selector)",
		X86_TRAP_GP, SEL, SEL,
		DESCRIPTOR(DESC_CODE | DESC_CONFORMING,
			   DESC_FLAT64 | DESC_DPL3)),
	BAD_CS3("DPL0", "at CPL 3, CS's DPL 0: #GP(selector)", X86_TRAP_GP,
		SEL_KERNEL_CODE, SEL_KERNEL_CODE, ),
	BAD_CS0("LIM", "EIP past a 32-bit CS's limit: #GP(0)", X86_TRAP_GP, 0,
		SEL,
		DESCRIPTOR(DESC_CODE,
			   (DESC_FLAT & ~(DESC_G | DESC_LIMIT_HIGH)) | DESC_D)),
	CHECK("F-233 LCALL to CPL 0's code: pushes CS and EIP, 4 bytes each",
	      SDM("CALL"), LCALL, RING0, BOTH,
	      POINTER(KERNEL_SP + 8, SEL_KERNEL_CODE, 0),
	      GIVE(SP, KERNEL_SP + 8),
	      GIVE(WORD1, (u64)SEL_KERNEL_CODE << 32 | TARGET0),
	      IS(EVENT, ARRIVED), IS(CS, SEL_KERNEL_CODE), IS(IP, TARGET0),
	      IS(SP, KERNEL_SP),
	      IS(WORD0, (u64)SEL_KERNEL_CODE << 32 | (KERNEL_CODE + 2))),
	CHECK("F-233.RPL3 LCALL at CPL 3 to CS with RPL 0: RPL becomes 3",
	      SDM("CALL"), LCALL, RING3, BOTH,
	      POINTER(USER_SP, SELECTOR_ERROR(SEL_USER_CODE), TARGET),
	      OFF(CR4, X86_CR4_SMAP), IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE),
	      IS(IP, TARGET)),
	CHECK("F-233.CONF LCALL at CPL 3 to conforming code, DPL 0: CPL is 3",
	      SDM("CALL"), LCALL, RING3, BOTH, CONFORMING(0),
	      POINTER(USER_SP, SEL_TARGET, TARGET), OFF(CR4, X86_CR4_SMAP),
	      IS(EVENT, ARRIVED), IS(CS, SEL_TARGET | 3), IS(IP, TARGET)),
	CHECK_NEED(
		NEED_SMAP,
		"F-233.SMAP LCALL at CPL 3, SMAP on: pushes to ring 3's stack",
		SDM("CALL"), LCALL, RING3, BOTH, ON(CR4, X86_CR4_SMAP),
		POINTER(USER_SP, SEL_USER_CODE, TARGET), IS(EVENT, ARRIVED),
		IS(CS, SEL_USER_CODE), IS(IP, TARGET), IS(SP, USER_SP - 8)),
	CHECK("F-236.CONF LJMP at CPL 3 to conforming code, DPL 0: CPL is 3",
	      SDM("JMP"), LJMP, RING3, BOTH, CONFORMING(0),
	      POINTER(USER_SP, SEL_TARGET, TARGET), IS(EVENT, ARRIVED),
	      IS(CS, SEL_TARGET | 3), IS(IP, TARGET)),
	CHECK("F-233.SS LCALL, RSP not canonical: #SS(0)", SDM("CALL"), LCALL,
	      RING0, BOTH, POINTER(KERNEL_SP, SEL_KERNEL_CODE, TARGET0),
	      GIVE_EDGE(SP, 8), FAULTS_AT0(X86_TRAP_SS, 0), KEEPS(SP)),
	CHECK("F-233.PF LCALL, no page to push to: #PF, RSP as before",
	      SDM("CALL"), LCALL, RING0, BOTH,
	      POINTER(KERNEL_SP, SEL_KERNEL_CODE, TARGET0),
	      GIVE(SP, KERNEL_STACK), FAULTS_AT0(X86_TRAP_PF, 2), KEEPS(SP)),
	CHECK("F-233.GP LCALL, the pointer's address not canonical: #GP(0)",
	      SDM("CALL"), LCALL, RING0, BOTH, GIVE_EDGE(DI, 0),
	      FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(SP)),
	CHECK("F-236.GP LJMP, the pointer's address not canonical: #GP(0)",
	      SDM("JMP"), LJMP, RING0, BOTH, GIVE_EDGE(DI, 0),
	      FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(SP)),
	CHECK("F-236.PF LJMP, the pointer in no page: #PF", SDM("JMP"), LJMP,
	      RING0, BOTH, GIVE(DI, 8), FAULTS_AT0(X86_TRAP_PF, 0), KEEPS(SP)),
	CHECK("F-233.LOCK LOCK LCALL: #UD", SDM("CALL"),
	      CODE("lock lcall *(%rdi)", "\xf0\xff\x1f"), RING0, BOTH,
	      POINTER(KERNEL_SP, SEL_KERNEL_CODE, TARGET0), UD_AT0),
	CHECK("F-236.LOCK LOCK LJMP: #UD", SDM("JMP"),
	      CODE("lock ljmp *(%rdi)", "\xf0\xff\x2f"), RING0, BOTH,
	      POINTER(KERNEL_SP, SEL_KERNEL_CODE, TARGET0), UD_AT0),
	CHECK("F-233.64 LCALL with an immediate pointer in 64-bit mode: #UD",
	      SDM("CALL"),
	      CODE("lcall $0x10,$0x20100", "\x9a\x00\x01\x02\x00\x10\x00"),
	      RING0, BOTH, GIVE(AX, 0), UD_AT0),
	CHECK("F-236.64 LJMP with an immediate pointer in 64-bit mode: #UD",
	      SDM("JMP"),
	      CODE("ljmp $0x10,$0x20100", "\xea\x00\x01\x02\x00\x10\x00"),
	      RING0, BOTH, GIVE(AX, 0), UD_AT0),
	CHECK("F-233.REG LCALL of a register: #UD", SDM("CALL"),
	      CODE("lcall *%rax", "\xff\xd8"), RING0, BOTH, GIVE(AX, 0),
	      UD_AT0),
	CHECK("F-236.REG LJMP of a register: #UD", SDM("JMP"),
	      CODE("ljmp *%rax", "\xff\xe8"), RING0, BOTH, GIVE(AX, 0), UD_AT0),
	CHECK("F-233.32 LCALL in compatibility mode to 64-bit code",
	      SDM("CALL"),
	      CODE("lcall $0x33,$0x10100", "\x9a\x00\x01\x01\x00\x33\x00"),
	      RING3_32, BOTH, GIVE(AX, 0), OFF(CR4, X86_CR4_SMAP),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE), IS(IP, TARGET),
	      IS(SP, USER_SP - 8)),
	CHECK("F-233.32N LCALL in compatibility mode, CS null: #GP(0)",
	      SDM("CALL"),
	      CODE("lcall $0,$0x10100", "\x9a\x00\x01\x01\x00\x00\x00"),
	      RING3_32, BOTH, GIVE(AX, 0), FAULTS_AT3_32(X86_TRAP_GP, 0)),
	CHECK("F-236.32N LJMP in compatibility mode, CS null: #GP(0)",
	      SDM("JMP"),
	      CODE("ljmp $0,$0x10100", "\xea\x00\x01\x01\x00\x00\x00"),
	      RING3_32, BOTH, GIVE(AX, 0), FAULTS_AT3_32(X86_TRAP_GP, 0)),
	CHECK("F-234 LCALL through a gate whose selector has RPL 3: CPL 0",
	      SDM("CALL"), LCALL, RING3, BOTH,
	      THROUGH(SEL_KERNEL_CODE | 3, TARGET0), IS(EVENT, ARRIVED),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, TARGET0),
	      IS(SP, RSP0_TOP - 4 * 8)),
	CHECK("F-234.CONF LCALL through a gate to conforming code, DPL 0: CPL "
	      "3",
	      SDM("CALL"), LCALL, RING3, BOTH, CONFORMING(0),
	      THROUGH(SEL_TARGET, TARGET), OFF(CR4, X86_CR4_SMAP),
	      IS(EVENT, ARRIVED), IS(CS, SEL_TARGET | 3), IS(IP, TARGET),
	      IS(SP, USER_SP - 2 * 8), IS(SS, SEL_USER_DATA)),
	CHECK("F-234.SAME LCALL through a gate at CPL 0: pushes CS and RIP",
	      SDM("CALL"), LCALL, RING0, BOTH,
	      POINTER(KERNEL_SP + 16, SEL_FREE(0), 0),
	      GIVE(WORD2, (u64)SEL_FREE(0) << 32), GIVE(SP, KERNEL_SP + 16),
	      GIVE_CALL_GATE(SEL_FREE(0), SEL_KERNEL_CODE, GATE_USUAL, TARGET0),
	      IS(EVENT, ARRIVED), IS(CS, SEL_KERNEL_CODE), IS(IP, TARGET0),
	      IS(SP, KERNEL_SP), IS(WORD0, KERNEL_CODE + 2),
	      IS(WORD1, SEL_KERNEL_CODE)),
	CHECK("F-234.RPL LCALL, RPL of the gate's own selector above its DPL: "
	      "#GP(selector)",
	      SDM("CALL"), LCALL, RING0, BOTH, POINTER(KERNEL_SP, SEL_GATE, 0),
	      GIVE_CALL_GATE(SEL_GATE, SEL_KERNEL_CODE,
			     GATE_TYPE_CALL | GATE_PRESENT, TARGET0),
	      FAULTS_AT0(X86_TRAP_GP, SEL_FREE(0)), KEEPS(SP)),
	GATE_REFUSES("END", "CS past the GDT's limit: #GP(CS)", X86_TRAP_GP,
		     SEL_BEYOND, SEL_BEYOND, ),
	GATE_REFUSES("NULL3", "CS null with RPL 3: #GP(0)", X86_TRAP_GP, 0,
		     3, ),
	GATE_REFUSES("P", "CS not present: #NP(CS)", X86_TRAP_NP, SEL_TARGET,
		     SEL_TARGET,
		     GIVE_DESCRIPTOR(SEL_TARGET, DESC_CODE,
				     ABSENT(DESC_FLAT64)), ),
	CHECK("F-234.DPL LCALL at CPL 0 through a gate, CS's DPL 3: #GP(CS)",
	      SDM("CALL"), LCALL, RING0, BOTH,
	      POINTER(KERNEL_SP, SEL_FREE(0), 0),
	      GIVE_CALL_GATE(SEL_FREE(0), SEL_USER_CODE, GATE_USUAL, TARGET),
	      FAULTS_AT0(X86_TRAP_GP, SELECTOR_ERROR(SEL_USER_CODE)),
	      KEEPS(SP)),
	CHECK("F-234.TS LCALL through a gate, RSP0 past the TSS's limit: "
	      "#TS(TR)",
	      SDM("CALL"), LCALL_TS, RING3, BOTH,
	      THROUGH(SEL_KERNEL_CODE, TARGET0), OFF(CR4, X86_CR4_SMAP),
	      GIVE(TSS_LIMIT, TSS_WITHOUT_RSP0), CONFORMING(0),
	      GIVE_GATE(X86_TRAP_TS, SEL_TARGET,
			GATE_PRESENT | GATE_TYPE_INTERRUPT),
	      GIVE_GATE_OFFSET(X86_TRAP_TS, USER_CODE + 2), IS(EVENT, AT_LSTAR),
	      IS(BX, SEL_TSS), IS(SI, USER_CODE)),
	CHECK("F-234.SS LCALL through a gate, TSS.RSP0 not canonical: #SS",
	      "SDM CALL does not say with which error code", LCALL, RING3,
	      UNSETTLED, THROUGH(SEL_KERNEL_CODE, TARGET0), GIVE_EDGE(RSP0, 16),
	      SAW(EVENT), SAW(ERROR)),
	CHECK("F-234.PF LCALL through a gate, no page at RSP0: #PF, CPL 3",
	      SDM("CALL"), LCALL, RING3, BOTH,
	      THROUGH(SEL_KERNEL_CODE, TARGET0), GIVE(RSP0, 0x50000),
	      FAULTS_AT3(X86_TRAP_PF, 2), KEEPS(SP)),
	CHECK("F-236.GATE LJMP through a gate to conforming code: CPL stays 3",
	      SDM("JMP"), LJMP, RING3, BOTH, CONFORMING(0),
	      THROUGH(SEL_TARGET, TARGET), IS(EVENT, ARRIVED),
	      IS(CS, SEL_TARGET | 3), IS(IP, TARGET), KEEPS(SP)),
	CHECK("F-236.UP LJMP at CPL 3 through a gate to DPL 0: #GP(CS)",
	      SDM("JMP"), LJMP, RING3, BOTH, THROUGH(SEL_KERNEL_CODE, TARGET0),
	      FAULTS_AT3(X86_TRAP_GP, SEL_KERNEL_CODE), KEEPS(SP)),
	CHECK("F-236.GDPL LJMP at CPL 3, the gate's DPL 0: #GP(selector)",
	      SDM("JMP"), LJMP, RING3, BOTH, POINTER(USER_SP, SEL_GATE, 0),
	      GIVE_CALL_GATE(SEL_GATE, SEL_USER_CODE,
			     GATE_TYPE_CALL | GATE_PRESENT, TARGET),
	      FAULTS_AT3(X86_TRAP_GP, SEL_FREE(0)), KEEPS(SP)),
	CHECK("F-236.NP LJMP, the gate not present: #NP(selector)", SDM("JMP"),
	      LJMP, RING3, BOTH, POINTER(USER_SP, SEL_GATE, 0),
	      GIVE_CALL_GATE(SEL_GATE, SEL_USER_CODE,
			     GATE_TYPE_CALL | GATE_DPL3, TARGET),
	      FAULTS_AT3(X86_TRAP_NP, SEL_FREE(0)), KEEPS(SP)),
};

const struct check_table check_far_faults = { checks, ARRAY_SIZE(checks) };
