/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stubs for cross(), as in cross.S, but with two instructions: MOV SS from a
 * word that has a watchpoint, and one that enters ring 0.
 */
#include "ring3/lib/cross.h"

#define OUT(index) cross_out + 8 * (index)

	.macro	STUB name, instruction:vararg
	.globl	movss_\name, movss_\name\()_at, movss_\name\()_after
movss_\name:
	popfq				/* rsp is now cross_in's */
	mov	movss_selector, %ss
movss_\name\()_at:
	\instruction
movss_\name\()_after:
	movq	$movss_\name\()_after, OUT(STATE_IP)
	jmp	cross_landing
	.endm

	.text
STUB syscall, syscall
STUB sysenter, sysenter
STUB int80, int $0x80
STUB int3, int3

	.data
	.balign	8
	.globl	movss_selector
movss_selector:
	.quad	0

	.section .note.GNU-stack, "", @progbits
