/* SPDX-License-Identifier: BSD-2-Clause */
/* Segment loads, each refusal: F-281 to F-284. */

#include "check/expect.h"

#define SEL SEL_FREE(0)
#define TYPE_LDT 2
#define ABSENT(flags) ((flags) & ~DESC_PRESENT)

#define CODE_MOV_SS CODE("mov %eax,%ss", "\x8e\xd0")
#define CODE_MOV_DS CODE("mov %eax,%ds", "\x8e\xd8")
#define CODE_MOV_ES CODE("mov %eax,%es", "\x8e\xc0")
#define CODE_MOV_FS CODE("mov %eax,%fs", "\x8e\xe0")
#define CODE_MOV_GS CODE("mov %eax,%gs", "\x8e\xe8")
#define CODE_LSS CODE("lss (%rdi),%eax", "\x0f\xb2\x07")
#define CODE_LFS CODE("lfs (%rdi),%eax", "\x0f\xb4\x07")
#define CODE_LGS CODE("lgs (%rdi),%eax", "\x0f\xb5\x07")
#define CODE_POP_FS CODE("pop %fs", "\x0f\xa1")
#define CODE_POP_GS CODE("pop %gs", "\x0f\xa9")

/* MOV of AX to a segment register, at CPL 0 and at CPL 3. */
#define REFUSES0(id, what, code, selector, vector, error, ...)        \
	CHECK("F-" id " " what, SDM("MOV"), CODE_##code, RING0, BOTH, \
	      GIVE(AX, selector), __VA_ARGS__ FAULTS_AT0(vector, error))
#define REFUSES3(id, what, code, selector, vector, error, ...)        \
	CHECK("F-" id " " what, SDM("MOV"), CODE_##code, RING3, BOTH, \
	      GIVE(AX, selector), __VA_ARGS__ FAULTS_AT3(vector, error))
