/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timed crossings from 32-bit code: as in timed.S, but a far jump leads
 * to compatibility mode ahead of the first reading, and another one back behind
 * the second. A call takes all registers but esp, so what eax, edx and ecx
 * shall hold, and the first reading, lie in memory.
 */
#include "read_clock.h"
#include "segment.h"

#define ARGUMENT(n) CALL_ARGUMENT + 8 * (n)(%rdi)

/* rdi: the call. r12: ring 3's ds, which 64-bit code needs not. */
	.macro	BEGIN name
	.text
	.globl	\name
	.type	\name, @function
	.balign	64
\name:
	.irp	register, rbx, rbp, r12, rdi
	push	%\register
	.endr
	mov	%rsp, timed_sp
	mov	%ds, %r12d
	mov	$SEL_USER_DATA, %eax
	mov	%eax, %ds
	/* What READ_CLOCK destroys is loaded behind it. */
	mov	CALL_NUMBER(%rdi), %eax
	mov	%eax, timed_eax
	mov	ARGUMENT(1), %eax
	mov	%eax, timed_ecx
	mov	ARGUMENT(2), %eax
	mov	%eax, timed_edx
	/* The rest now, its base last; then to 32-bit code. */
	mov	ARGUMENT(0), %ebx
	mov	ARGUMENT(3), %esi
	mov	ARGUMENT(5), %ebp
	mov	ARGUMENT(4), %edi
	ljmp	*2f
	.section .rodata
2:	.long	1f
	.word	SEL_USER_CODE32
	.previous
	.code32
1:
	.endm

	.macro	START clock
	READ_CLOCK \clock
	mov	%eax, timed_start
	mov	%edx, timed_start + 4
	mov	timed_eax, %eax
	mov	timed_edx, %edx
	mov	timed_ecx, %ecx
	.endm

	.macro	STOP name, clock
	mov	%eax, %esi
	READ_CLOCK \clock
	sub	timed_start, %eax
	sbb	timed_start + 4, %edx
	ljmp	$SEL_USER_CODE, $3f
	.code64
3:	mov	timed_sp, %rsp
	mov	%r12d, %ds
	pop	%rdi
	movslq	%esi, %rsi
	mov	%rsi, CALL_RESULT(%rdi)
	mov	%eax, %eax
	shl	$32, %rdx
	or	%rdx, %rax
	.irp	register, r12, rbp, rbx
	pop	%\register
	.endr
	ret
	.size	\name, . - \name
	.endm

	.macro	TIMED clock
BEGIN timed_nothing_32_\clock
	START	\clock
STOP timed_nothing_32_\clock, \clock

BEGIN timed_int80_32_\clock
	START	\clock
	int	$0x80
STOP timed_int80_32_\clock, \clock
	.endm

	TIMED	tsc
	TIMED	aperf

	.lcomm	timed_sp, 8
	.lcomm	timed_start, 8
	.lcomm	timed_eax, 4
	.lcomm	timed_ecx, 4
	.lcomm	timed_edx, 4

	.section .note.GNU-stack, "", @progbits
