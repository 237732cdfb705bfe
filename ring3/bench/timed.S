/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timed crossings. Between its two readings each function has the same
 * instructions and the one that is measured. It loads the registers of the
 * gate's convention before the first reading, but for rax, rdx and rcx, which
 * the reading destroys.
 */
#include <unistd_64.h>
#include "read_clock.h"

#define ARGUMENT(n) CALL_ARGUMENT + 8 * (n)(%r12)

/*
 * rdi: the call, which goes to r12. r14, r15 and the word at rsp get the values
 * of rax, rdx and rcx, for the crossing.
 */
	.macro	BEGIN name
	.text
	.globl	\name
	.type	\name, @function
	.balign	64
\name:
	.cfi_startproc
	.irp	register, rbx, rbp, r12, r13, r14, r15, rcx
	push	%\register
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %\register, 0
	.endr
	mov	%rdi, %r12
	mov	CALL_NUMBER(%r12), %r14
	mov	ARGUMENT(2), %r15
	.endm

	.macro	START clock
	READ_CLOCK \clock
	shl	$32, %rdx
	lea	(%rdx, %rax), %r13
	mov	%r14, %rax
	mov	%r15, %rdx
	mov	(%rsp), %rcx
	.endm

	.macro	STOP name, clock
	mov	%rax, %r14
	READ_CLOCK \clock
	shl	$32, %rdx
	add	%rdx, %rax
	sub	%r13, %rax
	END	\name
	.endm

/* r14: the result; returns in rax how long the crossing took. */
	.macro	END name
	mov	%r14, CALL_RESULT(%r12)
	.irp	register, rcx, r15, r14, r13, r12, rbp, rbx
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

/* Labels the instruction for debuggers; only the TSC's set has the label. */
	.macro	AT name, clock
	.ifc	\clock, tsc
	.globl	\name
\name:
	.endif
	.endm

	.macro	TIMED clock
BEGIN timed_nothing_\clock
	LOAD_64
	START	\clock
STOP timed_nothing_\clock, \clock

BEGIN timed_nops_\clock
	LOAD_64
	START	\clock
	.rept	NOPS
	nop
	.endr
STOP timed_nops_\clock, \clock

/* A CPU may fold additions of a constant at renaming, but not these. */
BEGIN timed_adds_\clock
	LOAD_64
	START	\clock
	.rept	ADDS
	add	%rdi, %rax
	.endr
STOP timed_adds_\clock, \clock

BEGIN timed_syscall_\clock
	LOAD_64
	START	\clock
AT timed_syscall_at, \clock
	syscall
STOP timed_syscall_\clock, \clock

/* Gatehouse's convention (../lib/gates.S): rdx is rip, and rcx is rsp. */
BEGIN timed_sysenter_\clock
	LOAD_64
	mov	%r15, %r11
	lea	1f(%rip), %r15
	mov	%rsp, (%rsp)
	START	\clock
AT timed_sysenter_at, \clock
	sysenter
1:
STOP timed_sysenter_\clock, \clock

BEGIN timed_int80_\clock
	mov	ARGUMENT(0), %rbx
	mov	ARGUMENT(1), %rcx
	mov	%rcx, (%rsp)
	mov	ARGUMENT(3), %rsi
	mov	ARGUMENT(4), %rdi
	mov	ARGUMENT(5), %rbp
	START	\clock
AT timed_int80_at, \clock
	int	$0x80
STOP timed_int80_\clock, \clock

BEGIN timed_ud2_\clock
	LOAD_64
	START	\clock
	ud2
STOP timed_ud2_\clock, \clock

BEGIN timed_page_fault_\clock
	LOAD_64
	START	\clock
	mov	(%rdi), %al
STOP timed_page_fault_\clock, \clock

BEGIN timed_touch_\clock
	LOAD_64
	START	\clock
	mov	%al, (%rdi)
STOP timed_touch_\clock, \clock

/* SYSCALL preserves rsi, the size. The cell counts these two moves, too. */
BEGIN timed_map_\clock
	LOAD_64
	START	\clock
	syscall
	mov	%rax, %rdi
	mov	$__NR_munmap, %eax
	syscall
STOP timed_map_\clock, \clock

BEGIN timed_gap_\clock
	LOAD_64
	START	\clock
	mov	%r13, %rax
	/* r13: the reading before; rdi: a gap is longer; rsi: tries left */
1:	mov	%rax, %r13
	READ_CLOCK \clock
	shl	$32, %rdx
	or	%rdx, %rax
	mov	%rax, %rdx
	sub	%r13, %rdx		/* this step */
	cmp	%rdi, %rdx
	ja	2f
	dec	%rsi
	jnz	1b
	/* rsi, the tries left, is the result: 0 if no gap was found. */
2:	mov	%rsi, %r14
	mov	%rdx, %rax
END timed_gap_\clock
	.endm

	TIMED	tsc
	TIMED	aperf

/* edi: which MSR. The reading is not ordered with other instructions. */
	.globl	rdpru
	.type	rdpru, @function
rdpru:
	.cfi_startproc
	mov	%edi, %ecx
	RDPRU
	shl	$32, %rdx
	or	%rdx, %rax
	ret
	.cfi_endproc
	.size	rdpru, . - rdpru

	.section .note.GNU-stack, "", @progbits
