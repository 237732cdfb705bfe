/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CR4.LA57 cannot be changed in IA-32e mode (SDM vol. 3, "4-Level Paging and
 * 5-Level Paging"): so paging goes off, in 32-bit code, and on again. la57.c
 * comes in, on the firmware's stack, and it goes back there.
 */
#include <asm/processor-flags.h>
#include "segment.h"

	.text
	.globl	switch_to_5_levels
	.hidden	switch_to_5_levels
	.type	switch_to_5_levels, @function
/* rdi: the new root, rsi: a GDT. The upper halves are lost on the way. */
switch_to_5_levels:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	pushfq
	cli
	subq	$16, %rsp		/* for GDTR: 10 bytes */
	sgdt	(%rsp)
	movl	%cs, %eax
	pushq	%rax
	movl	%ss, %eax
	pushq	%rax
	movl	%ds, %eax
	pushq	%rax
	movl	%es, %eax
	pushq	%rax

	/* By a far return, for 64-bit code has no direct far jump. */
	lgdt	(%rsi)
	leaq	.Lpaging_on(%rip), %rcx
	leaq	.Lcode32(%rip), %rax
	pushq	$SEL_KERNEL_CODE32
	pushq	%rax
	lretq

/* edi: the new root, ecx: where 64-bit code goes on, esp: the stack */
	.code32
.Lcode32:
	movl	$SEL_KERNEL_DATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%cr0, %eax		/* paging off: EFER.LMA is 0 */
	andl	$~X86_CR0_PG, %eax
	movl	%eax, %cr0
	movl	%cr4, %edx
	orl	$X86_CR4_LA57, %edx
	movl	%edx, %cr4
	movl	%edi, %cr3
	orl	$X86_CR0_PG, %eax	/* and on: it is 1, for LME still is */
	movl	%eax, %cr0
	pushl	$SEL_KERNEL_CODE
	pushl	%ecx
	lretl

/* rsp: es, ds, ss, cs, GDTR, RFLAGS, and what C wants kept */
	.code64
.Lpaging_on:
	lgdt	32(%rsp)		/* the firmware's, with its selectors */
	popq	%rax
	movl	%eax, %es
	popq	%rax
	movl	%eax, %ds
	popq	%rax
	movl	%eax, %ss
	leaq	1f(%rip), %rax
	pushq	%rax			/* below cs */
	lretq
1:	addq	$16, %rsp		/* GDTR */
	popfq
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.size	switch_to_5_levels, . - switch_to_5_levels

	.section .note.GNU-stack, "", @progbits
