/* SPDX-License-Identifier: BSD-2-Clause */
/* Flags, interrupt shadows, faults by kind of access: F-211 to F-217, F-221. */

#include "check/check.h"

#define AT_CPL3(vector)                                         \
	IS(EVENT, vector), IS(ERROR, 0), IS(CS, SEL_USER_CODE), \
		IS(IP, USER_CODE)

/* A read or a branch with an address that is not canonical, in ring 3. */
#define ACCESS(id, text, bytes, vector, reg)                                 \
	CHECK("F-213" id " " text ", not canonical: #" #vector "(0)",        \
	      "SDM 1, Canonical Addressing", CODE(text, bytes), RING3, BOTH, \
	      GIVE_EDGE(reg, 0), AT_CPL3(X86_TRAP_##vector), KEEPS(SP))
#define BRANCH(id, text, bytes, ...)                                        \
	CHECK("F-214." id " " text ", not canonical: #GP(0) at the branch", \
	      SDM(id), CODE(text, bytes), RING3, INTEL, __VA_ARGS__,        \
	      AT_CPL3(X86_TRAP_GP), KEEPS(SP))

#define POPFQ CODE("popfq", "\x9d")
#define CODE_CLI CODE("cli", "\xfa")
#define CODE_STI CODE("sti", "\xfb")
#define IOPL2 (2 << X86_EFLAGS_IOPL_BIT)
#define PVI(id, text, instruction, flags, ...)                            \
	CHECK_NEED(NEED_VME, "F-217" id " " text, SDM("CLI"),             \
		   CODE_##instruction, RING3, BOTH, ON(CR4, X86_CR4_PVI), \
		   ON(FLAGS, flags), __VA_ARGS__)

/* A read of 4 bytes at an odd address. */
#define READ CODE("mov (%rdi), %eax", "\x8b\x07")
#define MISALIGNED(sp, flags) GIVE(DI, (sp) + 1), ON(FLAGS, flags)

/*
 * Why: IF and IOPL are ring 0's, though POPF, CLI and STI run in ring 3. The
 * instruction after STI or MOV SS runs without an interrupt, which "sti; hlt"
 * and "sti; sysexit" rely on. Which vector a bad address raises (#SS for the
 * stack, #GP for the rest) and where a bad branch faults decide which handler
 * sees it.
 *
 * On what: POPF, PUSHF, CLI and STI with each IOPL and with PVI; a pending
 * interrupt and TF after STI and MOV SS; reads, pushes and branches that are
 * not canonical; misaligned reads with AC and CR0.AM.
 *
 * Expected: POPF ignores what it may not change; CLI and STI fault with #GP(0);
 * a branch to an address that is not canonical faults at the branch, on Intel.
 */
static const struct check checks[] = {
	CHECK_WITH(NEED_APIC, prepare_interrupt,
		   "F-211 STI, interrupt pending: taken after the next "
		   "instruction",
		   SDM("STI"), CODE("sti; nop; nop", "\xfb\x90\x90"), RING0,
		   BOTH, IS(EVENT, INTERRUPT_VECTOR), IS(IP, KERNEL_CODE + 2)),
	CHECK("F-211.TF STI with TF=1: #DB right after it", SDM("STI"),
	      CODE("sti; nop", "\xfb\x90"), RING0, BOTH,
	      ON(FLAGS, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_DB),
	      IS(IP, KERNEL_CODE + 1), HAS(FLAGS, X86_EFLAGS_IF),
	      HAS(DR6, DR6_BS)),
	CHECK("F-212 MOV SS with TF=1: #DB after the next instruction",
	      "SDM 3A, Masking Exceptions and Interrupts When Switching Stacks",
	      CODE("mov %eax, %ss; nop; nop", "\x8e\xd0\x90\x90"), RING3, BOTH,
	      GIVE(AX, SEL_USER_DATA), ON(FLAGS, X86_EFLAGS_TF),
	      IS(EVENT, X86_TRAP_DB), IS(IP, USER_CODE + 3), HAS(DR6, DR6_BS)),
	CHECK_WITH(
		NEED_APIC, prepare_interrupt,
		"F-212.IRQ STI, MOV SS, interrupt pending: where it is taken",
		"SDM STI and MOV say nothing of the two in a row",
		CODE("sti; mov %eax, %ss; nop; nop", "\xfb\x8e\xd0\x90\x90"),
		RING0, UNSETTLED, GIVE(AX, SEL_KERNEL_DATA), SAW(IP)),
	ACCESS(".SP", "mov (%rsp), %eax", "\x8b\x04\x24", SS, SP),
	ACCESS(".BP", "mov (%rbp), %eax", "\x8b\x45\x00", SS, BP),
	ACCESS(".POP", "pop %rax", "\x58", SS, SP),
	CHECK("F-213.PUSH push %rax, not canonical: #SS(0)",
	      "SDM 1, Canonical Addressing", CODE("push %rax", "\x50"), RING3,
	      BOTH, GIVE_EDGE(SP, 8), AT_CPL3(X86_TRAP_SS), KEEPS(SP)),
	ACCESS("", "mov (%rbx), %eax", "\x8b\x03", GP, BX),
	ACCESS(".R12", "mov (%r12), %eax", "\x41\x8b\x04\x24", GP, R12),
	ACCESS(".FS", "mov %fs:(%rbp), %eax", "\x64\x8b\x45\x00", GP, BP),
	BRANCH("JMP", "jmp *%rax", "\xff\xe0", GIVE_EDGE(AX, 0)),
	BRANCH("CALL", "call *%rax", "\xff\xd0", GIVE_EDGE(AX, 0)),
	BRANCH("RET", "ret", "\xc3", GIVE_EDGE(WORD0, 0)),
	CHECK("F-214.A jmp *%rax on AMD, not canonical: where #GP(0) is",
	      "no manual of AMD's tells", CODE("jmp *%rax", "\xff\xe0"), RING3,
	      UNSETTLED, GIVE_EDGE(AX, 0), SAW(IP)),
	CHECK("F-215 POPFQ at CPL 3, IOPL 0: IF stays 0, IOPL 0", SDM("POPF"),
	      POPFQ, RING3, BOTH,
	      GIVE(WORD0, X86_EFLAGS_IF | X86_EFLAGS_IOPL | X86_EFLAGS_CF),
	      IS(EVENT, ARRIVED), IS(FLAGS, X86_EFLAGS_CF | X86_EFLAGS_FIXED)),
	CHECK("F-215.1 POPFQ at CPL 3, IOPL 0: IF stays 1", SDM("POPF"), POPFQ,
	      RING3, BOTH, ON(FLAGS, X86_EFLAGS_IF), GIVE(WORD0, 0),
	      IS(EVENT, ARRIVED), HAS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-215.3 POPFQ at CPL 3, IOPL 3: IF is loaded, IOPL stays",
	      SDM("POPF"), POPFQ, RING3, BOTH, ON(FLAGS, X86_EFLAGS_IOPL),
	      GIVE(WORD0, X86_EFLAGS_IF), IS(EVENT, ARRIVED),
	      HAS(FLAGS, X86_EFLAGS_IF | X86_EFLAGS_IOPL)),
	CHECK("F-215.0 POPFQ at CPL 0: IOPL is loaded", SDM("POPF"), POPFQ,
	      RING0, BOTH, GIVE(WORD0, X86_EFLAGS_IOPL), IS(EVENT, ARRIVED),
	      HAS(FLAGS, X86_EFLAGS_IOPL)),
	CHECK("F-215.VM POPFQ at CPL 0: VM stays 0", SDM("POPF"), POPFQ, RING0,
	      BOTH, GIVE(WORD0, X86_EFLAGS_VM), IS(EVENT, ARRIVED),
	      IS(FLAGS, X86_EFLAGS_FIXED)),
	CHECK("F-215.RF PUSHFQ: RF is 0 in what it pushes", SDM("PUSHF"),
	      CODE("pushfq; pop %rax", "\x9c\x58"), RING3, BOTH,
	      ON(FLAGS, X86_EFLAGS_RF | X86_EFLAGS_CF), IS(EVENT, ARRIVED),
	      IS(AX, X86_EFLAGS_CF | X86_EFLAGS_FIXED)),
	CHECK("F-216.CLI CLI at CPL 3 with IOPL 0: #GP(0)", SDM("CLI"),
	      CODE_CLI, RING3, BOTH, AT_CPL3(X86_TRAP_GP)),
	CHECK("F-216.STI STI at CPL 3 with IOPL 0: #GP(0)", SDM("STI"),
	      CODE_STI, RING3, BOTH, AT_CPL3(X86_TRAP_GP)),
	CHECK("F-216.CLI2 CLI at CPL 3 with IOPL 2: #GP(0)", SDM("CLI"),
	      CODE_CLI, RING3, BOTH, ON(FLAGS, IOPL2), AT_CPL3(X86_TRAP_GP)),
	CHECK("F-216.CLI3 CLI at CPL 3 with IOPL 3: clears IF", SDM("CLI"),
	      CODE_CLI, RING3, BOTH, ON(FLAGS, X86_EFLAGS_IOPL | X86_EFLAGS_IF),
	      IS(EVENT, ARRIVED), LACKS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-216.STI3 STI at CPL 3 with IOPL 3: sets IF", SDM("STI"),
	      CODE_STI, RING3, BOTH, ON(FLAGS, X86_EFLAGS_IOPL),
	      IS(EVENT, ARRIVED), HAS(FLAGS, X86_EFLAGS_IF)),
	PVI("", "CLI at CPL 3, CR4.PVI=1, IOPL 0: clears VIF, not IF", CLI,
	    X86_EFLAGS_VIF | X86_EFLAGS_IF, IS(EVENT, ARRIVED),
	    LACKS(FLAGS, X86_EFLAGS_VIF), HAS(FLAGS, X86_EFLAGS_IF)),
	PVI(".STI", "STI at CPL 3, CR4.PVI=1, IOPL 0: sets VIF, not IF", STI, 0,
	    IS(EVENT, ARRIVED), HAS(FLAGS, X86_EFLAGS_VIF),
	    LACKS(FLAGS, X86_EFLAGS_IF)),
	PVI(".VIP", "STI at CPL 3, CR4.PVI=1, IOPL 0, VIP=1: #GP(0)", STI,
	    X86_EFLAGS_VIP, AT_CPL3(X86_TRAP_GP), LACKS(FLAGS, X86_EFLAGS_VIF)),
	CHECK("F-221 misaligned read at CPL 3, CR0.AM=1, AC=1: #AC(0)",
	      "SDM 3A, Alignment Check Exception", READ, RING3, BOTH,
	      ON(CR0, X86_CR0_AM), MISALIGNED(USER_SP, X86_EFLAGS_AC),
	      AT_CPL3(X86_TRAP_AC)),
	CHECK("F-221.PUSH misaligned push at CPL 3, CR0.AM=1, AC=1: #AC(0)",
	      "SDM 3A, Alignment Check Exception", CODE("push %rax", "\x50"),
	      RING3, BOTH, ON(CR0, X86_CR0_AM), GIVE(SP, USER_SP + 1),
	      ON(FLAGS, X86_EFLAGS_AC), AT_CPL3(X86_TRAP_AC), KEEPS(SP)),
	CHECK("F-221.0 misaligned read at CPL 0, CR0.AM=1, AC=1: none",
	      "SDM 3A, Alignment Check Exception", READ, RING0, BOTH,
	      ON(CR0, X86_CR0_AM), MISALIGNED(KERNEL_SP, X86_EFLAGS_AC),
	      IS(EVENT, ARRIVED)),
	CHECK("F-221.AM misaligned read at CPL 3, CR0.AM=0, AC=1: none",
	      "SDM 3A, Alignment Check Exception", READ, RING3, BOTH,
	      OFF(CR0, X86_CR0_AM), MISALIGNED(USER_SP, X86_EFLAGS_AC),
	      IS(EVENT, ARRIVED)),
};

const struct check_table check_flags = { checks, ARRAY_SIZE(checks) };
