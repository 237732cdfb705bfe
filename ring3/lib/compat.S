/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The three gates from 32-bit code, for cross(): a far jump leads there, and
 * behind the gate another one back. All of a program lies below 4 GiB, code
 * and stack. Memory is reached through SS alone, for DS may be null.
 */
#include "ring3/lib/cross.h"
#include "segment.h"

	.macro	NAMES section, name:vararg
	.globl	\name
	.section .text.\section, "ax"
	.endm

/* To 32-bit code, which goes on behind this. Changes no register, no flag. */
	.macro	TO_CODE32 section
	ljmp	*1f
	.pushsection .rodata.\section
	.balign	8			/* AC may be set */
1:	.long	2f
	.word	SEL_USER_CODE32
	.popsection
	.code32
2:
	.endm

/* From the nop that is returned to; the same, and cs is noted. */
	.macro	TO_LANDING name
	movw	%cs, %ss:cross_compat_cs
	ljmp	$SEL_USER_CODE, $3f
	.code64
3:	movq	$\name, cross_out + 8 * STATE_IP
	jmp	cross_landing
	.endm

/* RFLAGS are loaded in 32-bit code, so that the first trap is the gate's. */
	.macro	LOAD_FLAGS
	popq	compat_flags		/* rsp is cross_in's again */
	TO_CODE32 compat
	pushl	%ss:compat_flags
	popfl
	.endm

/* As cross.S has them. */
	.macro	COMPAT name, instruction:vararg
	NAMES	compat, \name, \name\()_at, \name\()_behind, \name\()_stepped
\name:
	LOAD_FLAGS
\name\()_at:
	\instruction
\name\()_behind:
	nop
\name\()_stepped:
	TO_LANDING \name\()_behind
	.endm

/* As wild.S has them. */
	.macro	COMPAT_WILD name, instruction:vararg
	NAMES	wild, \name, \name\()_behind
\name:
	popfq
	mov	wild_sp, %rsp
	TO_CODE32 wild
	\instruction
\name\()_behind:
	nop
	TO_LANDING \name\()_behind
	.endm

COMPAT compat_syscall, syscall
COMPAT compat_int80, int $0x80
COMPAT_WILD wild_compat_syscall, syscall
COMPAT_WILD wild_compat_int80, int $0x80

/* SYSENTER comes back to 64-bit code, at once: rdx is its address. */
	NAMES	compat, compat_sysenter, compat_sysenter_at, \
		compat_sysenter_behind, compat_sysenter_stepped
compat_sysenter:
	LOAD_FLAGS
compat_sysenter_at:
	sysenter
	.code64
compat_sysenter_behind:
	nop
compat_sysenter_stepped:
	movq	$compat_sysenter_behind, cross_out + 8 * STATE_IP
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
