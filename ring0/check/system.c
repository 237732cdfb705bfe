/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Privileged instructions in compatibility mode, MSRs, XSETBV, MONITOR, MWAIT,
 * HLT, WBINVD, LKGS, I/O, and RFLAGS again: F-238, F-265 to F-274.
 */

#include "check/expect.h"
#include "check/machine.h"

/* At CPL 3 in compatibility mode. */
#define PRIVILEGED32(id, text, bytes) PRIVILEGED32_BY(id, id, text, bytes)
#define PRIVILEGED32_BY(id, source, text, bytes)                              \
	CHECK("F-238." id " " text " in compatibility mode at CPL 3: #GP(0)", \
	      SDM(source), CODE(text, bytes), RING3_32, BOTH,                 \
	      GIVE(DI, USER_SP), FAULTS_AT3_32(X86_TRAP_GP, 0))
#define LOCKED(id, text, bytes)                                           \
	CHECK("F-239." id " LOCK " text ": #UD", SDM(id),                 \
	      CODE("lock " text, "\xf0" bytes), RING0, BOTH, GIVE(AX, 0), \
	      UD_AT0)

#define RDMSR CODE("rdmsr", "\x0f\x32")
#define WRMSR CODE("wrmsr", "\x0f\x30")
#define GARBAGE_ABOVE(value) ((u64)0x5a5a5a5a << 32 | (value))
#define MSR_NONE 0x400000ff
/* SYSENTER_EIP is free while a check runs, and has 32 bits on every CPU. */
#define SOME_LOW 0x56789abc

/* XCR0 has x87 (0), SSE (1) and AVX (2). */
#define XSETBV CODE("xsetbv", "\x0f\x01\xd1")
#define XCR(name, mode, ...)                                            \
	CHECK_NEED(NEED_XSAVE, name, SDM("XSETBV"), XSETBV, mode, BOTH, \
		   ON(CR4, X86_CR4_OSXSAVE), GIVE(CX, 0), GIVE(DX, 0),  \
		   GIVE(AX, 1), __VA_ARGS__)

#define MONITOR CODE("monitor", "\x0f\x01\xc8")
#define MWAIT CODE("mwait", "\x0f\x01\xc9")
#define LKGS CODE("lkgs %eax", "\xf2\x0f\x00\xf0")

#define PORT 0x21 /* the first 8259's mask: reading it changes nothing */
#define IO3(id, text, bytes, mode, fault, ...)                                \
	CHECK("F-273." id " " text ", IOPL 0, no I/O map: #GP(0)",            \
	      "SDM 1, I/O Permission Bit Map", CODE(text, bytes), mode, BOTH, \
	      GIVE(DX, PORT), __VA_ARGS__ fault(X86_TRAP_GP, 0))

#define CODE_CLI CODE("cli", "\xfa")
#define CODE_STI CODE("sti", "\xfb")
#define POPFQ CODE("popfq", "\x9d")
#define POPS(name, mode, ...) \
	CHECK(name, SDM("POPF"), POPFQ, mode, BOTH, __VA_ARGS__)

/*
 * Why: compatibility mode is decoded by other paths than 64-bit mode, so each
 * privileged instruction must be refused there, too. The MSR instructions use
 * only the lower halves of their registers, and XSETBV decides what a kernel
 * saves of a task. HLT and MONITOR are where a CPU waits: ring 3 must not stop
 * it.
 *
 * On what: every privileged instruction from 32-bit code at CPL 3, and with
 * LOCK; XCR0 values that the manual forbids; HLT after STI with an interrupt
 * pending; string I/O; POPF and PUSHF of each size; LKGS where it exists, and
 * where not.
 *
 * Expected: #GP(0) or #UD at the instruction, nothing changed.
 */
