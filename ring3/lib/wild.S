/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The three gates with an rsp that may hold anything: these stubs for cross()
 * load it from wild_sp after the popfq. A signal then finds no stack, so the
 * crossing must raise none. compat.S has the same from 32-bit code.
 */
#include "ring3/lib/cross.h"

	.macro	WILD name, instruction:vararg
	.globl	\name, \name\()_after
\name:
	popfq
	mov	wild_sp, %rsp		/* changes no flag */
	\instruction
\name\()_after:
	nop
	movq	$\name\()_after, cross_out + 8 * STATE_IP
	jmp	cross_landing
	.endm

	.text
WILD wild_syscall, syscall
WILD wild_sysenter, sysenter
WILD wild_int80, int $0x80

	.bss
	.globl	wild_sp
	.balign	8
wild_sp:
	.skip	8

	.section .note.GNU-stack, "", @progbits
