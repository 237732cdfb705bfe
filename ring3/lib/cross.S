/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cross(stub): saves C's world, loads every register from cross_in, executes
 * the stub's one instruction, stores every register to cross_out, returns.
 * Nothing in between touches what is compared: all goes through memory at
 * fixed addresses, by instructions that change no flag.
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
	.cfi_undefined %rip		/* the crossing's rsp is not C's */
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
	/* r8 to r15; RFLAGS come last, in the stub */
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
 * The popfq may set TF: IRET then brings it back, and the trap comes behind
 * the nop. The movq notes, without a register, where the crossing came back.
 */
	.macro	STUB name, instruction:vararg
	.globl	\name, \name\()_at, \name\()_behind, \name\()_stepped
\name:
	popfq				/* rsp is cross_in's again */
\name\()_at:
	\instruction
\name\()_behind:
	nop
\name\()_stepped:
	movq	$\name\()_behind, OUT(STATE_IP)
	jmp	cross_landing
	.endm

STUB cross_syscall, syscall
STUB cross_sysenter, sysenter
STUB cross_int80, int $0x80
STUB cross_ud2, ud2			/* no gate: an exception */
STUB cross_page_fault, movq %rax, CROSS_UNMAPPED

	.globl	cross_elsewhere, cross_elsewhere_stepped
cross_elsewhere:
	nop
cross_elsewhere_stepped:
	movq	$cross_elsewhere, OUT(STATE_IP)
	jmp	cross_landing

/* Any register, any flag that popfq can set, ss of SYSRET, SYSEXIT or IRET. */
	.globl	cross_landing
cross_landing:
	mov	%rsp, OUT(STATE_SP)
	mov	$OUT(STATE_FLAGS) + 8, %rsp
	pushfq				/* to OUT(STATE_FLAGS) itself */
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
	/* and where the crossing has left us */
	mov	%cs, %eax
	mov	%rax, OUT(STATE_CS)
	mov	%ss, %eax
	mov	%rax, OUT(STATE_SS)

	mov	cross_caller_sp, %rsp
	push	$X86_EFLAGS_FIXED	/* C's world: DF, AC, NT clear */
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
 * cross_out lies right above the stack: a signal that strikes between the
 * landing's pushfq and its return is delivered below what it has stored.
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
