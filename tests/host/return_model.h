/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A model of IRETQ, SYSRET and SYSEXIT, by the operation sections of the SDM:
 * the registers that ring 3 gets, and what may go wrong in ring 0.
 */
#ifndef GATEHOUSE_RETURN_MODEL_H
#define GATEHOUSE_RETURN_MODEL_H

#include <asm/processor-flags.h>
#include "layout.h"
#include "ptrace.h"
#include "segment.h"

/* A bit that each RFLAGS has set. */
#define FLAGS_FIXED X86_EFLAGS_FIXED
#define STATUS_FLAGS                                                           \
	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |       \
	 X86_EFLAGS_SF | X86_EFLAGS_OF)
#define COMMON_FLAGS                                                           \
	(STATUS_FLAGS | X86_EFLAGS_TF | X86_EFLAGS_DF | X86_EFLAGS_NT |        \
	 X86_EFLAGS_IF | X86_EFLAGS_IOPL | X86_EFLAGS_AC | X86_EFLAGS_ID)
/* IRETQ at CPL 0; VM is ignored in 64-bit mode. */
#define IRETQ_LOADS                                                            \
	(COMMON_FLAGS | X86_EFLAGS_RF | X86_EFLAGS_VIF | X86_EFLAGS_VIP)
/* SYSRET: RFLAGS := (R11 & 3C7FD7H) | 2 */
#define SYSRET_LOADS 0x3c7fd7ull
/* POPFQ at CPL 0: RF is cleared; VIF, VIP and VM stay as they were, 0. */
#define POPFQ_LOADS COMMON_FLAGS

/* What ring 3 gets by a return, and what went wrong in ring 0. */
struct outcome {
	u64 ip, sp, cx, dx, r11, flags, cs, ss;
	u64 high; /* of r8 to r15 but r11: 0 if all are 0 */
	bool ring0_fault;
	bool early_trap; /* #DB before ring 3's first instruction */
};

struct machine {
	const char *name;
	u64 canonical_end;
	u32 address_bits;
};

static const struct machine machines[] = {
	{"4 levels", CANONICAL_END_4_LEVEL, 48},
	{"5 levels", CANONICAL_END_5_LEVEL, 57},
};

static bool is_canonical(const struct machine *machine, u64 address)
{
	u32 unused = 64 - machine->address_bits;

	return (u64)((s64)(address << unused) >> unused) == address;
}

static u64 high_of(const struct pt_regs *regs)
{
	return regs->r8 | regs->r9 | regs->r10 | regs->r12 | regs->r13 |
	       regs->r14 | regs->r15;
}

static struct outcome iretq(const struct pt_regs *regs)
{
	return (struct outcome){
		.ip = regs->ip,
		.sp = regs->sp,
		.cx = regs->cx,
		.dx = regs->dx,
		.r11 = regs->r11,
		.flags = (regs->flags & IRETQ_LOADS) | FLAGS_FIXED,
		.cs = regs->cs,
		.ss = regs->ss,
		.high = high_of(regs),
	};
}

/* It loads rip from rcx and rflags from r11. The exit path has loaded rsp. */
static struct outcome sysretq(const struct machine *machine,
			      const struct pt_regs *regs)
{
	return (struct outcome){
		.ip = regs->cx,
		.sp = regs->sp,
		.cx = regs->cx,
		.dx = regs->dx,
		.r11 = regs->r11,
		.flags = (regs->r11 & SYSRET_LOADS) | FLAGS_FIXED,
		.cs = (STAR_USER + 16) | 3,
		.ss = (STAR_USER + 8) | 3,
		.high = high_of(regs),
		.ring0_fault = !is_canonical(machine, regs->cx),
		.early_trap = regs->r11 & X86_EFLAGS_TF,
	};
}

/* It loads eip from ecx. The exit path has left 0 in the high registers. */
static struct outcome sysretl(const struct machine *machine,
			      const struct pt_regs *regs)
{
	struct outcome outcome = sysretq(machine, regs);

	outcome.ip = (u32)regs->cx;
	outcome.cs = STAR_USER | 3;
	outcome.high = 0;
	outcome.ring0_fault = false;
	return outcome;
}

/* popfq; sti; sysexitq. It loads rip from rdx and rsp from rcx. */
static struct outcome sysexitq(const struct machine *machine,
			       const struct pt_regs *regs)
{
	return (struct outcome){
		.ip = regs->dx,
		.sp = regs->cx,
		.cx = regs->cx,
		.dx = regs->dx,
		.r11 = regs->r11,
		.flags = (regs->flags & POPFQ_LOADS) | X86_EFLAGS_IF |
			 FLAGS_FIXED,
		.cs = (SEL_KERNEL_CODE + 32) | 3,
		.ss = (SEL_KERNEL_CODE + 40) | 3,
		.high = high_of(regs),
		.ring0_fault = !is_canonical(machine, regs->cx) ||
			       !is_canonical(machine, regs->dx) ||
			       (regs->flags & X86_EFLAGS_TF),
	};
}

/* The same to 32-bit code: eip from edx, esp from ecx. */
static struct outcome sysexitl(const struct machine *machine,
			       const struct pt_regs *regs)
{
	struct outcome outcome = sysexitq(machine, regs);

	outcome.ip = (u32)regs->dx;
	outcome.sp = (u32)regs->cx;
	outcome.cs = (SEL_KERNEL_CODE + 16) | 3;
	outcome.ss = (SEL_KERNEL_CODE + 24) | 3;
	outcome.high = 0;
	outcome.ring0_fault = regs->flags & X86_EFLAGS_TF;
	return outcome;
}

static bool is_equal(const struct outcome *a, const struct outcome *b)
{
	return a->ip == b->ip && a->sp == b->sp && a->cx == b->cx &&
	       a->dx == b->dx && a->r11 == b->r11 && a->flags == b->flags &&
	       a->cs == b->cs && a->ss == b->ss && a->high == b->high &&
	       a->ring0_fault == b->ring0_fault &&
	       a->early_trap == b->early_trap;
}

#endif
