/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the entry paths share: saving and restoring pt_regs as one pair of
 * macros, mirror images, and clearing between them. Assembly only.
 */
#ifndef RING0_ENTRY_ENTRY_H
#define RING0_ENTRY_ENTRY_H

#include <asm/errno.h>
#include <asm/processor-flags.h>
#include "msr-index.h"
#include "cpu/percpu.h"
#include "ptrace.h"
#include "segment.h"
#include "cpu/smap.h"
#include "unistd_32.h"
#include "unistd_64.h"

/*
 * HAZARD sls (straight-line speculation, CVE-2021-26341): a CPU may guess that
 * an instruction that always leaves, RET, IRETQ, SYSRETQ, SYSEXITQ or an
 * indirect JMP, does not, and go on with the bytes after it, with ring 3's GS
 * base or registers. INT3 after each of them is where speculation ends; it is
 * never executed. tests/nospec.t reads the code.
 */

/* Call frames serve debuggers alone, so they are not loaded. */
	.cfi_sections .debug_frame

/* Code that runs before C, kept together at the start of .text. */
.macro ENTRY name
	.section .entry.text, "ax"
	.globl	\name
	.type	\name, @function
	.balign	16
\name:
	.cfi_startproc simple
.endm

.macro END name
	.cfi_endproc
	.size	\name, . - \name
.endm

/*
 * A name for the instruction that follows. With page-table isolation it is
 * changed, once, at boot, into a jump to the code that switches CR3: pti/.
 * Weak: so a call trace shows the function's name, and not this one.
 */
.macro PTI_SITE name
	.weak	\name
\name:
.endm

/*
 * Tells debuggers that pt_regs begin at rsp + offset. It is called a signal
 * frame because they stop at other frames if the stacks do not nest.
 */
.macro CFI_PT_REGS offset=0
	.cfi_endproc
	.cfi_startproc simple
	.cfi_signal_frame
	.cfi_def_cfa %rsp, PT_SIZE + \offset
	.cfi_offset %r15, PT_R15 - PT_SIZE
	.cfi_offset %r14, PT_R14 - PT_SIZE
	.cfi_offset %r13, PT_R13 - PT_SIZE
	.cfi_offset %r12, PT_R12 - PT_SIZE
	.cfi_offset %rbp, PT_BP - PT_SIZE
	.cfi_offset %rbx, PT_BX - PT_SIZE
	.cfi_offset %rip, PT_IP - PT_SIZE
	.cfi_offset %rsp, PT_SP - PT_SIZE
.endm

/*
 * Pushes 0 for a register that 32-bit code does not have, as Linux does: after
 * the call it is 0, whatever 64-bit code may have left there before.
 */
.macro PUSH_HIGH register, high
	.if \high
	pushq	\register		/* the field that the caller names */
	.else
	pushq	$0			/* the same */
	.endif
.endm

/*
 * Needs: rsp at pt_regs->orig_ax. Destroys nothing. Mirror: POP_REGS.
 * ax: what goes into pt_regs->ax. di=0: pt_regs->di is there already.
 * high=0: the caller is 32-bit code, see PUSH_HIGH.
 */
.macro PUSH_REGS ax=%rax, di=1, high=1
	.if \di
	pushq	%rdi		/* pt_regs->di */
	.endif
	pushq	%rsi		/* pt_regs->si */
	pushq	%rdx		/* pt_regs->dx */
	pushq	%rcx		/* pt_regs->cx */
	pushq	\ax		/* pt_regs->ax */
	PUSH_HIGH %r8, \high	/* pt_regs->r8 */
	PUSH_HIGH %r9, \high	/* pt_regs->r9 */
	PUSH_HIGH %r10, \high	/* pt_regs->r10 */
	pushq	%r11		/* pt_regs->r11 */
	pushq	%rbx		/* pt_regs->bx */
	pushq	%rbp		/* pt_regs->bp */
	PUSH_HIGH %r12, \high	/* pt_regs->r12 */
	PUSH_HIGH %r13, \high	/* pt_regs->r13 */
	PUSH_HIGH %r14, \high	/* pt_regs->r14 */
	PUSH_HIGH %r15, \high	/* pt_regs->r15 */
.endm

