/* SPDX-License-Identifier: BSD-2-Clause */
/* INT n, INT3, INTO and INT1: F-101 to F-104, F-127 to F-144 in part. */

#include "check/int.h"
#include "check/space.h"

#define INT3 CODE("int3", "\xcc")
#define INT1 CODE("int1", "\xf1")
#define INTO CODE("into", "\xce")
#define INT_DB CODE("int $1", "\xcd\x01")
#define INT_OF CODE("int $4", "\xcd\x04")
#define LOCK_INT CODE("lock int $0x30", "\xf0\xcd\x30")
#define MOV_SS(next) "\x8e\x17" next /* mov (%rdi),%ss */

#define LANDING_OF(vector) (LANDING + 8 * (vector))

#define GIVE_CLOSED_GATE(vector)           \
	GIVE_GATE(vector, SEL_KERNEL_CODE, \
		  GATE_PRESENT | GATE_TYPE_INTERRUPT | GATE_IST1)
#define OPEN GIVE_OPEN_GATE(VECTOR, GATE_IST1)
#define HERE IS(CS, SEL_USER_CODE), IS(IP, USER_CODE), KEEPS(SP)
#define AFTER(size) IS(CS, SEL_USER_CODE), IS(IP, USER_CODE + (size)), KEEPS(SP)

/* MOV SS reads a watched word; its #DB comes after the next instruction. */
#define WATCHED_SS                                                         \
	GIVE(DI, USER_SP), GIVE(WORD0, SEL_USER_DATA), GIVE(DR0, USER_SP), \
		ON(DR7, DR7_WATCH0)

/*
 * Ring 3 runs INT 0 to INT 255. The handler of #GP compares each error code
 * with EBP, adds 8 to EBP, and returns to the next INT. At a wrong error code,
 * which is in EBX, the code ends at CPL 0; if all are right, at ring 3's ud2.
 */
#define SWEEP 0x100
#define SWEEP_END (SWEEP + 2 * VECTORS)
#define SWEEP_HANDLER 5
#define INT_SWEEP                                                      \
	CODE("int $0; ...; int $255",                                  \
	     "\xe9\xfb\x00\x00\x00" /* jmp SWEEP */                    \
	     "\x5b\x39\xeb\x75\x09" /* pop %rbx; cmp %ebp,%ebx; jne */ \
	     "\x83\xc5\x08"	    /* add $8,%ebp */                  \
	     "\x83\x04\x24\x02"	    /* addl $2,(%rsp) */               \
	     "\x48\xcf\x0f\x0b" /* iretq; ud2 */)

static void prepare_sweep(u64 *give)
{
	u8 *code = check_space.code + SWEEP;
	u32 vector;

	for (vector = 0; vector < VECTORS; vector++) {
		*code++ = 0xcd; /* INT n */
		*code++ = vector;
	}
	*code++ = 0x0f; /* UD2 */
	*code = 0x0b;
	give[FIELD_BP] = GATE_ERROR(0);
}

/* A fault pushes RF=1. */
#define FAULT_RF(id, code, bytes, event, ...)                                \
	CHECK("F-127." id ": RF is 1 in the frame", "SDM 3B, Resume Flag",   \
	      CODE(code, bytes), RING3, BOTH, __VA_ARGS__, IS(EVENT, event), \
	      IS(IP, USER_CODE), HAS(FLAGS, X86_EFLAGS_RF))

/*
 * Why: a software interrupt may name any vector, so the gate's DPL is all that
 * keeps ring 3 from calling the handler of a page fault. INT1 is no software
 * interrupt: it passes that test. What the frame says (RIP of the instruction
 * or of the next one, RF, TF) decides whether the handler's IRET goes on or
 * loops.
 *
 * On what: each form of INT from 64-bit and 32-bit code at CPL 3, all 256
 * vectors, with TF set, with RF set, after a MOV SS that hit a watchpoint.
 *
 * Expected: a gate of DPL 0 is #GP(vector * 8 + 2). A fault's frame has the
 * instruction's RIP and RF=1; a trap's has the next one's and RF=0.
 */