#define FREE(type, flags) GIVE_DESCRIPTOR(SEL, type, flags),
/* What each of DS, ES, FS and GS refuses. */
#define DATA_REFUSES(seg)                                                  \
	REFUSES0("282." #seg "END",                                        \
		 "MOV " #seg ", past the GDT's limit: #GP(selector)",      \
		 MOV_##seg, SEL_BEYOND, X86_TRAP_GP, SEL_BEYOND, ),        \
		REFUSES0("282." #seg "P",                                  \
			 "MOV " #seg ", not present: #NP(selector)",       \
			 MOV_##seg, SEL, X86_TRAP_NP, SEL,                 \
			 FREE(DESC_DATA, ABSENT(DESC_FLAT))),              \
		REFUSES3("282." #seg "DPL",                                \
			 "MOV " #seg " at CPL 3, DPL 0: #GP(selector)",    \
			 MOV_##seg, SEL_KERNEL_DATA, X86_TRAP_GP,          \
			 SEL_KERNEL_DATA, ),                               \
		REFUSES0("282." #seg "X",                                  \
			 "MOV " #seg ", execute-only code: #GP(selector)", \
			 MOV_##seg, SEL, X86_TRAP_GP, SEL,                 \
			 FREE(DESC_CODE & ~DESC_READABLE,                  \
			      DESC_FLAT | DESC_L)),                        \
		REFUSES0("282." #seg "LDT",                                \
			 "MOV " #seg ", an LDT: #GP(selector)", MOV_##seg, \
			 SEL, X86_TRAP_GP, SEL, FREE(TYPE_LDT, DESC_PRESENT))

/* A far pointer of 16:32 at the words. */
#define POINTER(sp, selector) \
	GIVE(DI, sp), GIVE(WORD0, (u64)(selector) << 32 | 0x30800)

/*
 * Why: see segments.c. Each way to load a segment register (MOV, POP, LSS, LFS,
 * LGS) must make the same tests, in 64-bit and in compatibility mode; and a
 * register that is refused must be as before, or a fault leaves ring 3 with
 * more than it had.
 *
 * On what: each segment register with each kind of bad descriptor; LSS, LFS,
 * LGS and POP; SS with code, with a DPL or an RPL other than CPL; what MOV from
 * a segment register stores; the accessed bit.
 *
 * Expected: #GP, #NP, or #SS for an absent SS, with the selector.
 */
static const struct check checks[] = {
	REFUSES0("281.CODE", "MOV SS, code: #GP(selector)", MOV_SS,
		 SEL_KERNEL_CODE, X86_TRAP_GP, SEL_KERNEL_CODE, KEEPS(SS), ),
	REFUSES0("281.END", "MOV SS, past the GDT's limit: #GP(selector)",
		 MOV_SS, SEL_BEYOND, X86_TRAP_GP, SEL_BEYOND, KEEPS(SS), ),
	REFUSES0("281.DPL", "MOV SS at CPL 0, DPL 3, RPL 0: #GP(selector)",
		 MOV_SS, SELECTOR_ERROR(SEL_USER_DATA), X86_TRAP_GP,
		 SELECTOR_ERROR(SEL_USER_DATA), KEEPS(SS), ),
	REFUSES3("281.DPL3", "MOV SS at CPL 3, DPL 0, RPL 3: #GP(selector)",
		 MOV_SS, SEL_KERNEL_DATA | 3, X86_TRAP_GP, SEL_KERNEL_DATA,
		 KEEPS(SS), ),
	REFUSES3("281.RPL3", "MOV SS at CPL 3, DPL 3, RPL 0: #GP(selector)",
		 MOV_SS, SELECTOR_ERROR(SEL_USER_DATA), X86_TRAP_GP,
		 SELECTOR_ERROR(SEL_USER_DATA), KEEPS(SS), ),
	REFUSES0("281.LDT", "MOV SS, an LDT: #GP(selector)", MOV_SS, SEL,
		 X86_TRAP_GP, SEL, FREE(TYPE_LDT, DESC_PRESENT)),
	CHECK("F-281.32 MOV SS in compatibility mode at CPL 3, null: #GP(0)",
	      SDM("MOV"), CODE_MOV_SS, RING3_32, BOTH, GIVE(AX, 0),
	      FAULTS_AT3_32(X86_TRAP_GP, 0), KEEPS(SS)),
	CHECK("F-281.POP POP SS in compatibility mode: loads it", SDM("POP"),
	      CODE("pop %ss", "\x17"), RING3_32, BOTH,
	      GIVE(WORD0, SEL_USER_DATA_SYSEXITQ), IS(EVENT, ARRIVED),
	      IS(SS, SEL_USER_DATA_SYSEXITQ), IS(SP, USER_SP + 4)),
	CHECK("F-281.POP0 POP SS in compatibility mode, null: #GP(0)",
	      SDM("POP"), CODE("pop %ss", "\x17"), RING3_32, BOTH,
	      GIVE(WORD0, 0), FAULTS_AT3_32(X86_TRAP_GP, 0), KEEPS(SS),
	      KEEPS(SP)),
	CHECK("F-281.POPP POP SS in compatibility mode, absent: #SS(selector)",
	      SDM("POP"), CODE("pop %ss", "\x17"), RING3_32, BOTH,
	      GIVE(WORD0, SEL | 3),
	      FREE(DESC_DATA, ABSENT(DESC_FLAT) | DESC_DPL3)
		      FAULTS_AT3_32(X86_TRAP_SS, SEL),
	      KEEPS(SS), KEEPS(SP)),
	CHECK("F-281.POPTF POP SS with TF=1: #DB after the next instruction",
	      SDM("POP"), CODE("pop %ss; nop; nop", "\x17\x90\x90"), RING3_32,
	      BOTH, GIVE(WORD0, SEL_USER_DATA), ON(FLAGS, X86_EFLAGS_TF),
	      IS(EVENT, X86_TRAP_DB), IS(IP, USER_CODE + 2), HAS(DR6, DR6_BS)),
	CHECK("F-281.POP64 POP SS in 64-bit mode: #UD", SDM("POP"),
	      CODE("pop %ss", "\x17"), RING3, BOTH, GIVE(WORD0, SEL_USER_DATA),
	      UD_AT3, KEEPS(SP)),
	CHECK("F-281.POPDS POP DS in 64-bit mode: #UD", SDM("POP"),
	      CODE("pop %ds", "\x1f"), RING3, BOTH, GIVE(WORD0, SEL_USER_DATA),
	      UD_AT3, KEEPS(SP)),
	CHECK("F-281.LSS LSS at CPL 3: loads SS and the register", SDM("LSS"),
	      CODE_LSS, RING3, BOTH, POINTER(USER_SP, SEL_USER_DATA_SYSEXITQ),
	      IS(EVENT, ARRIVED), IS(SS, SEL_USER_DATA_SYSEXITQ),
	      IS(AX, 0x30800)),
	CHECK("F-281.LSS0 LSS at CPL 3, null: #GP(0), register as before",
	      SDM("LSS"), CODE_LSS, RING3, BOTH, POINTER(USER_SP, 0),
	      FAULTS_AT3(X86_TRAP_GP, 0), KEEPS(SS), KEEPS(AX)),
	CHECK("F-281.LSSP LSS, absent: #SS(selector)", SDM("LSS"), CODE_LSS,
	      RING3, BOTH, POINTER(USER_SP, SEL | 3),
	      FREE(DESC_DATA, ABSENT(DESC_FLAT) | DESC_DPL3)
		      FAULTS_AT3(X86_TRAP_SS, SEL),
	      KEEPS(SS), KEEPS(AX)),
	CHECK("F-281.LSSR LSS at CPL 3, RPL 0: #GP(selector)", SDM("LSS"),
	      CODE_LSS, RING3, BOTH,
	      POINTER(USER_SP, SELECTOR_ERROR(SEL_USER_DATA)),
	      FAULTS_AT3(X86_TRAP_GP, SELECTOR_ERROR(SEL_USER_DATA)),
	      KEEPS(SS)),
	CHECK("F-281.LSSU LSS of a register: #UD", SDM("LSS"),
	      CODE("lss, register form", "\x0f\xb2\xc0"), RING3, BOTH,
	      GIVE(AX, 0), UD_AT3),
	CHECK("F-281.LFS LFS at CPL 3: loads FS and the register", SDM("LSS"),
	      CODE_LFS, RING3, BOTH, POINTER(USER_SP, SEL_USER_DATA),
	      IS(EVENT, ARRIVED), IS(FS, SEL_USER_DATA), IS(AX, 0x30800)),
	CHECK("F-281.LFSP LFS, absent: #NP(selector)", SDM("LSS"), CODE_LFS,
	      RING3, BOTH, POINTER(USER_SP, SEL | 3),
	      FREE(DESC_DATA, ABSENT(DESC_FLAT) | DESC_DPL3)
		      FAULTS_AT3(X86_TRAP_NP, SEL),
	      KEEPS(FS), KEEPS(AX)),
	CHECK("F-281.LGSD LGS at CPL 3, DPL 0: #GP(selector)", SDM("LSS"),
	      CODE_LGS, RING3, BOTH, POINTER(USER_SP, SEL_KERNEL_DATA),
	      FAULTS_AT3(X86_TRAP_GP, SEL_KERNEL_DATA), KEEPS(GS), KEEPS(AX)),
	CHECK("F-281.PFS POP FS at CPL 3: loads it, pops 8 bytes", SDM("POP"),
	      CODE_POP_FS, RING3, BOTH, GIVE(WORD0, SEL_USER_DATA),
	      IS(EVENT, ARRIVED), IS(FS, SEL_USER_DATA), IS(SP, USER_SP + 8)),
	CHECK("F-281.PGSD POP GS at CPL 3, DPL 0: #GP(selector)", SDM("POP"),
	      CODE_POP_GS, RING3, BOTH, GIVE(WORD0, SEL_KERNEL_DATA),
	      FAULTS_AT3(X86_TRAP_GP, SEL_KERNEL_DATA), KEEPS(GS), KEEPS(SP)),
	CHECK("F-281.PFSS POP FS, RSP not canonical: #SS(0)", SDM("POP"),
	      CODE_POP_FS, RING3, BOTH, GIVE_EDGE(SP, 0),
	      FAULTS_AT3(X86_TRAP_SS, 0), KEEPS(FS)),
	DATA_REFUSES(DS),
	DATA_REFUSES(ES),
	DATA_REFUSES(FS),
	DATA_REFUSES(GS),
	CHECK("F-282.PAGE MOV DS of no page: #PF", SDM("MOV"),
	      CODE("mov (%rdi),%ds", "\x8e\x1f"), RING3, BOTH, GIVE(DI, 8),
	      FAULTS_AT3(X86_TRAP_PF, 4), KEEPS(DS)),
	CHECK("F-282.GP MOV DS, address not canonical: #GP(0)", SDM("MOV"),
	      CODE("mov (%rdi),%ds", "\x8e\x1f"), RING3, BOTH, GIVE_EDGE(DI, 0),
	      FAULTS_AT3(X86_TRAP_GP, 0), KEEPS(DS)),
	CHECK("F-282.SREG6 MOV to segment register 6, which is none: #UD",
	      SDM("MOV"), CODE("mov %eax,%?6", "\x8e\xf0"), RING3, BOTH,
	      GIVE(AX, 0), UD_AT3),
	CHECK("F-282.CONF MOV DS at CPL 3, readable conforming code, DPL 0",
	      SDM("MOV"), CODE_MOV_DS, RING3, BOTH, GIVE(AX, SEL | 3),
	      FREE(DESC_CODE | DESC_CONFORMING, DESC_FLAT | DESC_L)
		      IS(EVENT, ARRIVED),
	      IS(DS, SEL | 3)),
	CHECK("F-282.NULL MOV DS, null with RPL 3: works", SDM("MOV"),
	      CODE_MOV_DS, RING3, BOTH, GIVE(AX, 3), IS(EVENT, ARRIVED),
	      IS(DS, 3)),
	CHECK("F-282.USE a read by DS null in compatibility mode: #GP(0)",
	      SDM("MOV"), CODE("mov (%edi),%eax", "\x8b\x07"), RING3_32, BOTH,
	      GIVE(DS, 0), GIVE(DI, USER_SP), FAULTS_AT3_32(X86_TRAP_GP, 0)),
	CHECK("F-282.ACC MOV DS: sets the descriptor's accessed bit",
	      SDM("MOV"),
	      CODE("mov %eax,%ds; lar %eax,%ecx", "\x8e\xd8\x0f\x02\xc8"),
	      RING3, BOTH, GIVE(AX, SEL | 3),
	      FREE(DESC_DATA & ~1, DESC_FLAT | DESC_DPL3) IS(EVENT, ARRIVED),
	      HAS(CX, 1 << 8)),
	CHECK("F-282.RD MOV from SS to a 32-bit register: upper bits are 0",
	      SDM("MOV"), CODE("mov %ss,%eax", "\x8c\xd0"), RING3, BOTH,
	      GIVE(AX, ~0ull), IS(EVENT, ARRIVED), IS(AX, SEL_USER_DATA)),
	CHECK("F-282.RDM MOV from SS to memory: stores 2 bytes", SDM("MOV"),
	      CODE("mov %ss,(%rdi)", "\x8c\x17"), RING3, BOTH,
	      GIVE(DI, USER_SP), GIVE(WORD0, 0x1111111111111111),
	      IS(EVENT, ARRIVED),
	      IS(WORD0, 0x1111111111110000 | SEL_USER_DATA)),
	CHECK("F-283 LSL of data with G=0: the limit as it stands", SDM("LSL"),
	      CODE("lsl %ecx,%eax", "\x0f\x03\xc1"), RING3, BOTH,
	      GIVE(CX, SEL | 3),
	      FREE(DESC_DATA, DESC_CODE_OR_DATA | DESC_PRESENT | DESC_DPL3)
		      IS(EVENT, ARRIVED),
	      IS(AX, 0xffff), HAS(FLAGS, X86_EFLAGS_ZF)),
	CHECK("F-283.DPL LSL at CPL 3 of DPL 0: invalid", SDM("LSL"),
	      CODE("lsl %ecx,%eax", "\x0f\x03\xc1"), RING3, BOTH,
	      GIVE(CX, SEL_KERNEL_DATA), ON(FLAGS, X86_EFLAGS_ZF),
	      IS(EVENT, ARRIVED), LACKS(FLAGS, X86_EFLAGS_ZF), KEEPS(AX)),
	CHECK("F-283.P LAR of data that is not present: valid", SDM("LAR"),
	      CODE("lar %ecx,%eax", "\x0f\x02\xc1"), RING3, BOTH,
	      GIVE(CX, SEL | 3),
	      FREE(DESC_DATA, ABSENT(DESC_FLAT) | DESC_DPL3) IS(EVENT, ARRIVED),
	      HAS(FLAGS, X86_EFLAGS_ZF), LACKS(AX, 1 << 15)),
	CHECK("F-283.RCONF VERR at CPL 3 of conforming code, DPL 0: valid",
	      SDM("VERR"), CODE("verr %ecx", "\x0f\x00\xe1"), RING3, BOTH,
	      GIVE(CX, SEL | 3),
	      FREE(DESC_CODE | DESC_CONFORMING, DESC_FLAT | DESC_L)
		      IS(EVENT, ARRIVED),
	      HAS(FLAGS, X86_EFLAGS_ZF)),
	CHECK("F-283.WDPL VERW at CPL 3 of DPL 0: invalid", SDM("VERW"),
	      CODE("verw %ecx", "\x0f\x00\xe9"), RING3, BOTH,
	      GIVE(CX, SEL_KERNEL_DATA), ON(FLAGS, X86_EFLAGS_ZF),
	      IS(EVENT, ARRIVED), LACKS(FLAGS, X86_EFLAGS_ZF)),
	CHECK("F-283.VNULL VERR of null: invalid", SDM("VERR"),
	      CODE("verr %ecx", "\x0f\x00\xe1"), RING3, BOTH, GIVE(CX, 0),
	      ON(FLAGS, X86_EFLAGS_ZF), IS(EVENT, ARRIVED),
	      LACKS(FLAGS, X86_EFLAGS_ZF)),
	CHECK("F-283.VEND VERR past the GDT's limit: invalid", SDM("VERR"),
	      CODE("verr %ecx", "\x0f\x00\xe1"), RING0, BOTH,
	      GIVE(CX, SEL_BEYOND), ON(FLAGS, X86_EFLAGS_ZF),
	      IS(EVENT, ARRIVED), LACKS(FLAGS, X86_EFLAGS_ZF)),
	CHECK("F-283.PF LAR of no page: #PF", SDM("LAR"),
	      CODE("lar (%rdi),%eax", "\x0f\x02\x07"), RING3, BOTH, GIVE(DI, 8),
	      FAULTS_AT3(X86_TRAP_PF, 4), KEEPS(AX)),
	CHECK("F-283.GP LSL, address not canonical: #GP(0)", SDM("LSL"),
	      CODE("lsl (%rdi),%eax", "\x0f\x03\x07"), RING3, BOTH,
	      GIVE_EDGE(DI, 0), FAULTS_AT3(X86_TRAP_GP, 0), KEEPS(AX)),
	CHECK("F-283.VPF VERR of no page: #PF", SDM("VERR"),
	      CODE("verr (%rdi)", "\x0f\x00\x27"), RING3, BOTH, GIVE(DI, 8),
	      FAULTS_AT3(X86_TRAP_PF, 4)),
	CHECK("F-283.VGP VERW, address not canonical: #GP(0)", SDM("VERW"),
	      CODE("verw (%rdi)", "\x0f\x00\x2f"), RING3, BOTH,
	      GIVE_EDGE(DI, 0), FAULTS_AT3(X86_TRAP_GP, 0)),
	CHECK("F-283.32 LAR in compatibility mode at CPL 3 of DPL 0: invalid",
	      SDM("LAR"), CODE("lar %ecx,%eax", "\x0f\x02\xc1"), RING3_32, BOTH,
	      GIVE(CX, SEL_KERNEL_DATA), GIVE(AX, 1), ON(FLAGS, X86_EFLAGS_ZF),
	      IS(EVENT, ARRIVED), LACKS(FLAGS, X86_EFLAGS_ZF), KEEPS(AX)),
};

const struct check_table check_segment_faults = { checks, ARRAY_SIZE(checks) };
