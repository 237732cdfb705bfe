/* SPDX-License-Identifier: BSD-2-Clause */
/* IRET, where it works: F-155.OK, F-159 to F-169, F-174 to F-180, F-232. */

#include "check/check.h"

#define TARGET (USER_CODE + 0x100)
#define TARGET0 (KERNEL_CODE + 0x100)
#define NEW_SP (USER_SP + 0x123)
#define FRAME(ip, cs, flags, sp, ss)                                           \
	GIVE(WORD0, ip), GIVE(WORD1, cs), GIVE(WORD2, flags), GIVE(WORD3, sp), \
		GIVE(WORD4, ss)
#define TO_RING3 \
	FRAME(TARGET, SEL_USER_CODE, X86_EFLAGS_FIXED, NEW_SP, SEL_USER_DATA)
#define AT_TARGET IS(EVENT, ARRIVED), IS(IP, TARGET)

/* To ring 3, in the usual way but for these items. */
#define RETURNS(name, ...)                                                \
	CHECK(name, SDM("IRET"), IRETQ, RING0, BOTH, TO_RING3, AT_TARGET, \
	      __VA_ARGS__)

/* A segment register that holds ring 0's selector, and one that is null. */
#define NULLS(seg)                                                             \
	CHECK("F-167." #seg " IRETQ to ring 3: " #seg " with DPL 0 is nulled", \
	      SDM("IRET"), IRETQ, RING0, BOTH, GIVE(seg, SEL_KERNEL_DATA),     \
	      TO_RING3, AT_TARGET, IS(seg, 0))
#define SQUASHES(seg, value)                                                   \
	CHECK("F-168." #seg " IRETQ to ring 3: " #seg "=" #value " becomes 0", \
	      SDM("IRET"), IRETQ, RING0, BOTH, GIVE(seg, value), TO_RING3,     \
	      AT_TARGET, IS(seg, 0))

