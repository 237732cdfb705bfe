/* SPDX-License-Identifier: BSD-2-Clause */
/* IRET, where it must fault, at itself: F-151 to F-164, F-176 to F-179. */

#include "check/check.h"
#include "layout.h"

#define TARGET (USER_CODE + 0x100)
#define TARGET0 (KERNEL_CODE + 0x100)
#define FRAME(ip, cs, ss)                                                \
	GIVE(WORD0, ip), GIVE(WORD1, cs), GIVE(WORD2, X86_EFLAGS_FIXED), \
		GIVE(WORD3, USER_SP), GIVE(WORD4, ss)
#define HERE IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE), KEEPS(SP)

#define TARGET_OF(cs) (((cs)&3) == 3 ? TARGET : TARGET0)

/* IRETQ at CPL 0 to cs and ss: this vector, and this error code. */
#define TO(name, cs, ss, vector, error)                        \
	CHECK(name, SDM("IRET"), IRETQ, RING0, BOTH,           \
	      FRAME(TARGET_OF(cs), cs, ss), IS(EVENT, vector), \
	      IS(ERROR, error), HERE)
/* The same, with a descriptor at SEL. */
#define SEL SEL_FREE(0)
#define TO_DESCRIPTOR(name, type, flags, cs, ss, vector, error)                \
	CHECK(name, SDM("IRET"), IRETQ, RING0, BOTH,                           \
	      GIVE_DESCRIPTOR(SEL, type, flags), FRAME(TARGET_OF(cs), cs, ss), \
	      IS(EVENT, vector), IS(ERROR, error), HERE)

#define ABSENT(flags) ((flags) & ~DESC_PRESENT)
#define READ_ONLY (DESC_DATA & ~DESC_WRITABLE)

/* The last three words of the page of stack. */
#define EDGE_SP (KERNEL_STACK + PAGE_SIZE - 3 * sizeof(u64))

/*
 * Why: a kernel returns to selectors that ring 3 chose (sigreturn, ptrace, LDT
 * entries that change meanwhile), so IRET itself is where a bad one is found.
 * The kernel's fixup expects the fault at the IRETQ, at CPL 0, with RSP as
 * before it. A CPU that faults one instruction later, at CPL 3, or with a
 * changed RSP, breaks it (CVE-2014-9322 was such a fixup gone wrong).
 *
 * On what: CS and SS null, past the GDT, of a wrong type, DPL or RPL, not
 * present; RIP not canonical or past the limit; NT=1; a frame that cannot be
 * read.
 *
 * Expected: #GP, #NP or #SS with the selector as error code, or 0 where no
 * selector is to blame; RIP and RSP as before.
 */
