/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * struct pt_regs, in Linux's order: the frame that every gate builds at the top
 * of the task's kernel stack. Assembly uses the offsets and C the struct, which
 * says who pushes each member; an assertion a member ties them together.
 */
#ifndef GATEHOUSE_PTRACE_H
#define GATEHOUSE_PTRACE_H

#define PT_R15 0x00
#define PT_R14 0x08
#define PT_R13 0x10
#define PT_R12 0x18
#define PT_BP 0x20
#define PT_BX 0x28
#define PT_R11 0x30
#define PT_R10 0x38
#define PT_R9 0x40
#define PT_R8 0x48
#define PT_AX 0x50
#define PT_CX 0x58
#define PT_DX 0x60
#define PT_SI 0x68
#define PT_DI 0x70
#define PT_ORIG_AX 0x78
#define PT_IP 0x80
#define PT_CS 0x88
#define PT_FLAGS 0x90
#define PT_SP 0x98
#define PT_SS 0xa0
#define PT_SIZE 0xa8

/* What a stub pushes in CS's slot: the selector, enum gate, enum abi. */
#define PT_CS_SLOT(selector, gate, abi)                                    \
	((selector) | (gate) << 16 | (abi) << 24)

#ifndef __ASSEMBLER__
#include "types.h"

struct pt_regs {
	/* PUSH_REGS, on every path */
	u64 r15;
	u64 r14;
	u64 r13;
	u64 r12;
	u64 bp;
	u64 bx;
	u64 r11; /* after SYSCALL: ring 3's RFLAGS */
	u64 r10;
	u64 r9;
	u64 r8;
	u64 ax; /* gates: -ENOSYS, then the result; faults: rax */
	u64 cx; /* after SYSCALL: the return address */
	u64 dx;
	u64 si;
	u64 di;
	/* the entry stub: the call's number, or -1; CPU or stub: error code */
	u64 orig_ax;
	/* the CPU (int n, exceptions), or the stub (SYSCALL, SYSENTER) */
	u64 ip;
	u16 cs;
	/*
	 * Bits 63:16 of CS's slot: the CPU pushes 0 and IRETQ ignores them (SDM
	 * vol. 3, "64-Bit Mode Stack Frame"). So a frame says how ring 3 came
	 * in, whatever runs meanwhile: the stubs of SYSCALL and SYSENTER push
	 * it with CS, int 0x80's frame has 0 there, and C marks exceptions.
	 */
	u8 gate;       /* enum gate */
	u8 abi;	       /* enum abi */
	u16 exception; /* with GATE_NONE: 1 + vector; 0: not yet in ring 3 */
	u16 unused;
	u64 flags;
	u64 sp;
	u64 ss;
};

#define PT_ASSERT(member, offset)                                          \
	_Static_assert(offsetof(struct pt_regs, member) == (offset), #member)
PT_ASSERT(r15, PT_R15);
PT_ASSERT(r14, PT_R14);
PT_ASSERT(r13, PT_R13);
PT_ASSERT(r12, PT_R12);
PT_ASSERT(bp, PT_BP);
PT_ASSERT(bx, PT_BX);
PT_ASSERT(r11, PT_R11);
PT_ASSERT(r10, PT_R10);
PT_ASSERT(r9, PT_R9);
PT_ASSERT(r8, PT_R8);
PT_ASSERT(ax, PT_AX);
PT_ASSERT(cx, PT_CX);
PT_ASSERT(dx, PT_DX);
PT_ASSERT(si, PT_SI);
PT_ASSERT(di, PT_DI);
PT_ASSERT(orig_ax, PT_ORIG_AX);
PT_ASSERT(ip, PT_IP);
PT_ASSERT(cs, PT_CS);
PT_ASSERT(gate, PT_CS + 2);
PT_ASSERT(abi, PT_CS + 3);
PT_ASSERT(flags, PT_FLAGS);
PT_ASSERT(sp, PT_SP);
PT_ASSERT(ss, PT_SS);
#undef PT_ASSERT
_Static_assert(sizeof(struct pt_regs) == PT_SIZE, "pt_regs");

#endif
#endif
