/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For cross(): MOV SS from a word that a watchpoint is on, and right behind it
 * an instruction that enters ring 0. As cross.S's stubs otherwise.
 */
#include "ring3/lib/cross.h"

#define OUT(index) cross_out + 8 * (index)

	.macro	STUB name, instruction:vararg
	.globl	movss_\name, movss_\name\()_at, movss_\name\()_behind
movss_\name:
	popfq				/* rsp is cross_in's again */
	mov	movss_selector, %ss
movss_\name\()_at:
	\instruction
movss_\name\()_behind:
	movq	$movss_\name\()_behind, OUT(STATE_IP)
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