static const struct check checks[] = {
	CHECK("F-101 INT n, gate's DPL below CPL: #GP(n*8 + 2)", SDM("INT n"),
	      INT, RING3, BOTH, IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, GATE_ERROR(VECTOR)), HERE),
	CHECK("F-101.RF INT n, gate's DPL below CPL: RF is 1 in the frame",
	      SDM("INT n"), INT, RING3, BOTH, IS(EVENT, X86_TRAP_GP),
	      HAS(FLAGS, X86_EFLAGS_RF)),
	CHECK("F-101.32 INT n in compatibility mode, the same: #GP(n*8 + 2)",
	      SDM("INT n"), INT, RING3_32, BOTH, IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, GATE_ERROR(VECTOR)), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE)),
	CHECK("F-102 INT3, gate's DPL 0: #GP(1Ah)", SDM("INT n"), INT3, RING3,
	      BOTH, GIVE_CLOSED_GATE(X86_TRAP_BP), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, GATE_ERROR(X86_TRAP_BP)), HERE),
	CHECK("F-103 INT 1, gate's DPL 0: #GP(0Ah)", SDM("INT n"), INT_DB,
	      RING3, BOTH, IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, GATE_ERROR(X86_TRAP_DB)), HERE),
	CHECK("F-104 INT1, gate's DPL 0: #DB after it, RF is 0, DR6 as before",
	      SDM("INT n"), INT1, RING3, BOTH, IS(EVENT, X86_TRAP_DB),
	      IS(ERROR, NO_ERROR), AFTER(1), LACKS(FLAGS, X86_EFLAGS_RF),
	      KEEPS(DR6)),
	FAULT_RF("DE #DE", "div %ecx", "\xf7\xf1", X86_TRAP_DE, GIVE(CX, 0)),
	FAULT_RF("UD #UD", "ud2", "\x0f\x0b", X86_TRAP_UD, GIVE(AX, 0)),
	FAULT_RF("NP #NP", "int $0x30", "\xcd\x30", X86_TRAP_NP,
		 GIVE_GATE(VECTOR, SEL_KERNEL_CODE,
			   GATE_TYPE_INTERRUPT | GATE_DPL3)),
	FAULT_RF("SS #SS", "mov %eax,%ss", "\x8e\xd0", X86_TRAP_SS,
		 GIVE(AX, SEL_FREE(0) | 3),
		 GIVE_DESCRIPTOR(SEL_FREE(0), DESC_DATA,
				 (DESC_FLAT | DESC_DPL3) & ~DESC_PRESENT)),
	FAULT_RF("GP #GP", "hlt", "\xf4", X86_TRAP_GP, GIVE(AX, 0)),
	FAULT_RF("PF #PF", "mov (%rdi),%eax", "\x8b\x07", X86_TRAP_PF,
		 GIVE(DI, KERNEL_SP)),
	CHECK("F-127.INT INT n: RF is 0 in the frame", "SDM 3B, Resume Flag",
	      INT, RING3, BOTH, OPEN, IS(EVENT, VECTOR),
	      LACKS(FLAGS, X86_EFLAGS_RF)),
	CHECK("F-127.RF INT n with RF=1: RF is 0 in the frame",
	      "SDM 3B, Resume Flag", INT, RING3, INTEL, OPEN,
	      ON(FLAGS, X86_EFLAGS_RF), IS(EVENT, VECTOR),
	      LACKS(FLAGS, X86_EFLAGS_RF)),
	CHECK("F-127.INT3 INT3: RF is 0 in the frame", "SDM 3B, Resume Flag",
	      INT3, RING3, BOTH, IS(EVENT, X86_TRAP_BP),
	      LACKS(FLAGS, X86_EFLAGS_RF)),
	CHECK("F-127.TF single step: RF is 0 in the frame",
	      "SDM 3B, Resume Flag", CODE("nop", "\x90"), RING3, BOTH,
	      ON(FLAGS, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_DB),
	      IS(IP, USER_CODE + 1), LACKS(FLAGS, X86_EFLAGS_RF)),
	CHECK("F-127.DB breakpoint on an instruction: RF is as it was, 0",
	      "SDM 3B, Resume Flag", CODE("nop", "\x90"), RING3, INTEL,
	      GIVE(DR0, USER_CODE), ON(DR7, DR7_BREAK0), IS(EVENT, X86_TRAP_DB),
	      IS(IP, USER_CODE), LACKS(FLAGS, X86_EFLAGS_RF)),
	CHECK("F-128 a fault: RIP is the instruction's", SDM("INT n"),
	      CODE("nop; mov (%rdi),%eax", "\x90\x8b\x07"), RING3, BOTH,
	      GIVE(DI, KERNEL_SP), IS(EVENT, X86_TRAP_PF), AFTER(1)),
	CHECK("F-128.INT INT n: RIP is the next one's", SDM("INT n"), INT,
	      RING3, BOTH, OPEN, IS(EVENT, VECTOR), AFTER(2)),
	CHECK("F-128.INT3 INT3: RIP is the next one's", SDM("INT n"), INT3,
	      RING3, BOTH, IS(EVENT, X86_TRAP_BP), AFTER(1)),
	CHECK("F-128.TF single step: RIP is the next one's", SDM("INT n"),
	      CODE("xchg %ax,%ax", "\x66\x90"), RING3, BOTH,
	      ON(FLAGS, X86_EFLAGS_TF), IS(EVENT, X86_TRAP_DB), AFTER(2)),
	CHECK("F-130 INT n in compatibility mode: 16-byte gate, 64-bit handler",
	      SDM("INT n"), INT, RING3_32, BOTH, OPEN, IS(EVENT, VECTOR),
	      IS(ERROR, NO_ERROR), IS(HANDLER_CS, SEL_KERNEL_CODE),
	      IS(HANDLER_SP, IST1_TOP - FRAME), IS(CS, SEL_USER_CODE32),
	      IS(IP, USER_CODE + 2), KEEPS(SP), IS(SS, SEL_USER_DATA)),
	CHECK("F-131 INT n with RSP not canonical: works", SDM("INT n"), INT,
	      RING3, BOTH, OPEN, GIVE_EDGE(SP, 0), IS(EVENT, VECTOR), AFTER(2)),
	CHECK("F-132 INTO in 64-bit mode: #UD", SDM("INT n"), INTO, RING3, BOTH,
	      GIVE_OPEN_GATE(X86_TRAP_OF, GATE_IST1), ON(FLAGS, X86_EFLAGS_OF),
	      IS(EVENT, X86_TRAP_UD), HERE),
	CHECK("F-133 INTO in compatibility mode, OF=1: #OF after it",
	      SDM("INT n"), INTO, RING3_32, BOTH,
	      GIVE_OPEN_GATE(X86_TRAP_OF, GATE_IST1), ON(FLAGS, X86_EFLAGS_OF),
	      IS(EVENT, X86_TRAP_OF), IS(ERROR, NO_ERROR),
	      IS(CS, SEL_USER_CODE32), IS(IP, USER_CODE + 1)),
	CHECK("F-133.DPL INTO in compatibility mode, gate's DPL 0: #GP(22h)",
	      SDM("INT n"), INTO, RING3_32, BOTH, ON(FLAGS, X86_EFLAGS_OF),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, GATE_ERROR(X86_TRAP_OF)),
	      IS(IP, USER_CODE)),
	CHECK("F-133.0 INTO in compatibility mode, OF=0: nothing", SDM("INT n"),
	      INTO, RING3_32, BOTH, IS(EVENT, ARRIVED), IS(IP, USER_CODE + 1)),
	CHECK("F-134 INT 4 in 64-bit mode: legal", "Linux mov_ss_trap", INT_OF,
	      RING3, BOTH, GIVE_OPEN_GATE(X86_TRAP_OF, GATE_IST1),
	      IS(EVENT, X86_TRAP_OF), IS(ERROR, NO_ERROR), AFTER(2)),
	CHECK("F-138 LOCK INT n: #UD", SDM("INT n"), LOCK_INT, RING3, BOTH,
	      OPEN, IS(EVENT, X86_TRAP_UD), HERE),
	CHECK("F-139 INT n with TF=1: handler not stepped, TF in the frame",
	      SDM("INT n"), INT, RING3, BOTH, OPEN, ON(FLAGS, X86_EFLAGS_TF),
	      IS(EVENT, VECTOR), AFTER(2), HAS(FLAGS, X86_EFLAGS_TF),
	      LACKS(HANDLER_FLAGS, X86_EFLAGS_TF), LACKS(DR6, DR6_BS)),
	CHECK("F-140 MOV SS with a watchpoint, INT n: #DB in its handler",
	      "Linux mov_ss_trap",
	      CODE("mov (%rdi),%ss; int $0x30", MOV_SS("\xcd\x30")), RING3,
	      BOTH, GIVE_OPEN_GATE(VECTOR, 0), WATCHED_SS,
	      IS(EVENT, X86_TRAP_DB), IS(CS, SEL_KERNEL_CODE),
	      IS(IP, LANDING_OF(VECTOR)), IS(SP, RSP0_TOP - FRAME),
	      HAS(DR6, DR6_B0)),
	CHECK("F-140.INT3 MOV SS with a watchpoint, INT3: #DB in its handler",
	      "Linux mov_ss_trap", CODE("mov (%rdi),%ss; int3", MOV_SS("\xcc")),
	      RING3, BOTH, GIVE_OPEN_GATE(X86_TRAP_BP, 0), WATCHED_SS,
	      IS(EVENT, X86_TRAP_DB), IS(CS, SEL_KERNEL_CODE),
	      IS(IP, LANDING_OF(X86_TRAP_BP)), IS(SP, RSP0_TOP - FRAME),
	      HAS(DR6, DR6_B0)),
	CHECK("F-141 INT n: FS, GS bases, DS and ES stay", SDM("INT n"), INT,
	      RING3, BOTH, OPEN, GIVE(DS, SEL_USER_DATA),
	      GIVE(ES, SEL_USER_DATA), IS(EVENT, VECTOR), KEEPS(FS_BASE),
	      KEEPS(GS_BASE), KEEPS(KERNEL_GS_BASE), KEEPS(DS), KEEPS(ES)),
	CHECK("F-142 INT n with IF=0: not masked", SDM("INT n"), INT, RING3,
	      BOTH, OPEN, OFF(FLAGS, X86_EFLAGS_IF), IS(EVENT, VECTOR),
	      AFTER(2), LACKS(FLAGS, X86_EFLAGS_IF)),
	CHECK_WITH(NEED_NOTHING, prepare_sweep,
		   "F-144 INT 0 to 255, all gates' DPL 0: #GP(n*8 + 2) each",
		   "Linux int_signal", INT_SWEEP, RING3, BOTH,
		   GIVE_CLOSED_GATE(X86_TRAP_BP),
		   GIVE_GATE_OFFSET(X86_TRAP_GP, KERNEL_CODE + SWEEP_HANDLER),
		   IS(EVENT, X86_TRAP_UD), IS(CS, SEL_USER_CODE),
		   IS(IP, USER_CODE + SWEEP_END), IS(BP, GATE_ERROR(VECTORS)),
		   SAW(BX)),
};

const struct check_table check_int = { checks, ARRAY_SIZE(checks) };
