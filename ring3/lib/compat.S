/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The three gates from 32-bit code, as stubs for cross(): a far jump enters
 * 32-bit code, and after the gate another one leaves it. This works because a
 * program's code and data lie below 4 GiB. Memory is reached through SS, since
 * DS may be null.
 */
#include "ring3/lib/cross.h"
#include "segment.h"

	.macro	NAMES section, name:vararg
	.globl	\name
	.section .text.\section, "ax"
	.endm

/* What follows this is 32-bit code. Changes no register and no flag. */
	.macro	TO_CODE32 section
	ljmp	*1f
	.pushsection .rodata.\section
	.balign	8			/* or #AC, if AC is set */
1:	.long	2f
	.word	SEL_USER_CODE32
	.popsection
	.code32
2:
	.endm

/* Back to 64-bit code; records cs. Changes no other register, no flag. */
	.macro	TO_LANDING name
	movw	%cs, %ss:cross_compat_cs
	ljmp	$SEL_USER_CODE, $3f
	.code64
3:	movq	$\name, cross_out + 8 * STATE_IP
	jmp	cross_landing
	.endm

/* With TF, the first trap must be the gate's: so POPF runs in 32-bit code. */
	.macro	LOAD_FLAGS
	popq	compat_flags		/* rsp is cross_in's again */
	TO_CODE32 compat
	pushl	%ss:compat_flags
	popfl
	.endm

/* The labels are cross.S's. */
	.macro	COMPAT name, instruction:vararg
	NAMES	compat, \name, \name\()_at, \name\()_after, \name\()_stepped
\name:
	LOAD_FLAGS
\name\()_at:
	\instruction
\name\()_after:
	nop
\name\()_stepped:
	TO_LANDING \name\()_after
	.endm

/* The labels are wild.S's. */
	.macro	COMPAT_WILD name, instruction:vararg
	NAMES	wild, \name, \name\()_after
\name:
	popfq
	mov	wild_sp, %rsp
	TO_CODE32 wild
	\instruction
\name\()_after:
	nop
	TO_LANDING \name\()_after
	.endm

COMPAT compat_syscall, syscall
COMPAT compat_int80, int $0x80
COMPAT_WILD wild_compat_syscall, syscall
COMPAT_WILD wild_compat_int80, int $0x80

/* SYSEXIT returns to 64-bit code, at the address in rdx. */
	NAMES	compat, compat_sysenter, compat_sysenter_at, \
		compat_sysenter_after, compat_sysenter_stepped
compat_sysenter:
	LOAD_FLAGS
compat_sysenter_at:
	sysenter
	.code64
compat_sysenter_after:
	nop
compat_sysenter_stepped:
	movq	$compat_sysenter_after, cross_out + 8 * STATE_IP
	jmp	cross_landing

	NAMES	wild, wild_compat_sysenter
wild_compat_sysenter:
	popfq
	mov	wild_sp, %rsp
	TO_CODE32 wild
	sysenter
	.code64

	.bss
	.globl	cross_compat_cs
	.balign	8
compat_flags:
	.skip	8
cross_compat_cs:
	.skip	8

	.section .note.GNU-stack, "", @progbits
