/* SPDX-License-Identifier: BSD-2-Clause */
/* Far CALL, RET and JMP: F-227, F-228, F-231. */

#include "check/check.h"

#define GP_AT_CPL3(error)                                                \
	IS(EVENT, X86_TRAP_GP), IS(ERROR, error), IS(CS, SEL_USER_CODE), \
		IS(IP, USER_CODE), KEEPS(SP)
#define GP_AT_CPL0(error)                                                  \
	IS(EVENT, X86_TRAP_GP), IS(ERROR, error), IS(CS, SEL_KERNEL_CODE), \
		IS(IP, KERNEL_CODE), KEEPS(SP)

/*
 * A call gate at SEL_GATE leads to the pops after the LCALL, where ring 0 takes
 * what the CPU pushed: RIP, CS, RSP and SS, into rax, rcx, rdx and rbx.
 */
#define SEL_GATE (SEL_FREE(0) | 3)
#define SEL_TARGET SEL_FREE(2)
#define GATE_TYPE_CALL16 (4 << 8)
#define GATE_TYPE_TASK (5 << 8)
#define GATE_USUAL (GATE_TYPE_CALL | GATE_DPL3 | GATE_PRESENT)
#define AFTER_LCALL (KERNEL_CODE + 2)
#define THROUGH(attributes, selector, offset)                \
	GIVE(DI, USER_SP), GIVE(WORD0, (u64)SEL_GATE << 32), \
		GIVE_CALL_GATE(SEL_GATE, selector, attributes, offset)
#define CALL_GATE(attributes, selector) \
	THROUGH(attributes, selector, AFTER_LCALL)
#define LCALL                                             \
	CODE("lcall *(%rdi); pop %rax, %rcx, %rdx, %rbx", \
	     "\xff\x1f\x58\x59\x5a\x5b")

#define CALLS(name, ...) \
	CHECK(name, SDM("CALL"), LCALL, RING3, BOTH, __VA_ARGS__)

#define LRETQ CODE("lretq", "\x48\xcb")
#define TARGET (USER_CODE + 0x100)
#define RETURN(ip, cs, sp, ss) \
	GIVE(WORD0, ip), GIVE(WORD1, cs), GIVE(WORD2, sp), GIVE(WORD3, ss)
#define RETURNS(name, mode, ...) \
	CHECK(name, SDM("RET"), LRETQ, mode, BOTH, __VA_ARGS__)

#define LJMP CODE("ljmp *(%rdi); rex.W nop", "\xff\x2f" WHICH_MODE)
#define JUMPS(name, mode, sp, cs, ip, ...)                      \
	CHECK(name, SDM("JMP"), LJMP, mode, BOTH, GIVE(DI, sp), \
	      GIVE(WORD0, (u64)(cs) << 32 | ((ip) + 2)), __VA_ARGS__)

/*
 * Why: a call gate is a crossing that no kernel uses and every CPU has: with
 * one in a GDT or LDT, ring 3 enters ring 0 with its own RFLAGS, IF included. A
 * far return is IRET without RFLAGS, and a far jump changes the mode (64-bit or
 * compatibility) at the same CPL.
 *
 * On what: call gates of each type, DPL and target; far returns to CPL 3 and 0
 * with bad CS, SS and RIP; far jumps between 64-bit and 32-bit code.
 *
 * Expected: through a gate to CPL 0, SS is null and four words are pushed on
 * RSP0's stack; RFLAGS stay. A bad gate or target faults at the instruction.
 */
