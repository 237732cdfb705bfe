/* SPDX-License-Identifier: BSD-2-Clause */
/* What may end the machine: F-401 to F-409. They run with risky= alone. */

#include "check/expect.h"
#include "check/int.h"

#define ALSO_57_BITS (1ull << 62) /* not canonical with 48 bits, nor with 57 \
				   */
#define CR0_PG (1ull << 31)
#define TO_CR0 CODE("mov %rax,%cr0", "\x0f\x22\xc0")
#define TO_CR3 CODE("mov %rax,%cr3", "\x0f\x22\xd8")
#define TO_CR4 CODE("mov %rax,%cr4", "\x0f\x22\xe0")
#define CONTROL_REGISTERS "SDM MOV Control Registers"

/* In words 0 and 1 a limit, and a base that is not canonical. */
#define BAD_BASE                                    \
	GIVE(DI, KERNEL_SP), GIVE(WORD0, 0xfffull), \
		GIVE(WORD1, ALSO_57_BITS >> 48), FAULTS_AT0(X86_TRAP_GP, 0)

/*
 * Why: each of these, if it is not refused, leaves a machine on which no
 * handler can run: no TSS, no GDT, no IDT, no paging. An emulator may then
 * reset, stop with an error of its own, or hang, with no watchdog to end it.
 *
 * On what: LTR of null, LGDT and LIDT of a base that is not canonical, CR0 and
 * CR4 with bits that long mode cannot have, INVD, an exception with no IDT.
 *
 * Expected: #GP(0) at the instruction. The last one is a triple fault, and must
 * end in a reset: tests/tools/check-risky sees that from outside.
 */
static const struct check checks[] = {
	CHECK("F-401 LTR, null: #GP(0)", SDM("LTR"),
	      CODE("ltr %eax", "\x0f\x00\xd8"), RING0, BOTH, GIVE(AX, 0),
	      FAULTS_AT0(X86_TRAP_GP, 0)),
	CHECK("F-401.3 LTR, null with RPL 3: #GP(0)", SDM("LTR"),
	      CODE("ltr %eax", "\x0f\x00\xd8"), RING0, BOTH, GIVE(AX, 3),
	      FAULTS_AT0(X86_TRAP_GP, 0)),
	CHECK("F-402 LGDT, base not canonical: #GP(0)", SDM("LGDT"),
	      CODE("lgdt (%rdi)", "\x0f\x01\x17"), RING0, BOTH, BAD_BASE),
	CHECK("F-403 LIDT, base not canonical: #GP(0)", SDM("LIDT"),
	      CODE("lidt (%rdi)", "\x0f\x01\x1f"), RING0, BOTH, BAD_BASE),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr0,
		   "F-404 MOV to CR0, PE=0, PG=1: #GP(0)", CONTROL_REGISTERS,
		   TO_CR0, RING0, BOTH, GIVE(AX, X86_CR0_PE),
		   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR0)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr0,
		   "F-405 MOV to CR0, PG=0 in 64-bit mode: #GP(0)",
		   CONTROL_REGISTERS, TO_CR0, RING0, INTEL, GIVE(AX, CR0_PG),
		   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR0)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr4,
		   "F-406 MOV to CR4, bit 31, which is reserved: #GP(0)",
		   CONTROL_REGISTERS, TO_CR4, RING0, BOTH, GIVE(AX, 1ull << 31),
		   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR4)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr4,
		   "F-406.63 MOV to CR4, bit 63, which is reserved: #GP(0)",
		   CONTROL_REGISTERS, TO_CR4, RING0, BOTH, GIVE(AX, 1ull << 63),
		   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR4)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr4,
		   "F-407 MOV to CR4, LA57 changed in long mode: #GP(0)",
		   CONTROL_REGISTERS, TO_CR4, RING0, BOTH, GIVE(AX, 1ull << 12),
		   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR4)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr4,
		   "F-407.PAE MOV to CR4, PAE=0 in long mode: #GP(0)",
		   CONTROL_REGISTERS, TO_CR4, RING0, BOTH,
		   GIVE(AX, X86_CR4_PAE), FAULTS_AT0(X86_TRAP_GP, 0),
		   KEEPS(CR4)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr3,
		   "F-410 MOV to CR3, bit 60, past any address: #GP(0)",
		   CONTROL_REGISTERS, TO_CR3, RING0, BOTH, GIVE(AX, 1ull << 60),
		   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR3)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr3,
		   "F-410.63 MOV to CR3, bit 63, CR4.PCIDE=0: #GP(0)",
		   CONTROL_REGISTERS, TO_CR3, RING0, BOTH, GIVE(AX, 1ull << 63),
		   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR3)),
	CHECK("F-408 INVD at CPL 0: works", SDM("INVD"),
	      CODE("invd", "\x0f\x08"), RING0, BOTH, IS(EVENT, ARRIVED)),
	CHECK("F-409 an exception, the IDT's limit 0: shutdown, a reset",
	      "SDM 3A, Double Fault Exception", UD2, RING0, BOTH,
	      GIVE(IDT_LIMIT, 0), IS(EVENT, RESET)),
};

const struct check_table check_risky = { checks, ARRAY_SIZE(checks) };
