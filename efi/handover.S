/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last instructions of the loader. They change from the firmware's page
 * tables to ring 0's, which map this page at the same address. efi_main() comes
 * in; it leaves at ring 0's entry, ring0_start.
 */
#include <asm/processor-flags.h>
#include "msr-index.h"
#include "segment.h"

#define LEVEL_SWITCH_STACK_SIZE 0x800 /* loader.h, struct level_switch */
#define LEVEL_SWITCH_GDTR 0x806

	.text
	.globl	handover
	.hidden	handover
	.type	handover, @function
/*
 * rdi: struct boot_info, for ring 0     rdx: top of ring 0's stack
 * rsi: ring 0's entry                   rcx: root of ring 0's page tables
 * r8: struct level_switch, or NULL
 *
 * IF=0. After the write to CR3 neither the firmware nor the old stack is
 * mapped. GDT, IDT and segment registers stay the firmware's until ring 0
 * loads its own.
 */
handover:
	cld
	movq	%rdx, %r9
	movq	%r8, %r10
	movq	%rcx, %r8

	/* Without EFER.NXE bit 63 of an entry is reserved, and #PF follows. */
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_NXE, %eax
	wrmsr

	/*
	 * Clearing PGE drops the firmware's global translations, too. CET goes
	 * off because its shadow stack will not be mapped. PCIDE needs long
	 * mode.
	 */
	movq	%cr4, %rax
	andq	$~(X86_CR4_PGE | X86_CR4_CET | X86_CR4_PCIDE), %rax
	movq	%rax, %cr4
	testq	%r10, %r10
	jnz	.Lswitch_levels
	movq	%r8, %cr3

/* rdi, rsi, r9: as above; ring 0's page tables are loaded */
.Lglobal_pages:
	movq	%cr4, %rax
	orq	$X86_CR4_PGE, %rax
	movq	%rax, %cr4

	/* rbp = 0 ends a call trace: ring 0's first frame has no caller. */
	movq	%r9, %rsp
	xorl	%ebp, %ebp
	jmpq	*%rsi
	int3				/* HAZARD sls: entry/entry.h */

/*
 * CR4.LA57 cannot be changed in IA-32e mode (SDM vol. 3, "4-Level Paging and
 * 5-Level Paging"): so paging goes off, in 32-bit code, and on again. Without
 * it an NMI would find no IDT that fits, as during any change of the IDT.
 * r8: the root, below 4 GiB; r10: struct level_switch, there, too
 */
.Lswitch_levels:
	leaq	LEVEL_SWITCH_STACK_SIZE(%r10), %rsp
	pushq	%rdi			/* the upper halves are lost */
	pushq	%rsi
	pushq	%r9
	lgdt	LEVEL_SWITCH_GDTR(%r10)
	movl	%r8d, %edi
	leaq	.Llong_mode(%rip), %rcx
	leaq	.Lprotected_mode(%rip), %rax
	pushq	$SEL_KERNEL_CODE32	/* 64-bit code has no direct far jump */
	pushq	%rax
	lretq
	int3				/* HAZARD sls */

/* edi: the root, ecx: where 64-bit code goes on, esp: below 4 GiB */
	.code32
.Lprotected_mode:
	movl	$SEL_KERNEL_DATA, %eax
	movl	%eax, %ds
	movl	%eax, %ss
	movl	%cr0, %eax		/* paging off: EFER.LMA is 0 */
	andl	$~X86_CR0_PG, %eax
	movl	%eax, %cr0
	movl	%cr4, %edx
	xorl	$X86_CR4_LA57, %edx
	movl	%edx, %cr4
	movl	%edi, %cr3
	orl	$X86_CR0_PG, %eax	/* and on: it is 1, for LME still is */
	movl	%eax, %cr0
	pushl	$SEL_KERNEL_CODE
	pushl	%ecx
	lretl
	int3				/* HAZARD sls */

	.code64
.Llong_mode:
	popq	%r9
	popq	%rsi
	popq	%rdi
	jmp	.Lglobal_pages

	.globl	handover_end
	.hidden	handover_end
handover_end:
	.size	handover, . - handover
	.section .note.GNU-stack, "", @progbits