/* To ring 1 or 2, whose code and data segments take two free entries. */
#define TO_RING(n)                                                          \
	CHECK("F-180." #n " IRETQ to ring " #n, SDM("IRET"), IRETQ, RING0,  \
	      BOTH,                                                         \
	      GIVE_DESCRIPTOR(SEL_FREE(0), DESC_CODE,                       \
			      DESC_FLAT | DESC_L | DESC_DPL##n),            \
	      GIVE_DESCRIPTOR(SEL_FREE(1), DESC_DATA,                       \
			      DESC_FLAT | DESC_DPL##n),                     \
	      FRAME(TARGET0, SEL_FREE(0) | n, X86_EFLAGS_FIXED, NEW_SP,     \
		    SEL_FREE(1) | n),                                       \
	      IS(EVENT, ARRIVED), IS(CS, SEL_FREE(0) | n), IS(IP, TARGET0), \
	      IS(SS, SEL_FREE(1) | n), IS(SP, NEW_SP))

/* Pushes a frame that leads to ring 3, with a 16-bit stack segment in SS. */
#define SEL_STACK16 (SEL_FREE(0) | 3)
#define STACK16 GIVE_DESCRIPTOR(SEL_FREE(0), DESC_DATA, DESC_FLAT | DESC_DPL3)
#define STACK16_SP 0x12340800
#define PUSH_AND_IRETQ(cs)                                 \
	CODE("push SS, 0x12340800, 2, CS, 0x10100; iretq", \
	     "\x6a\x7b\x68\x00\x08\x34\x12\x6a\x02\x6a" cs \
	     "\x68\x00\x01\x01\x00\x48\xcf")
#define PUSHED_CODE32 "\x23"
#define PUSHED_CODE "\x33"
_Static_assert(SEL_STACK16 == 0x7b && TARGET == 0x10100, "PUSH_AND_IRETQ");

/*
 * The code sends an NMI and waits for it. The handler sends another, which is
 * blocked, waits, sets ebp, and leaves by IRETQ with RSP from r8. If that
 * unblocks NMIs, the second one comes, and its handler ends at the ud2.
 */
#define NMI_HANDLER 0x0c    /* dec %ebx; js NMI_SECOND; send, wait; ... */
#define NMI_IRET_FAULT 0x25 /* after mov $7, %ebp; mov %r8, %rsp; iretq */
#define NMI_SECOND 0x2f	    /* ud2 */
#define NMI_CODE                                                      \
	SEND_NMI WAIT "\xcc\xff\xcb\x78\x1f" SEND_NMI WAIT            \
		      "\xbd\x07\x00\x00\x00\x4c\x89\xc4\x48\xcf" WAIT \
		      "\xcc\x0f\x0b"
#define NMI_IRET \
	CODE("send NMI, wait; in its handler: send NMI, wait, iretq", NMI_CODE)
_Static_assert(sizeof(NMI_CODE) - 1 == NMI_SECOND + 2, "ud2");
#define FIRST_NMI                 \
	GIVE(BX, 1), GIVE(BP, 0), \
		GIVE_GATE_OFFSET(X86_TRAP_NMI, KERNEL_CODE + NMI_HANDLER)
#define SECOND_NMI \
	IS(EVENT, X86_TRAP_UD), IS(IP, KERNEL_CODE + NMI_SECOND), IS(BP, 7)

/*
 * Why: IRET is every kernel's last instruction before ring 3, and loads all of
 * RIP, CS, RFLAGS, RSP and SS at once. What it fails to clear, ring 3 gets: a
 * data segment of ring 0's in DS (it must be nulled), or bits 31:16 of ring 0's
 * RSP through a 16-bit SS (the espfix leak). And it unblocks NMIs, wherever it
 * runs.
 *
 * On what: returns to CPL 0 to 3, to 64-bit and compatibility mode, with null
 * and 16-bit SS, with each operand size, at CPL 3, with SMAP, in an NMI's
 * handler.
 *
 * Expected: in 64-bit mode five words are popped, even without a change of CPL;
 * in compatibility mode three, unless CPL changes. NMIs come again, even if it
 * faults.
 */
static const struct check checks[] = {
	CHECK("F-155.OK IRETQ to CPL 3, CS conforming, DPL 0: works",
	      SDM("IRET"), IRETQ, RING0, BOTH,
	      GIVE_DESCRIPTOR(SEL_FREE(0), DESC_CODE | DESC_CONFORMING,
			      DESC_FLAT | DESC_L),
	      FRAME(TARGET, SEL_FREE(0) | 3, X86_EFLAGS_FIXED, NEW_SP,
		    SEL_USER_DATA),
	      AT_TARGET, IS(CS, SEL_FREE(0) | 3)),
	CHECK("F-159 IRETQ to CPL 0, SS null: works", SDM("IRET"), IRETQ, RING0,
	      BOTH,
	      FRAME(TARGET0, SEL_KERNEL_CODE, X86_EFLAGS_FIXED, KERNEL_SP, 0),
	      IS(EVENT, ARRIVED), IS(IP, TARGET0), IS(SS, 0)),
	CHECK("F-159.1 IRETQ to CPL 1, SS null with RPL 1",
	      "SDM IRET does not say whether the old CPL or the new", IRETQ,
	      RING0, UNSETTLED,
	      GIVE_DESCRIPTOR(SEL_FREE(0), DESC_CODE,
			      DESC_FLAT | DESC_L | DESC_DPL1),
	      FRAME(TARGET0, SEL_FREE(0) | 1, X86_EFLAGS_FIXED, KERNEL_SP, 1),
	      SAW(EVENT), SAW(SS)),
	CHECK("F-164.HIGH IRETQ to compatibility mode, RIP[63:32] not 0",
	      "SDM IRET: EIP, of 64 bits popped", IRETQ, RING0, UNSETTLED,
	      FRAME((u64)1 << 32 | TARGET, SEL_USER_CODE32, X86_EFLAGS_FIXED,
		    NEW_SP, SEL_USER_DATA),
	      SAW(IP)),
	RETURNS("F-165 IRETQ, frame's RSP not canonical: accepted",
		GIVE_EDGE(WORD3, 0), IS_EDGE(SP, 0)),
	CHECK("F-166 IRETQ to CPL 0: pops SS and RSP, too", SDM("IRET"), IRETQ,
	      RING0, BOTH,
	      FRAME(TARGET0, SEL_KERNEL_CODE, X86_EFLAGS_FIXED, NEW_SP,
		    SEL_KERNEL_DATA),
	      GIVE(SS, 0), IS(EVENT, ARRIVED), IS(IP, TARGET0), IS(SP, NEW_SP),
	      IS(SS, SEL_KERNEL_DATA)),
	CHECK_NEED(NEED_SMAP,
		   "F-166.SMAP IRETQ at CPL 3, SMAP on: pops from ring 3's "
		   "stack",
		   SDM("IRET"), IRETQ, RING3, BOTH, ON(CR4, X86_CR4_SMAP),
		   TO_RING3, AT_TARGET, IS(SP, NEW_SP)),
	CHECK("F-166.32 IRETD in compatibility mode to CPL 0: pops no SS, ESP",
	      SDM("IRET"), IRETD, RING0_32, BOTH,
	      GIVE(WORD0, (u64)SEL_KERNEL_CODE32 << 32 | TARGET0),
	      GIVE(WORD1, X86_EFLAGS_FIXED), IS(EVENT, ARRIVED),
	      IS(CS, SEL_KERNEL_CODE32), IS(IP, TARGET0),
	      IS(SP, KERNEL_SP + 12)),
	CHECK("F-166.64 IRETD in compatibility mode to 64-bit mode at CPL 0",
	      SDM("IRET"), IRETD, RING0_32, BOTH,
	      GIVE(WORD0, (u64)SEL_KERNEL_CODE << 32 | TARGET0),
	      GIVE(WORD1, X86_EFLAGS_FIXED), IS(EVENT, ARRIVED),
	      IS(CS, SEL_KERNEL_CODE), IS(IP, TARGET0), IS(SP, KERNEL_SP + 12)),
	NULLS(DS),
	NULLS(ES),
	NULLS(FS),
	NULLS(GS),
	RETURNS("F-167.3 IRETQ to ring 3: DS with DPL 3 is kept",
		GIVE(DS, SEL_USER_DATA), KEEPS(DS)),
	RETURNS("F-167.C IRETQ to ring 3: DS, conforming code of DPL 0, is "
		"kept",
		GIVE_DESCRIPTOR(SEL_FREE(0),
				DESC_CODE | DESC_CONFORMING | DESC_READABLE,
				DESC_FLAT | DESC_L),
		GIVE(DS, SEL_FREE(0)), KEEPS(DS)),
	CHECK("F-167.BASE IRETQ to ring 3: bases when FS and GS are nulled",
	      "SDM IRET: descriptor cache null", IRETQ, RING0, UNSETTLED,
	      GIVE(FS, SEL_KERNEL_DATA), GIVE(GS, SEL_KERNEL_DATA), TO_RING3,
	      SAW(FS_BASE), SAW(GS_BASE)),
	SQUASHES(DS, 1),
	SQUASHES(ES, 2),
	SQUASHES(FS, 3),
	SQUASHES(GS, 3),
	CHECK("F-169 IRETQ to 32-bit code, SS of 16 bits: RSP[31:16] kept",
	      "Linux espfix_64", PUSH_AND_IRETQ(PUSHED_CODE32), RING0, BOTH,
	      STACK16, AT_TARGET, IS(SS, SEL_STACK16),
	      IS(SP, (KERNEL_SP & ~0xffff) | (STACK16_SP & 0xffff))),
	CHECK("F-169.I IRETQ to 32-bit code, SS of 16 bits: RSP[63:32] is 0",
	      "Linux sigreturn", PUSH_AND_IRETQ(PUSHED_CODE32), RING0, INTEL,
	      STACK16, GIVE(SP, SYSENTER_TOP), AT_TARGET,
	      IS(SP, (SYSENTER_TOP & 0xffff0000) | (STACK16_SP & 0xffff))),
	CHECK("F-169.A IRETQ to 32-bit code, SS of 16 bits: RSP[63:32] kept",
	      "Linux sigreturn", PUSH_AND_IRETQ(PUSHED_CODE32), RING0, AMD,
	      STACK16, GIVE(SP, SYSENTER_TOP), AT_TARGET,
	      IS(SP, (SYSENTER_TOP & ~0xffff) | (STACK16_SP & 0xffff))),
	CHECK("F-169.64 IRETQ to 64-bit code, SS of 16 bits: RSP",
	      "Linux espfix_64 tells of SS alone", PUSH_AND_IRETQ(PUSHED_CODE),
	      RING0, UNSETTLED, STACK16, SAW(SP)),
	CHECK_WITH(NEED_APIC, prepare_nmi,
		   "F-174 IRETQ in an NMI's handler: NMIs come again",
		   "SDM 3A, Handling Multiple NMIs", NMI_IRET, RING0, BOTH,
		   FIRST_NMI, GIVE(R8, IST2_TOP - 5 * 8), SECOND_NMI),
	CHECK_WITH(NEED_APIC, prepare_nmi,
		   "F-175 IRETQ in an NMI's handler, that faults: NMIs come "
		   "again",
		   SDM("IRET"), NMI_IRET, RING0, BOTH, FIRST_NMI,
		   GIVE(R8, KERNEL_SP),
		   GIVE_GATE_OFFSET(X86_TRAP_GP, KERNEL_CODE + NMI_IRET_FAULT),
		   SECOND_NMI),
	CHECK("F-177 IRETD in 64-bit mode: pops 4 bytes each, SS and ESP too",
	      SDM("IRET"), IRETD, RING0, BOTH,
	      GIVE(WORD0, (u64)SEL_USER_CODE << 32 | TARGET),
	      GIVE(WORD1, (u64)0x1230 << 32 | X86_EFLAGS_FIXED),
	      GIVE(WORD2, SEL_USER_DATA), AT_TARGET, IS(CS, SEL_USER_CODE),
	      IS(SP, 0x1230), IS(SS, SEL_USER_DATA)),
	CHECK("F-177.0 IRETD in 64-bit mode to CPL 0: pops SS and ESP, too",
	      SDM("IRET"), IRETD, RING0, BOTH,
	      GIVE(WORD0, (u64)SEL_KERNEL_CODE << 32 | TARGET0),
	      GIVE(WORD1, (u64)0x1230 << 32 | X86_EFLAGS_FIXED),
	      GIVE(WORD2, SEL_KERNEL_DATA), IS(EVENT, ARRIVED), IS(IP, TARGET0),
	      IS(SP, 0x1230), IS(SS, SEL_KERNEL_DATA)),
	CHECK("F-177.VM IRETD in 64-bit mode: VM in the frame is ignored",
	      SDM("IRET"), IRETD, RING0, BOTH,
	      GIVE(WORD0, (u64)SEL_USER_CODE << 32 | TARGET),
	      GIVE(WORD1, (u64)0x1230 << 32 | X86_EFLAGS_VM),
	      GIVE(WORD2, SEL_USER_DATA), AT_TARGET, IS(CS, SEL_USER_CODE),
	      LACKS(FLAGS, X86_EFLAGS_VM)),
	CHECK("F-177.W IRETW in 64-bit mode: pops 2 bytes each, SS and SP too",
	      SDM("IRET"), CODE("iretw", "\x66\xcf"), RING0, BOTH,
	      GIVE(WORD0, (u64)0x1230 << 48 | (u64)X86_EFLAGS_FIXED << 32 |
				  SEL_USER_CODE << 16),
	      GIVE(WORD1, SEL_USER_DATA), IS(EVENT, X86_TRAP_PF), IS(IP, 0),
	      IS(CS, SEL_USER_CODE), IS(SP, 0x1230), IS(SS, SEL_USER_DATA)),
	TO_RING(1),
	TO_RING(2),
	CHECK("F-232 IRETQ to 32-bit code: upper halves of registers",
	      "SDM 1, 64-bit registers: undefined", IRETQ, RING0, UNSETTLED,
	      FRAME(TARGET, SEL_USER_CODE32, X86_EFLAGS_FIXED, NEW_SP,
		    SEL_USER_DATA),
	      SAW(AX), SAW(R8)),
};

const struct check_table check_iret = { checks, ARRAY_SIZE(checks) };
