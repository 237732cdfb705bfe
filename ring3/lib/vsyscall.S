/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SYSENTER by Linux's convention of 32-bit code, as stubs for cross(), for a
 * program that has mapped the 32-bit vDSO. Ring 0 goes back to the vDSO's
 * landing pad. The code there pops ebp, edx and ecx, and returns to the stub.
 */
#include "ring3/lib/cross.h"
#include "segment.h"

	.macro	STUB name
	.section .text.vsyscall, "ax"
	.globl	\name, \name\()_at
\name:
	popq	vsyscall_flags		/* rsp is cross_in's again */
	.endm

/* What follows this is 32-bit code. Changes no register and no flag. */
	.macro	TO_CODE32
	ljmp	*1f
	.pushsection .data.vsyscall, "aw"
	.balign	8			/* or #AC, if AC is set */
1:	.long	2f
	.word	SEL_USER_CODE32
	.popsection
	.code32
2:
	.endm

/* As __kernel_vsyscall, which this calls as it were. */
	.macro	PUSH_AS_VDSO
	pushl	$vsyscall_after
	pushl	%ecx
	pushl	%edx
	pushl	%ebp
	.endm

STUB vsyscall
	TO_CODE32
	PUSH_AS_VDSO
	movl	%esp, %ebp
	pushl	%ss:vsyscall_flags
	popfl				/* it may set TF */
vsyscall_at:
	sysenter
	.code64

/* With any ebp: after the landing pad esp is that. */
STUB vsyscall_with_ebp
	TO_CODE32
	pushl	%ss:vsyscall_flags
	popfl
vsyscall_with_ebp_at:
	sysenter
	.code64

/* From 64-bit code, with an rbp of 64 bits: ring 0 must not go by that. */
STUB vsyscall_from_64
	lea	-16(%rsp), %rsp
	movl	$vsyscall_after, 12(%rsp)
	movl	%ecx, 8(%rsp)
	movl	%edx, 4(%rsp)
	movl	%ebp, (%rsp)
	movq	%rsp, %rbp
	btsq	$63, %rbp
	pushq	vsyscall_flags
	popfq
vsyscall_from_64_at:
	sysenter

/* All of them come back here, by the landing pad's RET. */
	.globl	vsyscall_after
	.code32
vsyscall_after:
	movw	%cs, %ss:cross_compat_cs
	ljmp	$SEL_USER_CODE, $3f
	.code64
3:	movq	$vsyscall_after, cross_out + 8 * STATE_IP
	jmp	cross_landing

	.section .bss.vsyscall, "aw", @nobits
	.balign	8
vsyscall_flags:
	.skip	8

	.section .note.GNU-stack, "", @progbits
