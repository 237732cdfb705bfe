/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events within events: a second one comes while the first is being delivered,
 * or handled. F-122, F-124.DF, F-136, F-143.
 */

#include "check/int.h"

#define READ CODE("mov (%rdi),%eax", "\x8b\x07")
#define HLT CODE("hlt", "\xf4")
#define NOT_MAPPED 0x50000
#define FREE_DATA SEL_FREE(1)
#define ABSENT_DATA ((DESC_FLAT | DESC_DPL3) & ~DESC_PRESENT)
#define ABSENT(vector) GIVE_GATE(vector, SEL_KERNEL_CODE, GATE_TYPE_INTERRUPT)

/* While one event is delivered, its gate or stack causes a second. */
#define SECOND(id, what, code, event, error, ...)                      \
	CHECK("F-136" id " " what, "SDM 3A, Double Fault Exception",   \
	      code##_CODE, RING3, BOTH, __VA_ARGS__, IS(EVENT, event), \
	      IS(ERROR, error))
#define DIV_CODE CODE("div %ecx", "\xf7\xf1")
#define MOV_SS_CODE CODE("mov %eax,%ss", "\x8e\xd0")
#define INT_CODE INT
#define UD2_CODE UD2
#define READ_CODE READ
#define HLT_CODE HLT
#define PF_WRITE 2 /* #PF's error code: not present, a write, by ring 0 */

/* mov %rsp,%rbx; int3 */
#define FIRST_HANDLER 2
#define INT_INT3 \
	CODE("int $0x30; its handler: int3", "\xcd\x30\x48\x89\xe3\xcc")

/*
 * The code, below 10h, sends an NMI and waits for it. The handler sends
 * another, waits, and leaves by IRETQ. The second one's handler puts into RSI
 * where it came, rounded down to 16 bytes: below 10h if that was after the
 * IRETQ, from 10h on if it was while the first handler ran.
 */
#define NMI_HANDLER 0x10
#define NMI_END 0x25
#define NMI_NMI                                                              \
	CODE("send NMI, wait; in its handler: send NMI, wait, iretq",        \
	     /* 00 */ SEND_NMI WAIT                                          \
	     "\xcc\xcc\xcc\xcc\xcc" /* 10 */                                 \
	     "\xff\xcb\x78\x0d" /* dec %ebx; js 21 */ /* 14 */ SEND_NMI WAIT \
	     "\x48\xcf" /* iretq */ /* 21 */ "\x5e\x83\xe6\xf0" /* pop %rsi; \
							and $-16,%esi */     \
	     "\x0f\x0b")

/*
 * Why: two faults in a row are either two faults or a double fault, by a table
 * in the manual. A kernel's #DF handler panics, so a pair that is wrongly a #DF
 * ends the machine; a pair that wrongly is not may loop for ever. An NMI within
 * an NMI would overwrite the frame on the same IST.
 *
 * On what: contributory faults and page faults whose gate is not present or
 * whose stack is not mapped; one IST used twice; an NMI sent by an NMI's
 * handler.
 *
 * Expected: #DF(0) for contributory after contributory, and for either after
 * #PF; otherwise the second fault alone. NMIs are blocked until IRET.
 */
static const struct check checks[] = {
	CHECK("F-122 an event within another by the same IST: same frame",
	      SDM("INT n"), INT_INT3, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 1),
	      GIVE_GATE_OFFSET(VECTOR, KERNEL_CODE + FIRST_HANDLER),
	      IS(EVENT, X86_TRAP_BP), IS(CS, SEL_KERNEL_CODE),
	      IS(IP, KERNEL_CODE + 6), IS(BX, IST1_TOP - FRAME),
	      IS(HANDLER_SP, IST1_TOP - FRAME)),
	CHECK("F-124.DF INT n, TSS.RSP0 not canonical, #SS needs it: #DF(0)",
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      GIVE_OPEN_GATE(X86_TRAP_SS, 0), GIVE_EDGE(RSP0, 16),
	      IS(EVENT, X86_TRAP_DF), IS(ERROR, 0)),
	SECOND("", "#GP, then #NP: #DF(0)", HLT, X86_TRAP_DF, 0,
	       ABSENT(X86_TRAP_GP)),
	SECOND(".DE", "#DE, then #NP: #DF(0)", DIV, X86_TRAP_DF, 0, GIVE(CX, 0),
	       ABSENT(X86_TRAP_DE)),
	SECOND(".TS", "#TS, then #NP: #DF(0)", INT, X86_TRAP_DF, 0,
	       GIVE_OPEN_GATE(VECTOR, 7), GIVE(TSS_LIMIT, TSS_WITHOUT_IST7),
	       ABSENT(X86_TRAP_TS)),
	SECOND(".NP", "#NP, then #NP: #DF(0)", INT, X86_TRAP_DF, 0,
	       GIVE_GATE(VECTOR, SEL_KERNEL_CODE,
			 GATE_TYPE_INTERRUPT | GATE_DPL3),
	       ABSENT(X86_TRAP_NP)),
	SECOND(".SS", "#SS, then #NP: #DF(0)", MOV_SS, X86_TRAP_DF, 0,
	       GIVE(AX, FREE_DATA | 3),
	       GIVE_DESCRIPTOR(FREE_DATA, DESC_DATA, ABSENT_DATA),
	       ABSENT(X86_TRAP_SS)),
	SECOND(".PF", "#PF, then #NP: #DF(0)", READ, X86_TRAP_DF, 0,
	       GIVE(DI, NOT_MAPPED), ABSENT(X86_TRAP_PF)),
	SECOND(".PFPF", "#PF, then #PF: #DF(0)", READ, X86_TRAP_DF, 0,
	       GIVE(DI, NOT_MAPPED), GIVE_OPEN_GATE(X86_TRAP_PF, 0),
	       GIVE(RSP0, NOT_MAPPED)),
	SECOND(".GPPF", "#GP, then #PF: #PF", HLT, X86_TRAP_PF, PF_WRITE,
	       GIVE_OPEN_GATE(X86_TRAP_GP, 0), GIVE(RSP0, NOT_MAPPED),
	       SAW(CR2)),
	SECOND(".UDPF", "#UD, then #PF: #PF", UD2, X86_TRAP_PF, PF_WRITE,
	       GIVE_OPEN_GATE(X86_TRAP_UD, 0), GIVE(RSP0, NOT_MAPPED),
	       SAW(CR2)),
	CHECK_WITH(NEED_APIC, prepare_nmi,
		   "F-143 NMI: the next one is blocked until IRET",
		   "SDM 3A, Handling Multiple NMIs", NMI_NMI, RING0, BOTH,
		   GIVE(BX, 1),
		   GIVE_GATE_OFFSET(X86_TRAP_NMI, KERNEL_CODE + NMI_HANDLER),
		   IS(EVENT, X86_TRAP_UD), IS(CS, SEL_KERNEL_CODE),
		   IS(IP, KERNEL_CODE + NMI_END), IS(SI, KERNEL_CODE)),
};

const struct check_table check_nested = { checks, ARRAY_SIZE(checks) };
