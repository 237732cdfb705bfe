/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How an event enters its handler: the stack, the frame on it, and the flags.
 * F-116 to F-126, F-129, F-135, F-137.
 */

#include "check/int.h"

#define HLT CODE("hlt", "\xf4")
#define STACK_FRAME "SDM 3A, 64-Bit Mode Stack Frame"
#define FREE SEL_FREE(0)
#define FREE_DATA SEL_FREE(1)
#define HANDLER 0x100	    /* in the page of code: an int3 */
#define HANDLER_STACK 0x400 /* in the page of stack */
#define ALL_FLAGS (ARITHMETIC | X86_EFLAGS_AC | X86_EFLAGS_ID | X86_EFLAGS_IOPL)

#define GATE_OF(vector, selector, attributes) \
	GIVE_GATE(vector, selector, GATE_PRESENT | GATE_DPL3 | (attributes))
#define AT_USER IS(CS, SEL_USER_CODE), IS(IP, USER_CODE)

/* Into ring n by INT n, to an int3; the frame is in words 1 to 5. */
#define TO_RING(id, what, n, ...)                                              \
	CHECK("F-" id " INT n from CPL 3 to " #n ": " what, SDM("INT n"), INT, \
	      RING3, BOTH,                                                     \
	      GIVE_DESCRIPTOR(FREE, DESC_CODE, DESC_FLAT64 | DESC_DPL##n),     \
	      GATE_OF(VECTOR, FREE, GATE_TYPE_INTERRUPT),                      \
	      GIVE_GATE_OFFSET(VECTOR, KERNEL_CODE + HANDLER),                 \
	      GIVE(RSP##n, KERNEL_SP + 6 * 8), IS(EVENT, ARRIVED),             \
	      IS(CS, FREE | n), IS(IP, KERNEL_CODE + HANDLER), __VA_ARGS__)
#define FRAME_IN_WORDS                                                 \
	IS(SP, KERNEL_SP + 8), IS(WORD1, USER_CODE + 2),               \
		IS(WORD2, SEL_USER_CODE), IS(WORD3, X86_EFLAGS_FIXED), \
		IS(WORD4, USER_SP), IS(WORD5, SEL_USER_DATA), KEEPS(WORD0)

#define TO_CONFORMING                                                    \
	GIVE_DESCRIPTOR(FREE, DESC_CODE | DESC_CONFORMING, DESC_FLAT64), \
		GATE_OF(VECTOR, FREE, GATE_TYPE_INTERRUPT),              \
		GIVE_GATE_OFFSET(VECTOR, USER_CODE + HANDLER),           \
		IS(EVENT, ARRIVED), IS(CS, FREE | 3),                    \
		IS(IP, USER_CODE + HANDLER), IS(SP, USER_SP - FRAME),    \
		IS(SS, SEL_USER_DATA)

#define ON_IST(n)                                                        \
	CHECK("F-121." #n " INT n by IST" #n ": RSP is TSS.IST" #n,      \
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, n), \
	      GIVE(IST##n, SYSENTER_TOP - 16 * n), IS(EVENT, VECTOR),    \
	      IS(HANDLER_SP, SYSENTER_TOP - 16 * n - FRAME))

#define NO_CODE(id, code, mode, event, ...)                           \
	CHECK("F-137." id ": no error code", "SDM 3A, Error Code",    \
	      code##_CODE, mode, BOTH, __VA_ARGS__, IS(EVENT, event), \
	      IS(ERROR, NO_ERROR), IS(HANDLER_SP, IST1_TOP - FRAME))
#define DIV_CODE CODE("div %ecx", "\xf7\xf1")
#define UD2_CODE UD2
#define NOP_CODE CODE("nop", "\x90")
#define BOUND_CODE CODE("bound %eax,(%edi)", "\x62\x07")
#define FNOP_CODE CODE("fnop", "\xd9\xd0")
#define INT8_CODE CODE("int $8", "\xcd\x08")
#define INT13_CODE CODE("int $13", "\xcd\x0d")
#define INT14_CODE CODE("int $14", "\xcd\x0e")

/* The handler of #TS, at CPL 3 on ring 3's stack, needs no TSS to leave. */
#define TS_HANDLER 2
#define INT_TS                                              \
	CODE("int $0x30; #TS: pop %rbx; pop %rsi; syscall", \
	     "\xcd\x30\x5b\x5e\x0f\x05")

/*
 * Why: an entry finds its frame only by knowing where the CPU put it: RSP0 or
 * an IST, aligned to 16 bytes, five words or six. A handler that expects an
 * error code where there is none returns to the wrong place. TF, NT, RF and IF
 * must be cleared, or the handler itself is stepped, faults in its IRET, or is
 * interrupted.
 *
 * On what: INT n, faults with and without an error code, from CPL 3, 1 and 0 to
 * CPL 0, 1 and 2, by each IST, with TSS stacks that are not aligned, not
 * canonical or past the TSS's limit; conforming handlers, which keep the CPL.
 *
 * Expected: SS is null with the new CPL as its RPL, but stays if CPL does, by
 * an IST, too. A stack that cannot be used is #SS or #TS before anything
 * changes.
 */
static const struct check checks[] = {
	CHECK("F-116 INT n from CPL 3 to 0: RSP0, a frame of five 8-byte words",
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      IS(EVENT, VECTOR), IS(HANDLER_SP, RSP0_TOP - FRAME),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE + 2),
	      IS(SS, SEL_USER_DATA), KEEPS(SP), KEEPS(FLAGS)),
	CHECK("F-116.FAULT #UD from CPL 3 to 0: the same", SDM("INT n"), UD2,
	      RING3, BOTH, GIVE_OPEN_GATE(X86_TRAP_UD, 0),
	      IS(EVENT, X86_TRAP_UD), IS(HANDLER_SP, RSP0_TOP - FRAME), AT_USER,
	      IS(SS, SEL_USER_DATA), KEEPS(SP)),
	CHECK("F-116.CODE #GP from CPL 3 to 0: the same, and an error code",
	      SDM("INT n"), HLT, RING3, BOTH, GIVE_OPEN_GATE(X86_TRAP_GP, 0),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),
	      IS(HANDLER_SP, RSP0_TOP - FRAME_AND_ERROR), AT_USER,
	      IS(SS, SEL_USER_DATA), KEEPS(SP)),
	TO_RING("116.1", "RSP1, frame", 1, FRAME_IN_WORDS),
	TO_RING("116.2", "RSP2, frame", 2, FRAME_IN_WORDS),
	CHECK("F-117 TSS.RSP0 not aligned: aligned down to 16", SDM("INT n"),
	      INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      GIVE(RSP0, RSP0_TOP - 8), IS(EVENT, VECTOR),
	      IS(HANDLER_SP, RSP0_TOP - 16 - FRAME)),
	CHECK("F-117.IST TSS.IST1 not aligned: aligned down to 16",
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 1),
	      GIVE(IST1, IST1_TOP - 1), IS(EVENT, VECTOR),
	      IS(HANDLER_SP, IST1_TOP - 16 - FRAME)),
	CHECK("F-118 INT n from CPL 3 to 0: SS is null", STACK_FRAME, INT,
	      RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 0), IS(EVENT, VECTOR),
	      IS(HANDLER_SS, 0)),
	TO_RING("118.1", "SS is null, RPL 1", 1, IS(SS, 1)),
	TO_RING("118.2", "SS is null, RPL 2", 2, IS(SS, 2)),
	CHECK("F-119 INT n at CPL 0, no IST: SS stays, RSP aligned to 16",
	      SDM("INT n"), INT, RING0, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      GIVE(SP, KERNEL_SP + 47), IS(EVENT, VECTOR),
	      IS(HANDLER_SS, SEL_KERNEL_DATA),
	      IS(HANDLER_SP, KERNEL_SP + 32 - FRAME), KEEPS(SP),
	      IS(SS, SEL_KERNEL_DATA), IS(IP, KERNEL_CODE + 2)),
	CHECK("F-120 INT n at CPL 0 by an IST: SS stays", STACK_FRAME, INT,
	      RING0, BOTH, GIVE_OPEN_GATE(VECTOR, 1), IS(EVENT, VECTOR),
	      IS(HANDLER_SS, SEL_KERNEL_DATA), IS(SS, SEL_KERNEL_DATA),
	      KEEPS(SP)),
	CHECK("F-120.3 INT n at CPL 3 to conforming code by an IST: SS stays",
	      STACK_FRAME, INT, RING3, BOTH, OFF(CR4, X86_CR4_SMAP),
	      GIVE_DESCRIPTOR(FREE, DESC_CODE | DESC_CONFORMING, DESC_FLAT64),
	      GATE_OF(VECTOR, FREE, GATE_TYPE_INTERRUPT | GATE_IST3),
	      GIVE_GATE_OFFSET(VECTOR, USER_CODE + HANDLER),
	      GIVE(IST3, USER_STACK + HANDLER_STACK), IS(EVENT, ARRIVED),
	      IS(CS, FREE | 3), IS(SP, USER_STACK + HANDLER_STACK - FRAME),
	      IS(SS, SEL_USER_DATA)),
	ON_IST(1),
	ON_IST(2),
	ON_IST(3),
	ON_IST(4),
	ON_IST(5),
	ON_IST(6),
	ON_IST(7),
	CHECK("F-121 INT n at CPL 0 by IST3: RSP is TSS.IST3", SDM("INT n"),
	      INT, RING0, BOTH, GIVE_OPEN_GATE(VECTOR, 3),
	      GIVE(IST3, SYSENTER_TOP), IS(EVENT, VECTOR),
	      IS(HANDLER_SP, SYSENTER_TOP - FRAME), KEEPS(SP)),
	CHECK("F-123 INT n, TSS.RSP0 past the TSS's limit: #TS(TR)",
	      SDM("INT n"), INT_TS, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 0),
	      GIVE(TSS_LIMIT, TSS_WITHOUT_RSP0), OFF(CR4, X86_CR4_SMAP),
	      GIVE_DESCRIPTOR(FREE, DESC_CODE | DESC_CONFORMING, DESC_FLAT64),
	      GATE_OF(X86_TRAP_TS, FREE, GATE_TYPE_INTERRUPT),
	      GIVE_GATE_OFFSET(X86_TRAP_TS, USER_CODE + TS_HANDLER),
	      IS(EVENT, AT_LSTAR), IS(BX, SEL_TSS), IS(SI, USER_CODE)),
	CHECK("F-123.IST INT n, TSS.IST7 past the TSS's limit: #TS(TR)",
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 7),
	      GIVE(TSS_LIMIT, TSS_WITHOUT_IST7), GIVE(IST7, SYSENTER_TOP),
	      IS(EVENT, X86_TRAP_TS), IS(ERROR, SEL_TSS), AT_USER, KEEPS(SP)),
	CHECK("F-123.EXT #UD, TSS.IST7 past the TSS's limit: #TS(TR + 1)",
	      SDM("INT n"), UD2, RING3, BOTH, GIVE(TSS_LIMIT, TSS_WITHOUT_IST7),
	      GIVE_OPEN_GATE(X86_TRAP_UD, 7), GIVE(IST7, SYSENTER_TOP),
	      IS(EVENT, X86_TRAP_TS), IS(ERROR, SEL_TSS | ERROR_EXT), AT_USER,
	      KEEPS(SP)),
	CHECK("F-124 INT n, TSS.RSP0 not canonical: #SS(0)", SDM("INT n"), INT,
	      RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 0), GIVE_EDGE(RSP0, 16),
	      IS(EVENT, X86_TRAP_SS), IS(ERROR, 0), AT_USER, KEEPS(SP)),
	CHECK("F-124.EXT #UD, TSS.RSP0 not canonical: #SS(1)", SDM("INT n"),
	      UD2, RING3, BOTH, GIVE_OPEN_GATE(X86_TRAP_UD, 0),
	      GIVE_EDGE(RSP0, 16), IS(EVENT, X86_TRAP_SS), IS(ERROR, ERROR_EXT),
	      AT_USER, KEEPS(SP)),
	CHECK("F-124.IST INT n, TSS.IST3 not canonical: #SS(0)", SDM("INT n"),
	      INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 3), GIVE_EDGE(IST3, 16),
	      IS(EVENT, X86_TRAP_SS), IS(ERROR, 0), AT_USER, KEEPS(SP)),
	CHECK("F-125 interrupt gate: clears IF", SDM("INT n"), INT, RING3, BOTH,
	      GIVE_OPEN_GATE(VECTOR, 1), ON(FLAGS, X86_EFLAGS_IF),
	      IS(EVENT, VECTOR), LACKS(HANDLER_FLAGS, X86_EFLAGS_IF),
	      HAS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-125.TRAP trap gate: IF stays 1", SDM("INT n"), INT, RING3,
	      BOTH,
	      GATE_OF(VECTOR, SEL_KERNEL_CODE, GATE_TYPE_TRAP | GATE_IST1),
	      ON(FLAGS, X86_EFLAGS_IF), IS(EVENT, VECTOR),
	      HAS(HANDLER_FLAGS, X86_EFLAGS_IF), HAS(FLAGS, X86_EFLAGS_IF)),
	CHECK("F-126 handler: AC, ID, IOPL, DF and arithmetic flags as before",
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 1),
	      ON(FLAGS, ALL_FLAGS), IS(EVENT, VECTOR),
	      HAS(HANDLER_FLAGS, ALL_FLAGS)),
	CHECK("F-126.TF handler: TF is 0", SDM("INT n"), UD2, RING3, BOTH,
	      ON(FLAGS, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_UD),
	      LACKS(HANDLER_FLAGS, X86_EFLAGS_TF), HAS(FLAGS, X86_EFLAGS_TF)),
	CHECK("F-126.NT handler: NT is 0", SDM("INT n"), INT, RING3, BOTH,
	      GIVE_OPEN_GATE(VECTOR, 1), ON(FLAGS, X86_EFLAGS_NT),
	      IS(EVENT, VECTOR), LACKS(HANDLER_FLAGS, X86_EFLAGS_NT),
	      HAS(FLAGS, X86_EFLAGS_NT)),
	CHECK("F-126.RF handler: RF is 0, a breakpoint there is not suppressed",
	      SDM("INT n"), UD2, RING3, BOTH, ON(FLAGS, X86_EFLAGS_RF),
	      GIVE(DR0, LANDING + 8 * X86_TRAP_UD), ON(DR7, DR7_BREAK0),
	      IS(EVENT, X86_TRAP_DB), IS(CS, SEL_KERNEL_CODE),
	      IS(IP, LANDING + 8 * X86_TRAP_UD), HAS(DR6, DR6_B0)),
	CHECK("F-129 INT n at CPL 1: RPL of the pushed CS is 1", SDM("INT n"),
	      INT, RING0, BOTH, GIVE_OPEN_GATE(VECTOR, 1),
	      GIVE_DESCRIPTOR(FREE, DESC_CODE, DESC_FLAT64 | DESC_DPL1),
	      GIVE_DESCRIPTOR(FREE_DATA, DESC_DATA, DESC_FLAT | DESC_DPL1),
	      GIVE(CS, FREE | 1), GIVE(SS, FREE_DATA | 1), IS(EVENT, VECTOR),
	      IS(CS, FREE | 1), IS(SS, FREE_DATA | 1)),
	CHECK("F-129.3 INT n at CPL 3, in conforming code: RPL is 3",
	      SDM("INT n"), INT, RING3, BOTH, GIVE_OPEN_GATE(VECTOR, 1),
	      GIVE_DESCRIPTOR(FREE, DESC_CODE | DESC_CONFORMING, DESC_FLAT64),
	      GIVE(CS, FREE | 3), IS(EVENT, VECTOR), IS(CS, FREE | 3)),
	CHECK("F-135 INT n to conforming code: CPL 3 and its stack stay",
	      SDM("INT n"), INT, RING3, BOTH, OFF(CR4, X86_CR4_SMAP),
	      TO_CONFORMING),
	CHECK_NEED(NEED_SMAP,
		   "F-135.SMAP INT n to conforming code: pushes with CPL 3",
		   "SDM 3A, Determination of Access Rights", INT, RING3, BOTH,
		   TO_CONFORMING),
	NO_CODE("DE #DE", DIV, RING3, X86_TRAP_DE, GIVE(CX, 0)),
	NO_CODE("DB #DB", NOP, RING3, X86_TRAP_DB, ON(FLAGS, X86_EFLAGS_TF)),
	NO_CODE("BR #BR", BOUND, RING3_32, X86_TRAP_BR, GIVE(DI, USER_SP),
		GIVE(AX, 1)),
	NO_CODE("UD #UD", UD2, RING3, X86_TRAP_UD, GIVE(AX, 0)),
	NO_CODE("NM #NM", FNOP, RING3, X86_TRAP_NM, ON(CR0, X86_CR0_TS)),
	NO_CODE("INT8 INT 8", INT8, RING3, X86_TRAP_DF,
		GIVE_OPEN_GATE(X86_TRAP_DF, 1)),
	NO_CODE("INT13 INT 13", INT13, RING3, X86_TRAP_GP,
		GIVE_OPEN_GATE(X86_TRAP_GP, 1)),
	NO_CODE("INT14 INT 14", INT14, RING3, X86_TRAP_PF,
		GIVE_OPEN_GATE(X86_TRAP_PF, 1)),
};

const struct check_table check_delivery = { checks, ARRAY_SIZE(checks) };
