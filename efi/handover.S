/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last instructions of the loader: from the firmware's page tables to
 * ring 0's, which map these pages too, at the same address. main.c comes in;
 * it leaves at ring 0's entry, ring0_start.
 */
#include <asm/processor-flags.h>
#include "msr-index.h"

	.text
	.globl	handover
	.hidden	handover
	.type	handover, @function
/*
 * rdi: struct boot_info, for ring 0     rdx: ring 0's stack, its upper end
 * rsi: ring 0's entry                   rcx: its page tables' root
 *
 * IF=0. Nothing of the firmware's is needed, nor the old stack: it is not
 * mapped any more. GDT, IDT and segments stay, and are ring 0's to replace.
 */
handover:
	cld
	movq	%rdx, %r9
	movq	%rcx, %r8

	/* NX must mean something before there are entries that have it. */
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_NXE, %eax
	wrmsr

	/*
	 * Without PGE the firmware's global translations go as well. A shadow
	 * stack (CET) would be one in memory that is mapped no longer.
	 */
	movq	%cr4, %rax
	andq	$~(X86_CR4_PGE | X86_CR4_CET), %rax
	movq	%rax, %cr4
	movq	%r8, %cr3
	orq	$X86_CR4_PGE, %rax
	movq	%rax, %cr4

	/* No frame is above ring 0's first: rbp ends a call trace. */
	movq	%r9, %rsp
	xorl	%ebp, %ebp
	jmpq	*%rsi

	.globl	handover_end
	.hidden	handover_end
handover_end:
	.size	handover, . - handover
	.section .note.GNU-stack, "", @progbits
