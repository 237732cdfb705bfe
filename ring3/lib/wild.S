/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The three gates with any rsp whatever: stubs for cross() that load it from
 * wild_sp behind the popfq. No signal can be taken there, and none may come.
 * compat.S has those from 32-bit code.
 */
#include "ring3/lib/cross.h"

	.macro	WILD name, instruction:vararg
	.globl	\name, \name\()_behind
\name:
	popfq
	mov	wild_sp, %rsp		/* changes no flag */
	\instruction
\name\()_behind:
	nop
	movq	$\name\()_behind, cross_out + 8 * STATE_IP
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
