/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C enters the code under test here, by IRETQ, and gets control back here from
 * wherever the code ended: at one of 256 vectors or one of three gates. A
 * landing trusts no register, not even rsp and GS: it uses absolute addresses.
 */

#include <asm/processor-flags.h>
#include "segment.h"

	.set	field, 0
#define FIELD(name, text) .set FIELD_##name, field; .set field, field + 1;
#include "check/fields.h"
#undef FIELD
	.set	FIELD_AT_LSTAR, 257	/* experiment.c asserts it */

#define SEEN(name) landing_seen + 8 * FIELD_##name
#define GIVEN(name) 8 * FIELD_##name(%rdi)

/* away says how far: AWAY from landing_enter's IRETQ to landing_return's. */
	.set	AWAY, 1
	.set	RUNNING_BIT, 1		/* nothing has landed yet */
	.set	RUNNING, 1 << RUNNING_BIT

	.bss
	.balign	8
	.globl	landing_seen, landing_gdtr, landing_nmis
landing_seen:	.fill	field, 8
c_sp:		.quad	0
away:		.long	0
landing_nmis:	.long	0
landing_gdtr:	.fill	10, 1

	.text

/* void landing_enter(const u64 *give): see landing.h. IF=0. */
	.globl	landing_enter
	.type	landing_enter, @function
landing_enter:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, c_sp

	/* What IRETQ loads; then the rest, rdi, their base, last. */
	pushq	GIVEN(SS)
	pushq	GIVEN(SP)
	pushq	GIVEN(FLAGS)
	pushq	GIVEN(CS)
	pushq	GIVEN(IP)
	movq	GIVEN(AX), %rax
	movq	GIVEN(CX), %rcx
	movq	GIVEN(DX), %rdx
	movq	GIVEN(BX), %rbx
	movq	GIVEN(BP), %rbp
	movq	GIVEN(SI), %rsi
	/* r8 to r15 */
	movq	GIVEN(R8), %r8
	movq	GIVEN(R9), %r9
	movq	GIVEN(R10), %r10
	movq	GIVEN(R11), %r11
	movq	GIVEN(R12), %r12
	movq	GIVEN(R13), %r13
	movq	GIVEN(R14), %r14
	movq	GIVEN(R15), %r15
	movq	GIVEN(DI), %rdi
	movl	$AWAY | RUNNING, away
	cmpl	$0, landing_nmis	/* the watchdog came before the code */
	jne	landing_return
	iretq
	int3				/* HAZARD sls */
	.size	landing_enter, . - landing_enter

/* Needs: nothing. Destroys nothing. */
.macro SAVE_REGS
	movq	%rax, SEEN(AX)
	movq	%rcx, SEEN(CX)
	movq	%rdx, SEEN(DX)
	movq	%rbx, SEEN(BX)
	movq	%rbp, SEEN(BP)
	movq	%rsi, SEEN(SI)
	movq	%rdi, SEEN(DI)
	movq	%r8, SEEN(R8)
	movq	%r9, SEEN(R9)
	movq	%r10, SEEN(R10)
	movq	%r11, SEEN(R11)
	movq	%r12, SEEN(R12)
	movq	%r13, SEEN(R13)
	movq	%r14, SEEN(R14)
	movq	%r15, SEEN(R15)
.endm

/*
 * Who comes here: the NMI's stub. IRETQ may not be able to return to the CS and
 * SS that a check has made up, so an NMI ends the run wherever it came. Only
 * one that interrupted C returns.
 */
	.globl	landing_nmi
landing_nmi:
	incl	landing_nmis
	testl	$RUNNING, away
	jnz	landing_event
	testl	$AWAY, away
	jnz	landing_return
	addq	$8, %rsp		/* the stub's return address */
	iretq
	int3				/* HAZARD sls */

/*
 * Who comes here: a vector's stub, by call. rsp: the stub's return address, the
 * error code if the CPU pushed one, rip, cs, RFLAGS, rsp, ss. The CPU aligned
 * the stack to 16 bytes before it pushed, so rsp tells whether there is a code.
 */
	.globl	landing_event
landing_event:
	pushfq
	btrl	$RUNNING_BIT, away
	jnc	.Lunexpected
	popq	SEEN(HANDLER_FLAGS)
	SAVE_REGS
	popq	%rax
	andl	$0x7ff, %eax		/* in the page: 8 * vector + 7 */
	shrl	$3, %eax
	movq	%rax, SEEN(EVENT)
	movq	%rsp, SEEN(HANDLER_SP)
	/* In what state the handler starts. */
	movl	%cs, %eax
	movq	%rax, SEEN(HANDLER_CS)
	movl	%ss, %eax
	movq	%rax, SEEN(HANDLER_SS)
	/* The frame: an error code, if there is one, and five words. */
	movq	$-1, SEEN(ERROR)
	testl	$8, %esp
	jnz	1f
	popq	SEEN(ERROR)
1:	popq	SEEN(IP)
	popq	SEEN(CS)
	popq	SEEN(FLAGS)
	popq	SEEN(SP)
	popq	SEEN(SS)
	jmp	landing_return

/* rsp: RFLAGS, the stub's return address, the CPU's frame */
.Lunexpected:
	movq	8(%rsp), %rdi
	leaq	16(%rsp), %rsi
	movq	c_sp, %rsp
	call	landing_unexpected

/* Who comes here: a gate's stub. rsp may point anywhere. */
.macro LANDING name, index
	.globl	\name
\name:
	movq	%rsp, SEEN(SP)
	movq	c_sp, %rsp
	pushfq
	pushq	$FIELD_AT_LSTAR + \index
	jmp	landing_gate
.endm
	LANDING	landing_lstar, 0
	LANDING	landing_cstar, 1
	LANDING	landing_sysenter, 2

/* rsp: C's stack, holding the event and RFLAGS */
landing_gate:
	popq	SEEN(EVENT)
	popq	SEEN(FLAGS)
	andl	$~RUNNING, away
	SAVE_REGS
	/* What the gate loaded; there is no error code. */
	movl	%cs, %eax
	movq	%rax, SEEN(CS)
	movl	%ss, %eax
	movq	%rax, SEEN(SS)
	movq	$-1, SEEN(ERROR)

/*
 * rsp: any. All is recorded, or an NMI ended the run: returns to the caller of
 * landing_enter, with that caller's registers.
 */
landing_return:
	movq	c_sp, %rsp
	lgdt	landing_gdtr
	pushq	$X86_EFLAGS_FIXED
	popfq				/* NT=0, or IRETQ is #GP; DF=0; AC=0 */
	call	landing_settle
	/* IRETQ to the next instruction: only that unblocks NMIs. */
	pushq	$SEL_KERNEL_DATA
	pushq	c_sp
	pushq	$X86_EFLAGS_FIXED
	pushq	$SEL_KERNEL_CODE
	pushq	$1f
	iretq
	int3				/* HAZARD sls */
1:	movl	$0, away
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	int3				/* HAZARD sls */

	.section .note.GNU-stack, "", @progbits