static const struct check checks[] = {
	CALLS("F-227 LCALL through a gate to CPL 0: SS null, frame of 4 words",
	      CALL_GATE(GATE_USUAL, SEL_KERNEL_CODE), IS(EVENT, ARRIVED),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE + 6), IS(SS, 0),
	      IS(SP, RSP0_TOP), IS(AX, USER_CODE + 2), IS(CX, SEL_USER_CODE),
	      IS(DX, USER_SP), IS(BX, SEL_USER_DATA)),
	CALLS("F-227.FLAGS LCALL through a gate to CPL 0: RFLAGS as before",
	      CALL_GATE(GATE_USUAL, SEL_KERNEL_CODE),
	      ON(FLAGS,
		 X86_EFLAGS_DF | X86_EFLAGS_NT | X86_EFLAGS_AC | X86_EFLAGS_IF),
	      IS(EVENT, ARRIVED), IS(CS, SEL_KERNEL_CODE), KEEPS(FLAGS)),
	CALLS("F-227.DPL LCALL at CPL 3, the gate's DPL 0: #GP(selector)",
	      CALL_GATE(GATE_TYPE_CALL | GATE_PRESENT, SEL_KERNEL_CODE),
	      GP_AT_CPL3(SELECTOR_ERROR(SEL_GATE))),
	CALLS("F-227.P LCALL, the gate not present: #NP(selector)",
	      CALL_GATE(GATE_TYPE_CALL | GATE_DPL3, SEL_KERNEL_CODE),
	      IS(EVENT, X86_TRAP_NP), IS(ERROR, SELECTOR_ERROR(SEL_GATE)),
	      IS(IP, USER_CODE), KEEPS(SP)),
	CALLS("F-227.16 LCALL, a gate of 16 bits: #GP(selector)",
	      CALL_GATE(GATE_TYPE_CALL16 | GATE_DPL3 | GATE_PRESENT,
			SEL_KERNEL_CODE),
	      GP_AT_CPL3(SELECTOR_ERROR(SEL_GATE))),
	CALLS("F-227.TASK LCALL, a task gate: #GP(selector)",
	      CALL_GATE(GATE_TYPE_TASK | GATE_DPL3 | GATE_PRESENT, SEL_TSS),
	      GP_AT_CPL3(SELECTOR_ERROR(SEL_GATE))),
	CALLS("F-227.UP LCALL, type of the gate's upper half not 0: "
	      "#GP(selector)",
	      CALL_GATE(GATE_USUAL, SEL_KERNEL_CODE),
	      GIVE_UPPER(SEL_GATE, 1 << 8),
	      GP_AT_CPL3(SELECTOR_ERROR(SEL_GATE))),
	CALLS("F-227.CS0 LCALL, the gate's CS null: #GP(0)",
	      CALL_GATE(GATE_USUAL, 0), GP_AT_CPL3(0)),
	CALLS("F-227.L LCALL, the gate's CS has L=0: #GP(CS)",
	      CALL_GATE(GATE_USUAL, SEL_KERNEL_CODE32),
	      GP_AT_CPL3(SEL_KERNEL_CODE32)),
	CALLS("F-227.LD LCALL, the gate's CS has L=1 and D=1: #GP(CS)",
	      GIVE_DESCRIPTOR(SEL_TARGET, DESC_CODE,
			      DESC_FLAT | DESC_L | DESC_D),
	      CALL_GATE(GATE_USUAL, SEL_TARGET), GP_AT_CPL3(SEL_TARGET)),
	CALLS("F-227.DATA LCALL, the gate's CS is data: #GP(CS)",
	      CALL_GATE(GATE_USUAL, SEL_KERNEL_DATA),
	      GP_AT_CPL3(SEL_KERNEL_DATA)),
	CHECK("F-227.IP LCALL, the gate's offset not canonical: #GP(0)",
	      "SDM 3A, Interrupt 13: a call gate in non-canonical space", LCALL,
	      RING3, INTEL,
	      THROUGH(GATE_USUAL, SEL_KERNEL_CODE, 1ull << 56 | AFTER_LCALL),
	      GP_AT_CPL3(0)),
	RETURNS("F-228 LRETQ to ring 3: pops RIP, CS, RSP and SS", RING0,
		RETURN(TARGET, SEL_USER_CODE, USER_SP + 1, SEL_USER_DATA),
		IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE), IS(IP, TARGET),
		IS(SP, USER_SP + 1), IS(SS, SEL_USER_DATA), KEEPS(FLAGS)),
	RETURNS("F-228.0 LRETQ to CPL 0: pops RIP and CS", RING0,
		RETURN(KERNEL_CODE + 2, SEL_KERNEL_CODE, 0, 0),
		IS(EVENT, ARRIVED), IS(IP, KERNEL_CODE + 2),
		IS(SP, KERNEL_SP + 16), KEEPS(SS)),
	RETURNS("F-228.DS LRETQ to ring 3: DS with DPL 0 is nulled", RING0,
		RETURN(TARGET, SEL_USER_CODE, USER_SP, SEL_USER_DATA),
		GIVE(DS, SEL_KERNEL_DATA), IS(EVENT, ARRIVED), IS(IP, TARGET),
		IS(DS, 0)),
	CHECK_NEED(NEED_SMAP,
		   "F-228.SMAP LRETQ at CPL 3, SMAP on: pops from ring 3's "
		   "stack",
		   SDM("RET"), LRETQ, RING3, BOTH, ON(CR4, X86_CR4_SMAP),
		   RETURN(TARGET, SEL_USER_CODE, 0, 0), IS(EVENT, ARRIVED),
		   IS(IP, TARGET), IS(SP, USER_SP + 16)),
	RETURNS("F-228.RPL LRETQ at CPL 3 to CS with RPL 0: #GP(selector)",
		RING3, OFF(CR4, X86_CR4_SMAP),
		RETURN(TARGET, SEL_KERNEL_CODE, 0, 0),
		GP_AT_CPL3(SEL_KERNEL_CODE)),
	RETURNS("F-228.SS LRETQ to ring 3, SS null: #GP(0)", RING0,
		RETURN(TARGET, SEL_USER_CODE, USER_SP, 0), GP_AT_CPL0(0)),
	RETURNS("F-228.LD LRETQ, CS has L=1 and D=1: #GP(selector)", RING0,
		GIVE_DESCRIPTOR(SEL_TARGET, DESC_CODE,
				DESC_FLAT | DESC_L | DESC_D | DESC_DPL3),
		RETURN(TARGET, SEL_TARGET | 3, USER_SP, SEL_USER_DATA),
		GP_AT_CPL0(SEL_TARGET)),
	RETURNS("F-228.IP LRETQ to ring 3, RIP not canonical: #GP(0) at it",
		RING0, RETURN(0, SEL_USER_CODE, USER_SP, SEL_USER_DATA),
		GIVE_EDGE(WORD0, 0), GP_AT_CPL0(0)),
	CHECK("F-231 LJMP from 32-bit code: 64-bit mode, CPL as before",
	      SDM("JMP"),
	      CODE("ljmp $0x33, $0x10007; rex.W nop",
		   "\xea\x07\x00\x01\x00\x33\x00" WHICH_MODE),
	      RING3_32, BOTH, GIVE(AX, 8), IS(EVENT, ARRIVED),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE + 9), IS(AX, 8)),
	CHECK("F-231.0 LJMP from 32-bit code at CPL 0: 64-bit mode", SDM("JMP"),
	      CODE("ljmp $0x10, $0x20007; rex.W nop",
		   "\xea\x07\x00\x02\x00\x10\x00" WHICH_MODE),
	      RING0_32, BOTH, GIVE(AX, 8), IS(EVENT, ARRIVED),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE + 9), IS(AX, 8)),
	JUMPS("F-231.32 LJMP from 64-bit code: compatibility mode", RING3,
	      USER_SP, SEL_USER_CODE32, USER_CODE, GIVE(AX, 8),
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE + 4), IS(AX, 7)),
	JUMPS("F-231.RPL LJMP at CPL 3 to CS with RPL 0: its RPL becomes 3",
	      RING3, USER_SP, SELECTOR_ERROR(SEL_USER_CODE), USER_CODE,
	      IS(EVENT, ARRIVED), IS(CS, SEL_USER_CODE)),
	JUMPS("F-231.DPL LJMP at CPL 3 to CS with DPL 0: #GP(selector)", RING3,
	      USER_SP, SEL_KERNEL_CODE | 3, USER_CODE,
	      GP_AT_CPL3(SEL_KERNEL_CODE)),
	JUMPS("F-231.LD LJMP, CS has L=1 and D=1: #GP(selector)", RING0,
	      KERNEL_SP, SEL_TARGET, KERNEL_CODE,
	      GIVE_DESCRIPTOR(SEL_TARGET, DESC_CODE,
			      DESC_FLAT | DESC_L | DESC_D),
	      GP_AT_CPL0(SEL_TARGET)),
};

const struct check_table check_far = { checks, ARRAY_SIZE(checks) };
