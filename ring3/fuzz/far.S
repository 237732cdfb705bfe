/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gates from 32-bit and 16-bit code in any code segment, with any stack
 * segment: stubs for cross(). far_cross() enters each by its code segment. None
 * uses DS. Each stub has its own code after the gate, so that STATE_IP shows
 * which code segment ring 0 returned to.
 */
#include "ring3/lib/cross.h"
#include "segment.h"

	.macro	FAR name
	.text
	.globl	\name, \name\()_code, \name\()_after, \name\()_stepped
\name:
	.endm

/* rsp may hold anything, so no signal can be delivered. */
	.macro	ENTER_WILD name, bits
	FAR	\name
	popfq
	mov	far_sp, %rsp		/* changes no flag */
	ljmp	*far_code
	.code\bits
\name\()_code:
	.endm

/* The flags may have TF, so POPF runs last, on the new stack segment. */
	.macro	ENTER_TRAP name, bits
	FAR	\name
	ljmp	*far_code
	.code\bits
\name\()_code:
	popfl
	.endm

	.macro	LEAVE name
\name\()_after:
	nop
\name\()_stepped:
	ljmpl	$SEL_USER_CODE, $1f
	.code64
1:	movq	$\name\()_after, cross_out + 8 * STATE_IP
	jmp	cross_landing
	.endm

/* SYSEXIT returns to 64-bit code, at the address in rdx. */
	.macro	LEAVE_64 name
	.code64
\name\()_after:
	nop
\name\()_stepped:
	movq	$\name\()_after, cross_out + 8 * STATE_IP
	jmp	cross_landing
	.endm

	.macro	STUBS kind, enter, bits
	\enter	far_\kind\()_int80_\bits, \bits
	int	$0x80
	LEAVE	far_\kind\()_int80_\bits
	\enter	far_\kind\()_sysenter_\bits, \bits
	sysenter
	LEAVE_64 far_\kind\()_sysenter_\bits
	.endm

	STUBS	wild, ENTER_WILD, 16
	STUBS	wild, ENTER_WILD, 32
	STUBS	trap, ENTER_TRAP, 16
	STUBS	trap, ENTER_TRAP, 32

/* Ring 0 returns from SYSCALL to SEL_USER_CODE32, which is flat. */
	ENTER_WILD far_wild_syscall_32, 32
	syscall
	LEAVE	far_wild_syscall_32
	ENTER_TRAP far_trap_syscall_32, 32
	syscall
	LEAVE	far_trap_syscall_32

	.bss
	.globl	far_code, far_sp
	.balign	8			/* or #AC, if AC is set */
far_code:				/* m16:32, which ljmp loads */
	.skip	8
far_sp:
	.skip	8

	.section .note.GNU-stack, "", @progbits