/*
 * Needs: rsp at pt_regs. Leaves rsp at pt_regs->orig_ax, RFLAGS alone.
 * ax=%rcx: rax keeps the result that it holds, and pt_regs->ax is dropped.
 */
.macro POP_REGS ax=%rax
	popq	%r15		/* pt_regs->r15 */
	popq	%r14		/* pt_regs->r14 */
	popq	%r13		/* pt_regs->r13 */
	popq	%r12		/* pt_regs->r12 */
	popq	%rbp		/* pt_regs->bp */
	popq	%rbx		/* pt_regs->bx */
	popq	%r11		/* pt_regs->r11 */
	popq	%r10		/* pt_regs->r10 */
	popq	%r9		/* pt_regs->r9 */
	popq	%r8		/* pt_regs->r8 */
	popq	\ax		/* pt_regs->ax */
	popq	%rcx		/* pt_regs->cx */
	popq	%rdx		/* pt_regs->dx */
	popq	%rsi		/* pt_regs->si */
	popq	%rdi		/* pt_regs->di */
.endm

/*
 * Loads what 32-bit code has: the registers that PUSH_REGS high=0 has pushed.
 * C has changed r8 to r10, and has kept r12 to r15 as CLEAR_REGS left them, 0.
 * Needs: rsp at pt_regs, rax: the result. Leaves rsp; rcx, rdx for the caller.
 */
.macro LOAD_REGS_32
	movq	PT_BP(%rsp), %rbp
	movq	PT_BX(%rsp), %rbx
	movq	PT_R11(%rsp), %r11
	xorl	%r10d, %r10d
	xorl	%r9d, %r9d
	xorl	%r8d, %r8d
	movq	PT_SI(%rsp), %rsi
	movq	PT_DI(%rsp), %rdi
.endm

/*
 * Clears registers, so that ring 0 speculates on no value that ring 3 chose;
 * rbp = 0 ends a call trace. Needs: PUSH_REGS done. The caller loads rax, rdi
 * and rsi; with dx=0 rdx, too. Destroys RFLAGS.
 */
.macro CLEAR_REGS dx=1
	.if \dx
	xorl	%edx, %edx
	.endif
	xorl	%ecx, %ecx
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
	xorl	%ebx, %ebx
	xorl	%ebp, %ebp
	xorl	%r12d, %r12d
	xorl	%r13d, %r13d
	xorl	%r14d, %r14d
	xorl	%r15d, %r15d
.endm

/*
 * The dispatcher's two arguments, and nothing else of ring 3's. The number in
 * eax becomes a row of the call table. If it is beyond the table, that is last,
 * whose row is -ENOSYS. CMOV makes it a dependency on data: a CPU that
 * mispredicts the comparison still cannot index past the table (Spectre v1).
 * Needs: rsp at pt_regs. Leaves rdi: pt_regs, esi: the row, rax: it, too, all
 * others cleared. Destroys RFLAGS.
 */
.macro LOAD_DISPATCH_ARGS last
	movl	$\last, %edx
	cmpl	%edx, %eax
	cmoval	%edx, %eax
	movl	%eax, %esi
	movq	%rsp, %rdi
	CLEAR_REGS dx=0
.endm

/*
 * In ring 0 the value of the GS base does not tell whose it is, since ring 3
 * may write any (WRGSBASE). So nobody asks: the base is saved, and ring 0's is
 * loaded from a word of the IST stack. Needs: PUSH_REGS done; cpu: that word's
 * offset from rsp. Destroys rax, rcx. Leaves rdx: the base as it was. Mirror:
 * RESTORE_GS_BASE.
 */
.macro SAVE_GS_BASE cpu
	movl	$MSR_GS_BASE, %ecx
	rdmsr
	shlq	$32, %rdx
	orq	%rax, %rdx
	movq	%rdx, %r8
	movq	\cpu(%rsp), %rdx
	movl	%edx, %eax
	shrq	$32, %rdx
	wrmsr
	movq	%r8, %rdx
.endm

/* Needs rax: the GS base to load. Destroys rcx, rdx. */
.macro RESTORE_GS_BASE
	movl	$MSR_GS_BASE, %ecx
	movq	%rax, %rdx
	shrq	$32, %rdx
	wrmsr
.endm

#endif
