/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Into the firmware and back: UEFI specification, "x64 Platforms": Microsoft's
 * calling convention, a stack that is aligned to 16 bytes, DF=0, and the FPU's
 * control words as after a reset of it.
 */

#include <asm/processor-flags.h>

#define ARGUMENTS 40	/* 4 words of home space, and the fifth argument */

/*
 * u64 runtime_call(u64 service, u64 cr3, const u64 arguments[5])
 * Who comes here: save.c. rdi, rsi, rdx: service, cr3, arguments; IF=0. The
 * firmware saves rbx, rbp, rdi, rsi and r12 to r15.
 */
	.text
	.globl	runtime_call
	.type	runtime_call, @function
runtime_call:
	pushq	%rbp
	movq	%rsp, %rbp
	pushq	%rbx
	pushq	%r12
	movq	%cr3, %rbx
	movq	%cr4, %r12

	/* The firmware's own page tables may have set a user bit. */
	movq	%r12, %rax
	andq	$~(X86_CR4_SMEP | X86_CR4_SMAP), %rax
	movq	%rax, %cr4
	movq	%rsi, %cr3

	/* A program may have left exceptions unmasked. */
	fninit
	pushq	$0x1f80
	ldmxcsr	(%rsp)
	cld

	/* rsp is a multiple of 16 at the call; the fifth is there. */
	andq	$-16, %rsp
	subq	$(ARGUMENTS + 8), %rsp
	movq	%rdi, %rax
	movq	32(%rdx), %rcx
	movq	%rcx, 32(%rsp)

	/* The others: rcx, rdx, r8, r9; rdx, the list, comes last. */
	movq	(%rdx), %rcx
	movq	16(%rdx), %r8
	movq	24(%rdx), %r9
	movq	8(%rdx), %rdx
	call	*%rax

	/* rbx, r12 and rbp are as they were; rax is the status. */
	movq	%rbx, %cr3
	movq	%r12, %cr4
	leaq	-16(%rbp), %rsp
	popq	%r12
	popq	%rbx
	popq	%rbp
	ret
	int3				/* HAZARD sls */
	.size	runtime_call, . - runtime_call

	.section .note.GNU-stack, "", @progbits
