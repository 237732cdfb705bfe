/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cross(stub) saves the registers that C preserves, loads every register from
 * cross_in, executes the stub's one instruction, stores every register to
 * cross_out, and returns. It uses absolute addresses and instructions that
 * change no flag, so that it disturbs nothing that is compared.
 */
#include <asm/processor-flags.h>
#include "ring3/lib/cross.h"

#define IN(index) cross_in + 8 * (index)
#define OUT(index) cross_out + 8 * (index)

	.cfi_sections .debug_frame	/* for debuggers: not loaded */
	.text
	.globl	cross
	.type	cross, @function
cross:
	.cfi_startproc
	.cfi_undefined %rip		/* rsp is not C's during the crossing */
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, cross_caller_sp
	mov	%rdi, cross_stub
	mov	IN(STATE_SP), %rsp
	push	IN(STATE_FLAGS)		/* for the stub's popfq */
	mov	IN(STATE_AX), %rax
	mov	IN(STATE_CX), %rcx
	mov	IN(STATE_DX), %rdx
	mov	IN(STATE_BX), %rbx
	mov	IN(STATE_BP), %rbp
	mov	IN(STATE_SI), %rsi
	mov	IN(STATE_DI), %rdi
	/* r8 to r15; the stub loads RFLAGS last */
	mov	IN(STATE_R8), %r8
	mov	IN(STATE_R9), %r9
	mov	IN(STATE_R10), %r10
	mov	IN(STATE_R11), %r11
	mov	IN(STATE_R12), %r12
	mov	IN(STATE_R13), %r13
	mov	IN(STATE_R14), %r14
	mov	IN(STATE_R15), %r15
	jmp	*cross_stub

/*
 * The popfq may set TF. Then ring 0 returns by IRET, which loads TF again, and
 * the trap comes after the nop. The movq records where the crossing returned
 * to; it needs no register.
 */
	.macro	STUB name, instruction:vararg
	.globl	\name, \name\()_at, \name\()_after, \name\()_stepped
\name:
	popfq				/* rsp is now cross_in's */
\name\()_at:
	\instruction
\name\()_after:
	nop
\name\()_stepped:
	movq	$\name\()_after, OUT(STATE_IP)
	jmp	cross_landing
	.endm

STUB cross_syscall, syscall
STUB cross_sysenter, sysenter
STUB cross_int80, int $0x80
STUB cross_ud2, ud2			/* an exception, not a gate */
STUB cross_page_fault, movq %rax, CROSS_UNMAPPED
STUB cross_touch, movq %rax, (%rdi)

	.globl	cross_elsewhere, cross_elsewhere_stepped
cross_elsewhere:
	nop
cross_elsewhere_stepped:
	movq	$cross_elsewhere, OUT(STATE_IP)
	jmp	cross_landing

/*
 * Every register may hold anything here, and so may the flags that popfq can
 * set. ss is what SYSRET, SYSEXIT or IRET has loaded.
 */
	.globl	cross_landing
cross_landing:
	mov	%rsp, OUT(STATE_SP)
	mov	$OUT(STATE_FLAGS) + 8, %rsp
	pushfq				/* stores to OUT(STATE_FLAGS) */
	mov	%rax, OUT(STATE_AX)
	mov	%rcx, OUT(STATE_CX)
	mov	%rdx, OUT(STATE_DX)
	mov	%rbx, OUT(STATE_BX)
	mov	%rbp, OUT(STATE_BP)
	mov	%rsi, OUT(STATE_SI)
	mov	%rdi, OUT(STATE_DI)
	mov	%r8, OUT(STATE_R8)
	mov	%r9, OUT(STATE_R9)
	mov	%r10, OUT(STATE_R10)
	mov	%r11, OUT(STATE_R11)
	mov	%r12, OUT(STATE_R12)
	mov	%r13, OUT(STATE_R13)
	mov	%r14, OUT(STATE_R14)
	mov	%r15, OUT(STATE_R15)
	/* the segments that the return has loaded */
	mov	%cs, %eax
	mov	%rax, OUT(STATE_CS)
	mov	%ss, %eax
	mov	%rax, OUT(STATE_SS)

	mov	cross_caller_sp, %rsp
	push	$X86_EFLAGS_FIXED	/* C needs DF, AC and NT clear */
	popfq
	movq	$0, cross_caller_sp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret
	.cfi_endproc
	.size	cross, . - cross

/*
 * cross_out lies directly above the stack. A signal between cross_landing's
 * pushfq and its return is delivered below rsp, which is then cross_out, so its
 * frame overwrites the stack, but nothing that is stored.
 */
	.section .bss.cross, "aw", @nobits
	.globl	cross_stack, cross_stack_end, cross_out, cross_in
	.globl	cross_caller_sp
	.balign	16
cross_stack:
	.skip	CROSS_STACK_SIZE
cross_stack_end:
cross_out:
	.skip	8 * STATE_WORDS
cross_in:
	.skip	8 * STATE_WORDS
cross_caller_sp:
	.skip	8
cross_stub:
	.skip	8

	.section .note.GNU-stack, "", @progbits
