/* SPDX-License-Identifier: BSD-2-Clause */
/* Further properties of events: F-145 to F-149, F-237. */

#include "check/expect.h"
#include "check/int.h"

#define RESUME_FLAG "SDM 3B, Resume Flag"
#define NOT_MAPPED 0x50000
#define PF_FETCH_USER 0x15 /* present, by ring 3, a fetch */
#define PF_WRITE 2 /* #PF's error code: not present, a write, by ring 0 */

/*
 * Sends an NMI and waits; at byte 12 the handler, which takes the frame's
 * RFLAGS into rax and ends at the ud2.
 */
#define NMI_HANDLER 0x0c
#define NMI_FLAGS                                              \
	CODE("send NMI, wait; its handler: mov 16(%rsp),%rax", \
	     SEND_NMI WAIT "\xcc\x48\x8b\x44\x24\x10\x0f\x0b")

/*
 * From the page that ring 3 and ring 0 both can run: the same bytes first at
 * CPL 0, then, by SYSRETQ or IRETQ, at CPL 3.
 */
#define TWICE(id, what, text, bytes, ...)                                      \
	CHECK("F-237" id " " what, SDM("SYSRET"),                              \
	      CODE(text "; sysretq to it", bytes "\x48\x0f\x07"), RING0, BOTH, \
	      OFF(CR4, X86_CR4_SMEP | X86_CR4_SMAP), GIVE(IP, USER_CODE),      \
	      GIVE(CX, USER_CODE), GIVE(R11, X86_EFLAGS_FIXED), __VA_ARGS__,   \
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE))

/*
 * Why: RF in a frame decides whether a breakpoint fires at the instruction that
 * IRET returns to. A CPU that sets it for an interrupt loses breakpoints now
 * and then, by chance, which is a debugger's worst fault. And what the CPU, or
 * an emulator, keeps of code that it has run (translations, TLB entries) must
 * not let ring 3 run it with ring 0's rights.
 *
 * On what: an interrupt and an NMI at CPL 0 and 3; a gate whose selector has an
 * RPL; INT3 and INT1 in compatibility mode; a stack that is not mapped;
 * privileged instructions and a read of ring 0's page, run at CPL 0 and then at
 * CPL 3 from the same bytes.
 *
 * Expected: RF is 0 in the frame of an interrupt and of an NMI; the handler
 * runs at the code segment's CPL, whatever the selector's RPL; at CPL 3 the
 * same bytes fault.
 */
