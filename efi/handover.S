/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last instructions of the loader. They change from the firmware's page
 * tables to ring 0's, which map this page at the same address. efi_main() comes
 * in; it leaves at ring 0's entry, ring0_start.
 */
#include <asm/processor-flags.h>
#include "msr-index.h"

	.text
	.globl	handover
	.hidden	handover
	.type	handover, @function
/*
 * rdi: struct boot_info, for ring 0     rdx: top of ring 0's stack
 * rsi: ring 0's entry                   rcx: root of ring 0's page tables
 *
 * IF=0. After the write to CR3 neither the firmware nor the old stack is
 * mapped. GDT, IDT and segment registers stay the firmware's until ring 0
 * loads its own.
 */
handover:
	cld
	movq	%rdx, %r9
	movq	%rcx, %r8

	/* Without EFER.NXE bit 63 of an entry is reserved, and #PF follows. */
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_NXE, %eax
	wrmsr

	/*
	 * Clearing PGE drops the firmware's global translations, too. CET goes
	 * off because its shadow stack will not be mapped.
	 */
	movq	%cr4, %rax
	andq	$~(X86_CR4_PGE | X86_CR4_CET), %rax
	movq	%rax, %cr4
	movq	%r8, %cr3
	orq	$X86_CR4_PGE, %rax
	movq	%rax, %cr4

	/* rbp = 0 ends a call trace: ring 0's first frame has no caller. */
	movq	%r9, %rsp
	xorl	%ebp, %ebp
	jmpq	*%rsi
	int3				/* HAZARD sls: entry/entry.h */

	.globl	handover_end
	.hidden	handover_end
handover_end:
	.size	handover, . - handover
	.section .note.GNU-stack, "", @progbits
