/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timed crossings. Between the two readings are the same instructions in
 * each function, and the one that is measured: all that a gate's convention
 * wants is loaded ahead, but for rax and rdx, which RDTSC takes.
 */
#include "timed.h"

#define ARGUMENT(n) CALL_ARGUMENT + 8 * (n)(%r12)

/* rdi: the call. Keeps it in r12; r14 and r15: what rax and rdx shall hold. */
	.macro	BEGIN name
	.text
	.globl	\name
	.type	\name, @function
	.balign	64
\name:
	.cfi_startproc
	.irp	register, rbx, rbp, r12, r13, r14, r15
	push	%\register
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %\register, 0
	.endr
	mov	%rdi, %r12
	mov	CALL_NUMBER(%r12), %r14
	mov	ARGUMENT(2), %r15
	.endm

/* LFENCE: what stands before RDTSC is done, what stands behind is not begun. */
	.macro	START
	lfence
	rdtsc
	lfence
	shl	$32, %rdx
	lea	(%rdx, %rax), %r13
	mov	%r14, %rax
	mov	%r15, %rdx
	.endm

	.macro	STOP name
	mov	%rax, CALL_RESULT(%r12)
	lfence
	rdtsc
	shl	$32, %rdx
	add	%rdx, %rax
	sub	%r13, %rax
	.irp	register, r15, r14, r13, r12, rbp, rbx
	pop	%\register
	.cfi_adjust_cfa_offset -8
	.cfi_restore %\register
	.endr
	ret
	.cfi_endproc
	.size	\name, . - \name
	.endm

	.macro	LOAD_64
	mov	ARGUMENT(0), %rdi
	mov	ARGUMENT(1), %rsi
	mov	ARGUMENT(3), %r10
	mov	ARGUMENT(4), %r8
	mov	ARGUMENT(5), %r9
	.endm

BEGIN timed_nothing
	LOAD_64
	START
STOP timed_nothing

BEGIN timed_nops
	LOAD_64
	START
	.rept	TIMED_NOPS
	nop
	.endr
STOP timed_nops

BEGIN timed_syscall
	LOAD_64
	START
	.globl	timed_syscall_at
timed_syscall_at:
	syscall
STOP timed_syscall

/* Gatehouse's convention (../lib/gates.S): rdx and rcx are rip and rsp. */
BEGIN timed_sysenter
	LOAD_64
	mov	%r15, %r11
	lea	1f(%rip), %r15
	mov	%rsp, %rcx
	START
	.globl	timed_sysenter_at
timed_sysenter_at:
	sysenter
1:
STOP timed_sysenter

BEGIN timed_int80
	mov	ARGUMENT(0), %rbx
	mov	ARGUMENT(1), %rcx
	mov	ARGUMENT(3), %rsi
	mov	ARGUMENT(4), %rdi
	mov	ARGUMENT(5), %rbp
	START
	.globl	timed_int80_at
timed_int80_at:
	int	$0x80
STOP timed_int80

BEGIN timed_ud2
	LOAD_64
	START
	ud2
STOP timed_ud2

BEGIN timed_page_fault
	LOAD_64
	START
	mov	(%rdi), %al
STOP timed_page_fault

	.section .note.GNU-stack, "", @progbits
