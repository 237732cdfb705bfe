/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gates from 32-bit and 16-bit code in any code segment, with any stack
 * segment: stubs for cross(), to each of which far_cross() tells its segment.
 * None uses DS. Behind the gate each has its own way back, by which cs is told.
 */
#include "ring3/lib/cross.h"
#include "segment.h"

	.macro	FAR name
	.text
	.globl	\name, \name\()_code, \name\()_behind, \name\()_stepped
\name:
	.endm

/* Any rsp; no signal can be taken. */
	.macro	ENTER_WILD name, bits
	FAR	\name
	popfq
	mov	far_sp, %rsp		/* changes no flag */
	ljmp	*far_code
	.code\bits
\name\()_code:
	.endm

/* TF may be set: the flags are loaded here, from the stack segment. */
	.macro	ENTER_TRAP name, bits
	FAR	\name
	ljmp	*far_code
	.code\bits
\name\()_code:
	popfl
	.endm

	.macro	LEAVE name
\name\()_behind:
	nop
\name\()_stepped:
	ljmpl	$SEL_USER_CODE, $1f
	.code64
1:	movq	$\name\()_behind, cross_out + 8 * STATE_IP
	jmp	cross_landing
	.endm

/* SYSENTER comes back to 64-bit code, at once: rdx is its address. */
	.macro	LEAVE_64 name
	.code64
\name\()_behind:
	nop
\name\()_stepped:
	movq	$\name\()_behind, cross_out + 8 * STATE_IP
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

/* SYSCALL comes back to flat 32-bit code, wherever it came from. */
	ENTER_WILD far_wild_syscall_32, 32
	syscall
	LEAVE	far_wild_syscall_32
	ENTER_TRAP far_trap_syscall_32, 32
	syscall
	LEAVE	far_trap_syscall_32

	.bss
	.globl	far_code, far_sp
	.balign	8			/* AC may be set */
far_code:				/* m16:32, for the jump */
	.skip	8
far_sp:
	.skip	8

	.section .note.GNU-stack, "", @progbits