static const struct check checks[] = {
	CHECK("F-151 IRETQ with NT=1: #GP(0)", SDM("IRET"), IRETQ, RING0, BOTH,
	      FRAME(TARGET, SEL_USER_CODE, SEL_USER_DATA),
	      ON(FLAGS, X86_EFLAGS_NT), IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),
	      HERE),
	CHECK("F-151.32 IRETD with NT=1 in compatibility mode: #GP(0)",
	      SDM("IRET"), IRETD, RING0_32, BOTH, ON(FLAGS, X86_EFLAGS_NT),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), IS(CS, SEL_KERNEL_CODE32),
	      IS(IP, KERNEL_CODE), KEEPS(SP)),
	TO("F-152 IRETQ, CS null: #GP(0)", 0, SEL_KERNEL_DATA, X86_TRAP_GP, 0),
	TO("F-152.3 IRETQ, CS null with RPL 3: #GP(0)", 3, SEL_USER_DATA,
	   X86_TRAP_GP, 0),
	TO("F-153 IRETQ, CS past the GDT's limit: #GP(selector)",
	   SEL_BEYOND | 3, SEL_USER_DATA, X86_TRAP_GP, SEL_BEYOND),
	TO("F-153.DATA IRETQ, CS is data: #GP(selector)", SEL_USER_DATA,
	   SEL_USER_DATA, X86_TRAP_GP, SELECTOR_ERROR(SEL_USER_DATA)),
	TO("F-153.TSS IRETQ, CS is a TSS: #GP(selector)", SEL_TSS,
	   SEL_KERNEL_DATA, X86_TRAP_GP, SEL_TSS),
	CHECK("F-154 IRETQ at CPL 3 to CS with RPL 0: #GP(selector)",
	      SDM("IRET"), IRETQ, RING3, BOTH,
	      FRAME(TARGET0, SEL_KERNEL_CODE, SEL_KERNEL_DATA),
	      OFF(CR4, X86_CR4_SMAP), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, SEL_KERNEL_CODE), IS(CS, SEL_USER_CODE),
	      IS(IP, USER_CODE), KEEPS(SP)),
	TO("F-155 IRETQ, CS's DPL 3, RPL 0: #GP(selector)",
	   SELECTOR_ERROR(SEL_USER_CODE), SEL_KERNEL_DATA, X86_TRAP_GP,
	   SELECTOR_ERROR(SEL_USER_CODE)),
	TO("F-155.3 IRETQ, CS's DPL 0, RPL 3: #GP(selector)",
	   SEL_KERNEL_CODE | 3, SEL_USER_DATA, X86_TRAP_GP, SEL_KERNEL_CODE),
	TO_DESCRIPTOR("F-155.C IRETQ, CS conforming, DPL 3, RPL 0: "
		      "#GP(selector)",
		      DESC_CODE | DESC_CONFORMING,
		      DESC_FLAT | DESC_L | DESC_DPL3, SEL, SEL_KERNEL_DATA,
		      X86_TRAP_GP, SEL),
	TO_DESCRIPTOR("F-156 IRETQ, CS not present: #NP(selector)", DESC_CODE,
		      ABSENT(DESC_FLAT) | DESC_L | DESC_DPL3, SEL | 3,
		      SEL_USER_DATA, X86_TRAP_NP, SEL),
	TO_DESCRIPTOR("F-157 IRETQ, CS has L=1 and D=1: #GP(selector)",
		      DESC_CODE, DESC_FLAT | DESC_L | DESC_D | DESC_DPL3,
		      SEL | 3, SEL_USER_DATA, X86_TRAP_GP, SEL),
	TO_DESCRIPTOR("F-157.0 IRETQ to CPL 0, CS has L=1 and D=1: "
		      "#GP(selector)",
		      DESC_CODE, DESC_FLAT | DESC_L | DESC_D, SEL,
		      SEL_KERNEL_DATA, X86_TRAP_GP, SEL),
	TO("F-158 IRETQ to CPL 3, SS null: #GP(0)", SEL_USER_CODE, 0,
	   X86_TRAP_GP, 0),
	TO("F-158.3 IRETQ to CPL 3, SS null with RPL 3: #GP(0)", SEL_USER_CODE,
	   3, X86_TRAP_GP, 0),
	TO("F-158.32 IRETQ to compatibility mode at CPL 3, SS null: #GP(0)",
	   SEL_USER_CODE32, 3, X86_TRAP_GP, 0),
	TO("F-158.K32 IRETQ to compatibility mode at CPL 0, SS null: #GP(0)",
	   SEL_KERNEL_CODE32, 0, X86_TRAP_GP, 0),
	CHECK("F-159.3 IRETQ to CPL 0, SS null with RPL 3: #GP(0)", SDM("IRET"),
	      IRETQ, RING0, INTEL, FRAME(TARGET0, SEL_KERNEL_CODE, 3),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE),
	CHECK("F-159.0 IRETQ to CPL 1, SS null with RPL 0",
	      "SDM IRET does not say whether the old CPL or the new", IRETQ,
	      RING0, UNSETTLED,
	      GIVE_DESCRIPTOR(SEL, DESC_CODE, DESC_FLAT | DESC_L | DESC_DPL1),
	      FRAME(TARGET0, SEL | 1, 0), SAW(EVENT), SAW(ERROR)),
	TO("F-160 IRETQ to CPL 3, SS's RPL 0: #GP(selector)", SEL_USER_CODE,
	   SELECTOR_ERROR(SEL_USER_DATA), X86_TRAP_GP,
	   SELECTOR_ERROR(SEL_USER_DATA)),
	TO("F-160.0 IRETQ to CPL 0, SS's RPL 3: #GP(selector)", SEL_KERNEL_CODE,
	   SEL_KERNEL_DATA | 3, X86_TRAP_GP, SEL_KERNEL_DATA),
	TO("F-161 IRETQ, SS is code: #GP(selector)", SEL_USER_CODE,
	   SEL_USER_CODE, X86_TRAP_GP, SELECTOR_ERROR(SEL_USER_CODE)),
	TO_DESCRIPTOR("F-161.RO IRETQ, SS is read-only: #GP(selector)",
		      READ_ONLY, DESC_FLAT | DESC_DPL3, SEL_USER_CODE, SEL | 3,
		      X86_TRAP_GP, SEL),
	TO("F-161.TSS IRETQ, SS is a TSS: #GP(selector)", SEL_KERNEL_CODE,
	   SEL_TSS, X86_TRAP_GP, SEL_TSS),
	TO("F-161.DPL IRETQ to CPL 3, SS's DPL 0, RPL 3: #GP(selector)",
	   SEL_USER_CODE, SEL_KERNEL_DATA | 3, X86_TRAP_GP, SEL_KERNEL_DATA),
	TO("F-161.END IRETQ, SS past the GDT's limit: #GP(selector)",
	   SEL_USER_CODE, SEL_BEYOND | 3, X86_TRAP_GP, SEL_BEYOND),
	/*
	 * The SDM's list of exceptions has #NP for a "segment" that is not
	 * present. Its Operation, its chapter on interrupt 12, the APM and
	 * every CPU that Linux's sigreturn test ran on say #SS for SS.
	 */
	TO_DESCRIPTOR("F-162 IRETQ, SS not present: #SS(selector)", DESC_DATA,
		      ABSENT(DESC_FLAT) | DESC_DPL3, SEL_USER_CODE, SEL | 3,
		      X86_TRAP_SS, SEL),
	CHECK("F-163 IRETQ to CPL 3, RIP not canonical: #GP(0) at the IRETQ",
	      SDM("IRET"), IRETQ, RING0, BOTH,
	      FRAME(0, SEL_USER_CODE, SEL_USER_DATA), GIVE_EDGE(WORD0, 0),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE),
	CHECK("F-163.0 IRETQ to CPL 0, RIP not canonical: #GP(0) at the IRETQ",
	      SDM("IRET"), IRETQ, RING0, BOTH,
	      FRAME(0, SEL_KERNEL_CODE, SEL_KERNEL_DATA), GIVE_EDGE(WORD0, 0),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), HERE),
	CHECK("F-163.3 IRETQ at CPL 3, RIP not canonical: #GP(0) at the IRETQ",
	      SDM("IRET"), IRETQ, RING3, BOTH,
	      FRAME(0, SEL_USER_CODE, SEL_USER_DATA), GIVE_EDGE(WORD0, 0),
	      OFF(CR4, X86_CR4_SMAP), IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),
	      IS(CS, SEL_USER_CODE), IS(IP, USER_CODE), KEEPS(SP)),
	TO_DESCRIPTOR("F-164 IRETQ to compatibility mode, EIP past CS's "
		      "limit: #GP(0)",
		      DESC_CODE,
		      (DESC_FLAT & ~(DESC_G | DESC_LIMIT_HIGH)) | DESC_D |
			      DESC_DPL3,
		      SEL | 3, SEL_USER_DATA, X86_TRAP_GP, 0),
	CHECK("F-164.32 IRETD in compatibility mode, EIP past CS's limit: "
	      "#GP(0)",
	      SDM("IRET"), IRETD, RING0_32, BOTH,
	      GIVE_DESCRIPTOR(SEL, DESC_CODE,
			      (DESC_FLAT & ~(DESC_G | DESC_LIMIT_HIGH)) |
				      DESC_D),
	      GIVE(WORD0, (u64)SEL << 32 | TARGET0),
	      GIVE(WORD1, X86_EFLAGS_FIXED), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, 0), IS(CS, SEL_KERNEL_CODE32), IS(IP, KERNEL_CODE),
	      KEEPS(SP)),
	CHECK("F-176 LOCK IRETQ: #UD", SDM("IRET"),
	      CODE("lock iretq", "\xf0\x48\xcf"), RING0, BOTH,
	      FRAME(TARGET, SEL_USER_CODE, SEL_USER_DATA),
	      IS(EVENT, X86_TRAP_UD), HERE),
	CHECK("F-178 IRETQ, frame not present: #PF, RSP as before", SDM("IRET"),
	      IRETQ, RING0, BOTH, GIVE(SP, KERNEL_STACK - 5 * sizeof(u64)),
	      IS(EVENT, X86_TRAP_PF), IS(ERROR, 0), HERE, SAW(CR2)),
	CHECK("F-178.2 IRETQ, frame's RSP and SS not present: #PF, RSP as "
	      "before",
	      SDM("IRET"), IRETQ, RING0, BOTH, GIVE(SP, EDGE_SP),
	      GIVE(LAST0, TARGET), GIVE(LAST1, SEL_USER_CODE),
	      GIVE(LAST2, X86_EFLAGS_FIXED), IS(EVENT, X86_TRAP_PF),
	      IS(ERROR, 0), HERE, SAW(CR2)),
	CHECK("F-179 IRETQ, RSP not canonical: #SS(0)", SDM("IRET"), IRETQ,
	      RING0, BOTH, GIVE_EDGE(SP, 0), IS(EVENT, X86_TRAP_SS),
	      IS(ERROR, 0), HERE),
};

const struct check_table check_iret_fault = { checks, ARRAY_SIZE(checks) };