static const struct check checks[] = {
	PRIVILEGED32("HLT", "hlt", "\xf4"),
	PRIVILEGED32_BY("MOV_CR", "MOV Control Registers", "mov %cr0,%eax",
			"\x0f\x20\xc0"),
	PRIVILEGED32_BY("MOV_CR0", "MOV Control Registers", "mov %eax,%cr0",
			"\x0f\x22\xc0"),
	PRIVILEGED32_BY("MOV_CR3", "MOV Control Registers", "mov %eax,%cr3",
			"\x0f\x22\xd8"),
	PRIVILEGED32_BY("MOV_CR4", "MOV Control Registers", "mov %eax,%cr4",
			"\x0f\x22\xe0"),
	PRIVILEGED32_BY("MOV_DR", "MOV Debug Registers", "mov %db0,%eax",
			"\x0f\x21\xc0"),
	PRIVILEGED32_BY("MOV_DR7", "MOV Debug Registers", "mov %eax,%db7",
			"\x0f\x23\xf8"),
	PRIVILEGED32("RDMSR", "rdmsr", "\x0f\x32"),
	PRIVILEGED32("WRMSR", "wrmsr", "\x0f\x30"),
	PRIVILEGED32("LGDT", "lgdt (%edi)", "\x0f\x01\x17"),
	PRIVILEGED32("LIDT", "lidt (%edi)", "\x0f\x01\x1f"),
	PRIVILEGED32("LLDT", "lldt %ax", "\x0f\x00\xd0"),
	PRIVILEGED32("LTR", "ltr %ax", "\x0f\x00\xd8"),
	PRIVILEGED32("LMSW", "lmsw %ax", "\x0f\x01\xf0"),
	PRIVILEGED32("CLTS", "clts", "\x0f\x06"),
	PRIVILEGED32("INVD", "invd", "\x0f\x08"),
	PRIVILEGED32("WBINVD", "wbinvd", "\x0f\x09"),
	LOCKED("RDMSR", "rdmsr", "\x0f\x32"),
	LOCKED("WRMSR", "wrmsr", "\x0f\x30"),
	LOCKED("HLT", "hlt", "\xf4"),
	LOCKED("WBINVD", "wbinvd", "\x0f\x09"),
	LOCKED("CLI", "cli", "\xfa"),
	LOCKED("STI", "sti", "\xfb"),
	LOCKED("POPF", "popfq", "\x9d"),
	LOCKED("PUSHF", "pushfq", "\x9c"),
	LOCKED("IN", "in $0x21,%al", "\xe4\x21"),
	LOCKED("LAR", "lar %ecx,%eax", "\x0f\x02\xc1"),
	LOCKED("LSL", "lsl %ecx,%eax", "\x0f\x03\xc1"),
	LOCKED("VERR", "verr %ecx", "\x0f\x00\xe1"),
	LOCKED("VERW", "verw %ecx", "\x0f\x00\xe9"),
	CHECK("F-239.MOV_SS LOCK MOV to SS: #UD", SDM("MOV"),
	      CODE("lock mov (%rdi),%ss", "\xf0\x8e\x17"), RING0, BOTH,
	      GIVE(DI, KERNEL_SP), GIVE(WORD0, SEL_KERNEL_DATA), UD_AT0),
	CHECK("F-265 RDMSR: bits 63:32 of RAX and RDX become 0", SDM("RDMSR"),
	      RDMSR, RING0, BOTH, GIVE(CX, GARBAGE_ABOVE(MSR_STAR)),
	      GIVE(AX, GARBAGE_ABOVE(1)), GIVE(DX, GARBAGE_ABOVE(1)),
	      GIVE_STAR(STAR_USER, STAR_KERNEL), IS(EVENT, ARRIVED), IS(AX, 0),
	      IS(DX, (u64)STAR_USER << 16 | STAR_KERNEL)),
	CHECK("F-265.W WRMSR: bits 63:32 of RAX, RCX and RDX are ignored",
	      SDM("WRMSR"), WRMSR, RING0, BOTH,
	      GIVE(CX, GARBAGE_ABOVE(MSR_IA32_SYSENTER_EIP)),
	      GIVE(AX, GARBAGE_ABOVE(SOME_LOW)), GIVE(DX, GARBAGE_ABOVE(0)),
	      IS(EVENT, ARRIVED), IS(SYSENTER_EIP, SOME_LOW)),
	CHECK("F-265.32 WRMSR in compatibility mode at CPL 0: works",
	      SDM("WRMSR"), WRMSR, RING0_32, BOTH,
	      GIVE(CX, MSR_IA32_SYSENTER_EIP), GIVE(AX, SOME_LOW), GIVE(DX, 0),
	      IS(EVENT, ARRIVED), IS(SYSENTER_EIP, SOME_LOW)),
	CHECK("F-265.R32 RDMSR in compatibility mode, no such MSR: #GP(0)",
	      SDM("RDMSR"), RDMSR, RING0_32, BOTH, GIVE(CX, MSR_NONE),
	      FAULTS_AT0_32(X86_TRAP_GP, 0)),
	CHECK("F-265.C32 WRMSR in compatibility mode, not canonical: #GP(0)",
	      SDM("WRMSR"), WRMSR, RING0_32, BOTH, GIVE(CX, MSR_LSTAR),
	      GIVE(AX, 0), GIVE(DX, 1 << 24), FAULTS_AT0_32(X86_TRAP_GP, 0),
	      KEEPS(LSTAR)),
	XCR("F-266 XSETBV of x87 alone: works", RING0, IS(EVENT, ARRIVED)),
	XCR("F-266.3 XSETBV at CPL 3: #GP(0)", RING3,
	    FAULTS_AT3(X86_TRAP_GP, 0)),
	XCR("F-266.32 XSETBV in compatibility mode at CPL 3: #GP(0)", RING3_32,
	    FAULTS_AT3_32(X86_TRAP_GP, 0)),
	XCR("F-266.X87 XSETBV, bit 0 is 0: #GP(0)", RING0, GIVE(AX, 0),
	    FAULTS_AT0(X86_TRAP_GP, 0)),
	XCR("F-266.AVX XSETBV, AVX without SSE: #GP(0)", RING0, GIVE(AX, 5),
	    FAULTS_AT0(X86_TRAP_GP, 0)),
	XCR("F-266.RES XSETBV, a reserved bit: #GP(0)", RING0,
	    GIVE(DX, 1 << 30), FAULTS_AT0(X86_TRAP_GP, 0)),
	XCR("F-266.ECX XSETBV, no such XCR: #GP(0)", RING0, GIVE(CX, 0x1000),
	    FAULTS_AT0(X86_TRAP_GP, 0)),
	XCR("F-266.UD XSETBV with CR4.OSXSAVE=0: #UD", RING0,
	    OFF(CR4, X86_CR4_OSXSAVE), UD_AT0),
	CHECK_NEED(NEED_XSAVE, "F-266.LOCK LOCK XSETBV: #UD", SDM("XSETBV"),
		   CODE("lock xsetbv", "\xf0\x0f\x01\xd1"), RING0, BOTH,
		   ON(CR4, X86_CR4_OSXSAVE), GIVE(CX, 0), GIVE(DX, 0),
		   GIVE(AX, 1), UD_AT0),
	CHECK_NEED(NEED_MONITOR, "F-267 MONITOR at CPL 3: #UD", SDM("MONITOR"),
		   MONITOR, RING3, BOTH, GIVE(AX, USER_SP), GIVE(CX, 0),
		   GIVE(DX, 0), UD_AT3),
	CHECK_NEED(NEED_MONITOR, "F-267.ECX MONITOR, ECX not 0: #GP(0)",
		   SDM("MONITOR"), MONITOR, RING0, BOTH, GIVE(AX, KERNEL_SP),
		   GIVE(CX, 1), GIVE(DX, 0), FAULTS_AT0(X86_TRAP_GP, 0)),
	CHECK_NEED(NEED_MONITOR, "F-267.GP MONITOR, not canonical: #GP(0)",
		   SDM("MONITOR"), MONITOR, RING0, BOTH, GIVE_EDGE(AX, 0),
		   GIVE(CX, 0), GIVE(DX, 0), FAULTS_AT0(X86_TRAP_GP, 0)),
	CHECK_NEED(NEED_MONITOR, "F-267.PF MONITOR of no page: #PF",
		   SDM("MONITOR"), MONITOR, RING0, BOTH, GIVE(AX, 8),
		   GIVE(CX, 0), GIVE(DX, 0), FAULTS_AT0(X86_TRAP_PF, 0)),
	CHECK_NEED(NEED_MONITOR, "F-267.M3 MWAIT at CPL 3: #UD", SDM("MWAIT"),
		   MWAIT, RING3, BOTH, GIVE(AX, 0), GIVE(CX, 0), UD_AT3),
	CHECK_NEED(NEED_MONITOR, "F-267.MECX MWAIT, ECX reserved: #GP(0)",
		   SDM("MWAIT"), MWAIT, RING0, BOTH, GIVE(AX, 0),
		   GIVE(CX, 1 << 8), FAULTS_AT0(X86_TRAP_GP, 0)),
	CHECK_NEED(NEED_NO_MONITOR, "F-267.NO MONITOR, CPUID has it not: #UD",
		   SDM("MONITOR"), MONITOR, RING0, BOTH, GIVE(AX, KERNEL_SP),
		   GIVE(CX, 0), GIVE(DX, 0), UD_AT0),
	CHECK_NEED(NEED_NO_MONITOR, "F-267.MNO MWAIT, CPUID has it not: #UD",
		   SDM("MWAIT"), MWAIT, RING0, BOTH, GIVE(AX, 0), GIVE(CX, 0),
		   UD_AT0),
	CHECK_WITH(NEED_APIC, prepare_interrupt,
		   "F-268 STI, HLT, interrupt pending: taken after the HLT",
		   SDM("HLT"), CODE("sti; hlt; nop", "\xfb\xf4\x90"), RING0,
		   BOTH, IS(EVENT, INTERRUPT_VECTOR), IS(IP, KERNEL_CODE + 2)),
	CHECK_NEED(NEED_WATCHDOG, "F-268.NMI HLT with IF=0: an NMI ends it",
		   SDM("HLT"), CODE("hlt", "\xf4"), RING0, BOTH,
		   IS(EVENT, HUNG), IS(IP, KERNEL_CODE + 1)),
	CHECK("F-268.WBINVD WBINVD at CPL 0: works", SDM("WBINVD"),
	      CODE("wbinvd", "\x0f\x09"), RING0, BOTH, IS(EVENT, ARRIVED),
	      KEEPS(FLAGS)),
	CHECK("F-268.INVLPG INVLPG of a register: #UD", SDM("INVLPG"),
	      CODE("invlpg, register form", "\x0f\x01\xfe"), RING0, BOTH,
	      GIVE(AX, 0), UD_AT0),
	CHECK_NEED(NEED_NO_LKGS, "F-269 LKGS, CPUID has it not: #UD",
		   SDM("LKGS"), LKGS, RING0, BOTH, GIVE(AX, 0), UD_AT0),
	CHECK_NEED(NEED_LKGS, "F-269.0 LKGS: the base goes to KERNEL_GS_BASE",
		   SDM("LKGS"), LKGS, RING0, BOTH, GIVE(AX, SEL_USER_DATA),
		   IS(EVENT, ARRIVED), IS(GS, SEL_USER_DATA),
		   IS(KERNEL_GS_BASE, 0), KEEPS(GS_BASE)),
	CHECK_NEED(NEED_LKGS, "F-269.3 LKGS at CPL 3: #GP(0)", SDM("LKGS"),
		   LKGS, RING3, BOTH, GIVE(AX, SEL_USER_DATA),
		   FAULTS_AT3(X86_TRAP_GP, 0)),
	CHECK_NEED(NEED_LKGS, "F-269.END LKGS past the GDT: #GP(selector)",
		   SDM("LKGS"), LKGS, RING0, BOTH, GIVE(AX, SEL_BEYOND),
		   FAULTS_AT0(X86_TRAP_GP, SEL_BEYOND)),
	CHECK_NEED(NEED_LKGS, "F-269.32 LKGS in compatibility mode: #UD",
		   SDM("LKGS"), LKGS, RING0_32, BOTH, GIVE(AX, 0),
		   FAULTS_AT0_32(X86_TRAP_UD, NO_ERROR)),
	CHECK_NEED(NEED_LKGS, "F-269.LOCK LOCK LKGS: #UD", SDM("LKGS"),
		   CODE("lock lkgs %eax", "\xf0\xf2\x0f\x00\xf0"), RING0, BOTH,
		   GIVE(AX, 0), UD_AT0),
	POPS("F-271 POPFQ at CPL 0: IF, NT, AC, ID, DF and the rest are loaded",
	     RING0,
	     GIVE(WORD0, ARITHMETIC | X86_EFLAGS_NT | X86_EFLAGS_AC |
				 X86_EFLAGS_ID | X86_EFLAGS_IF),
	     IS(EVENT, ARRIVED),
	     IS(FLAGS, ARITHMETIC | X86_EFLAGS_NT | X86_EFLAGS_AC |
			       X86_EFLAGS_ID | X86_EFLAGS_IF |
			       X86_EFLAGS_FIXED)),
	POPS("F-271.RF POPFQ: RF becomes 0, whatever is popped", RING0,
	     GIVE(WORD0, X86_EFLAGS_RF), IS(EVENT, ARRIVED),
	     LACKS(FLAGS, X86_EFLAGS_RF)),
	POPS("F-271.VIF POPFQ at CPL 0: VIF and VIP stay 1", RING0,
	     ON(FLAGS, X86_EFLAGS_VIF | X86_EFLAGS_VIP), GIVE(WORD0, 0),
	     IS(EVENT, ARRIVED), HAS(FLAGS, X86_EFLAGS_VIF | X86_EFLAGS_VIP)),
	POPS("F-271.RES POPFQ: reserved flags stay 0, bit 1 stays 1", RING0,
	     GIVE(WORD0, 0xffffffffffc08028), IS(EVENT, ARRIVED),
	     IS(FLAGS, X86_EFLAGS_FIXED)),
	POPS("F-271.SS POPFQ, RSP not canonical: #SS(0)", RING3,
	     GIVE_EDGE(SP, 0), FAULTS_AT3(X86_TRAP_SS, 0), KEEPS(SP)),
	POPS("F-271.PF POPFQ of no page: #PF, RSP as before", RING3,
	     GIVE(SP, 8), FAULTS_AT3(X86_TRAP_PF, 4), KEEPS(SP)),
	CHECK("F-271.W POPFW at CPL 0: loads bits 15 to 0 alone", SDM("POPF"),
	      CODE("popfw", "\x66\x9d"), RING0, BOTH, ON(FLAGS, X86_EFLAGS_AC),
	      GIVE(WORD0, X86_EFLAGS_CF), IS(EVENT, ARRIVED),
	      IS(FLAGS, X86_EFLAGS_AC | X86_EFLAGS_CF | X86_EFLAGS_FIXED),
	      IS(SP, KERNEL_SP + 2)),
	CHECK("F-271.32 POPFD in compatibility mode at CPL 3: IF, IOPL stay",
	      SDM("POPF"), CODE("popfd", "\x9d"), RING3_32, BOTH,
	      GIVE(WORD0, X86_EFLAGS_IF | X86_EFLAGS_IOPL | X86_EFLAGS_CF),
	      IS(EVENT, ARRIVED), IS(FLAGS, X86_EFLAGS_CF | X86_EFLAGS_FIXED),
	      IS(SP, USER_SP + 4)),
	CHECK("F-271.VM32 POPFD in compatibility mode at CPL 0: VM stays 0",
	      SDM("POPF"), CODE("popfd", "\x9d"), RING0_32, BOTH,
	      GIVE(WORD0, X86_EFLAGS_VM), IS(EVENT, ARRIVED),
	      IS(FLAGS, X86_EFLAGS_FIXED)),
	CHECK("F-271.PUSH PUSHFQ: pushes 8 bytes, IOPL and IF among them",
	      SDM("PUSHF"), CODE("pushfq", "\x9c"), RING3, BOTH,
	      GIVE(SP, USER_SP + 8),
	      ON(FLAGS, X86_EFLAGS_IOPL | X86_EFLAGS_IF | X86_EFLAGS_CF),
	      IS(EVENT, ARRIVED), IS(SP, USER_SP),
	      IS(WORD0, X86_EFLAGS_IOPL | X86_EFLAGS_IF | X86_EFLAGS_CF |
				X86_EFLAGS_FIXED)),
	CHECK("F-271.PUSHSS PUSHFQ, RSP not canonical: #SS(0)", SDM("PUSHF"),
	      CODE("pushfq", "\x9c"), RING3, BOTH, GIVE_EDGE(SP, 8),
	      FAULTS_AT3(X86_TRAP_SS, 0), KEEPS(SP)),
	CHECK("F-271.PUSHPF PUSHFQ to no page: #PF, RSP as before",
	      SDM("PUSHF"), CODE("pushfq", "\x9c"), RING3, BOTH, GIVE(SP, 64),
	      FAULTS_AT3(X86_TRAP_PF, 6), KEEPS(SP)),
	CHECK("F-271.PUSH32 PUSHFD in compatibility mode: 4 bytes, RF is 0",
	      SDM("PUSHF"), CODE("pushfd; pop %eax", "\x9c\x58"), RING3_32,
	      BOTH, ON(FLAGS, X86_EFLAGS_RF | X86_EFLAGS_CF),
	      IS(EVENT, ARRIVED), IS(AX, X86_EFLAGS_CF | X86_EFLAGS_FIXED)),
	CHECK("F-272.CLI CLI in compatibility mode at CPL 3, IOPL 0: #GP(0)",
	      SDM("CLI"), CODE_CLI, RING3_32, BOTH, GIVE(AX, 0),
	      FAULTS_AT3_32(X86_TRAP_GP, 0)),
	CHECK("F-272.STI STI in compatibility mode at CPL 3, IOPL 0: #GP(0)",
	      SDM("STI"), CODE_STI, RING3_32, BOTH, GIVE(AX, 0),
	      FAULTS_AT3_32(X86_TRAP_GP, 0)),
	CHECK("F-272.CLI3 CLI in compatibility mode, IOPL 3: clears IF",
	      SDM("CLI"), CODE_CLI, RING3_32, BOTH,
	      ON(FLAGS, X86_EFLAGS_IOPL | X86_EFLAGS_IF), IS(EVENT, ARRIVED),
	      LACKS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-272.CLI0 CLI at CPL 0: clears IF", SDM("CLI"), CODE_CLI, RING0,
	      BOTH, ON(FLAGS, X86_EFLAGS_IF), IS(EVENT, ARRIVED),
	      LACKS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-272.STI0 STI at CPL 0: sets IF", SDM("STI"), CODE_STI, RING0,
	      BOTH, GIVE(AX, 0), IS(EVENT, ARRIVED), HAS(FLAGS, X86_EFLAGS_IF)),
	IO3("IN32", "in $0x21,%al in compatibility mode", "\xe4\x21", RING3_32,
	    FAULTS_AT3_32, ),
	IO3("OUT32", "out %al,$0x80 in compatibility mode", "\xe6\x80",
	    RING3_32, FAULTS_AT3_32, ),
	IO3("DX", "in %dx,%al", "\xec", RING3, FAULTS_AT3, ),
	IO3("OUTDX", "out %al,%dx", "\xee", RING3, FAULTS_AT3, ),
	IO3("INS", "insb", "\x6c", RING3, FAULTS_AT3, GIVE(DI, USER_SP), ),
	IO3("OUTS", "outsb", "\x6e", RING3, FAULTS_AT3, GIVE(SI, USER_SP), ),
	CHECK("F-273.OUTMAP OUT at CPL 3, the port's bit is 1: #GP(0)",
	      "SDM 1, I/O Permission Bit Map",
	      CODE("out %al,$0x21", "\xe6\x21"), RING3, BOTH,
	      GIVE(IOMAP4, 1 << (PORT - 0x20)),
	      GIVE(TSS_LIMIT, sizeof(struct tss) + 8),
	      FAULTS_AT3(X86_TRAP_GP, 0)),
	CHECK("F-273.4 IN of 4 bytes at CPL 3, the second port's bit is 1: "
	      "#GP(0)",
	      "SDM 1, I/O Permission Bit Map",
	      CODE("in $0x20,%eax", "\xe5\x20"), RING3, BOTH,
	      GIVE(IOMAP4, 1 << (PORT - 0x20)),
	      GIVE(TSS_LIMIT, sizeof(struct tss) + 8),
	      FAULTS_AT3(X86_TRAP_GP, 0)),
};

const struct check_table check_system = { checks, ARRAY_SIZE(checks) };