static const struct check checks[] = {
	CHECK("F-145 INT n, no page at RSP0: #PF at the INT, at CPL 3",
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      GIVE(RSP0, NOT_MAPPED), FAULTS_AT3(X86_TRAP_PF, PF_WRITE),
	      KEEPS(SP)),
	CHECK("F-145.0 INT n at CPL 0, no page below RSP: #PF at the INT",
	      SDM("INT n"), INT, RING0, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      GIVE(SP, KERNEL_STACK + 16), FAULTS_AT0(X86_TRAP_PF, PF_WRITE),
	      KEEPS(SP)),
	CHECK("F-145.SS INT n at CPL 0, RSP not canonical: #SS(0) at the INT",
	      SDM("INT n"), INT, RING0, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      GIVE_EDGE(SP, 32), FAULTS_AT0(X86_TRAP_SS, 0), KEEPS(SP)),
	CHECK("F-146 INT3 in compatibility mode: #BP after it", SDM("INT n"),
	      CODE("int3", "\xcc"), RING3_32, BOTH, IS(EVENT, X86_TRAP_BP),
	      IS(ERROR, NO_ERROR), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE + 1)),
	CHECK("F-146.INT1 INT1 in compatibility mode: #DB after it",
	      SDM("INT n"), CODE("int1", "\xf1"), RING3_32, BOTH,
	      IS(EVENT, X86_TRAP_DB), IS(ERROR, NO_ERROR),
	      IS(CS, SEL_USER_CODE32), IS(IP, USER_CODE + 1)),
	CHECK("F-146.LOCK3 LOCK INT3: #UD", SDM("INT n"),
	      CODE("lock int3", "\xf0\xcc"), RING3, BOTH, GIVE(AX, 0), UD_AT3),
	CHECK("F-146.LOCK1 LOCK INT1: #UD", SDM("INT n"),
	      CODE("lock int1", "\xf0\xf1"), RING3, BOTH, GIVE(AX, 0), UD_AT3),
	CHECK_WITH(NEED_APIC, prepare_interrupt,
		   "F-147 an interrupt at CPL 0: RF is 0 in the frame",
		   RESUME_FLAG, CODE("sti; nop; nop", "\xfb\x90\x90"), RING0,
		   BOTH, IS(EVENT, INTERRUPT_VECTOR), IS(IP, KERNEL_CODE + 2),
		   LACKS(FLAGS, X86_EFLAGS_RF)),
	CHECK_WITH(NEED_APIC, prepare_interrupt,
		   "F-147.3 an interrupt at CPL 3: RF is 0 in the frame",
		   RESUME_FLAG, CODE("nop", "\x90"), RING3, BOTH,
		   ON(FLAGS, X86_EFLAGS_IF), IS(EVENT, INTERRUPT_VECTOR),
		   IS(CS, SEL_USER_CODE), IS(IP, USER_CODE),
		   LACKS(FLAGS, X86_EFLAGS_RF)),
	CHECK_WITH(NEED_APIC, prepare_nmi,
		   "F-147.NMI an NMI: RF is 0 in the frame", RESUME_FLAG,
		   NMI_FLAGS, RING0, BOTH,
		   GIVE_GATE_OFFSET(X86_TRAP_NMI, KERNEL_CODE + NMI_HANDLER),
		   IS(EVENT, X86_TRAP_UD), LACKS(AX, X86_EFLAGS_RF)),
	CHECK("F-148 INT n, the gate's selector has RPL 3: CPL is 0",
	      SDM("INT n"), INT, RING3, BOTH,
	      GIVE_GATE(VECTOR, SEL_KERNEL_CODE | 3,
			GATE_PRESENT | GATE_TYPE_INTERRUPT | GATE_DPL3 |
				GATE_IST1),
	      IS(EVENT, VECTOR), IS(HANDLER_CS, SEL_KERNEL_CODE),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE + 2)),
	CHECK("F-148.UD #UD, the gate's selector has RPL 3: CPL is 0",
	      SDM("INT n"), UD2, RING3, BOTH,
	      GIVE_GATE(X86_TRAP_UD, SEL_KERNEL_CODE | 3,
			GATE_PRESENT | GATE_TYPE_INTERRUPT | GATE_IST1),
	      IS(EVENT, X86_TRAP_UD), IS(HANDLER_CS, SEL_KERNEL_CODE),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE)),
	CHECK("F-149 a handler at CPL 3: INT n to a gate with user code",
	      SDM("INT n"), INT, RING3, BOTH, OFF(CR4, X86_CR4_SMAP),
	      GIVE_GATE(VECTOR, SEL_USER_CODE,
			GATE_PRESENT | GATE_TYPE_INTERRUPT | GATE_DPL3),
	      GIVE_GATE_OFFSET(VECTOR, USER_CODE + 0x100), IS(EVENT, ARRIVED),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE + 0x100),
	      IS(SP, USER_SP - FRAME), IS(SS, SEL_USER_DATA)),
	TWICE("", "MOV from CR8 at CPL 0, then at CPL 3: #GP(0)",
	      "mov %cr8,%rax", "\x44\x0f\x20\xc0", IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, 0)),
	TWICE(".CLI", "CLI at CPL 0, then at CPL 3: #GP(0)", "cli", "\xfa",
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0)),
	TWICE(".SWAPGS", "SWAPGS at CPL 0, then at CPL 3: #GP(0)", "swapgs",
	      "\x0f\x01\xf8", IS(EVENT, X86_TRAP_GP), IS(ERROR, 0)),
	CHECK("F-237.ALIAS CLI at CPL 0, then by another address at CPL 3: "
	      "#GP(0)",
	      SDM("SYSRET"),
	      CODE("cli; sysretq to the same bytes", "\xfa\x48\x0f\x07"), RING0,
	      BOTH, GIVE(CX, USER_CODE), GIVE(R11, X86_EFLAGS_FIXED),
	      FAULTS_AT3(X86_TRAP_GP, 0)),
	CHECK("F-237.PAGE ring 0's page, run at CPL 0, then fetched at CPL 3: "
	      "#PF",
	      SDM("SYSRET"), CODE("nop; sysretq to it", "\x90\x48\x0f\x07"),
	      RING0, BOTH, GIVE(CX, KERNEL_CODE), GIVE(R11, X86_EFLAGS_FIXED),
	      IS(EVENT, X86_TRAP_PF), IS(ERROR, PF_FETCH_USER),
	      IS(CS, SEL_USER_CODE), IS(IP, KERNEL_CODE)),
	TWICE(".READ", "a read of ring 0's page at CPL 0, then at CPL 3: #PF",
	      "mov (%rdi),%rax", "\x48\x8b\x07", GIVE(DI, KERNEL_SP),
	      IS(EVENT, X86_TRAP_PF), IS(ERROR, 5)),
	TWICE(".WRITE", "a write to ring 0's page at CPL 0, then CPL 3: #PF",
	      "mov %rax,(%rdi)", "\x48\x89\x07", GIVE(DI, KERNEL_SP),
	      IS(EVENT, X86_TRAP_PF), IS(ERROR, 7)),
	TWICE(".IN", "IN at CPL 0, then at CPL 3: #GP(0)", "in $0x21,%al",
	      "\xe4\x21", IS(EVENT, X86_TRAP_GP), IS(ERROR, 0)),
};

const struct check_table check_events = { checks, ARRAY_SIZE(checks) };
