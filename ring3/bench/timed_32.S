/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timed crossings from 32-bit code: as in timed.S, but a far jump leads
 * to compatibility mode ahead of the first reading, and another one back behind
 * the second. A call takes all registers but esp, so what eax, edx and ecx
 * shall hold, and the first reading, lie in memory.
 *
 * Each crossing is as in __kernel_vsyscall of a 32-bit vDSO. Behind SYSCALL,
 * Linux goes on there, at int80_landing_pad, whoever executed it, and Gatehouse
 * behind the instruction, at the same four instructions.
 */
#include "read_clock.h"
#include "segment.h"

#define ARGUMENT(n) CALL_ARGUMENT + 8 * (n)(%rdi)
#define STACK_SIZE 4096

/*
 * rdi: the call, eax: where 32-bit code goes on, with all loaded that is not in
 * memory. Its stack is below 4 GiB, with room for a signal's frame. Nothing is
 * kept in r8 to r15, which Linux clears when SYSCALL comes from 32-bit code.
 */
	.text
enter_32:
	mov	%ds, %ecx
	.irp	register, rbx, rbp, r12, r13, r14, r15, rdi, rcx
	push	%\register
	.endr
	mov	%rsp, timed_sp
	mov	$timed_stack + STACK_SIZE, %esp
	mov	%eax, timed_code
	mov	$SEL_USER_DATA, %eax
	mov	%eax, %ds
	/* What READ_CLOCK destroys is loaded behind it. */
	mov	CALL_NUMBER(%rdi), %eax
	mov	%eax, timed_eax
	mov	ARGUMENT(1), %eax
	mov	%eax, timed_ecx
	mov	ARGUMENT(2), %eax
	mov	%eax, timed_edx
	/* The rest now, its base last. */
	mov	ARGUMENT(0), %ebx
	mov	ARGUMENT(3), %esi
	mov	ARGUMENT(5), %ebp
	mov	ARGUMENT(4), %edi
	ljmp	*timed_code

/* edx:eax: the second reading, esi: the result. */
	.code32
leave_32:
	sub	timed_start, %eax
	sbb	timed_start + 4, %edx
	ljmp	$SEL_USER_CODE, $1f
	.code64
1:	mov	timed_sp, %rsp
	pop	%rcx
	mov	%ecx, %ds
	pop	%rdi
	movslq	%esi, %rsi
	mov	%rsi, CALL_RESULT(%rdi)
	mov	%eax, %eax
	shl	$32, %rdx
	or	%rdx, %rax
	.irp	register, r15, r14, r13, r12, rbp, rbx
	pop	%\register
	.endr
	ret

/* The reading goes to memory: the call takes every register. */
	.macro	START clock
	READ_CLOCK \clock
	mov	%eax, timed_start
	mov	%edx, timed_start + 4
	mov	timed_eax, %eax
	mov	timed_edx, %edx
	mov	timed_ecx, %ecx
	.endm

/* esi: the call's result. edx:eax: the clock behind it. */
	.macro	STOP clock
	mov	%eax, %esi
	READ_CLOCK \clock
	jmp	leave_32
	.endm

/* A call of what stands for __kernel_vsyscall. arrange: ahead of a reading. */
	.macro	CROSS name, clock, instruction, arrange
	.globl	\name
	.type	\name, @function
	.balign	64
\name:
	mov	$1f, %eax
	jmp	enter_32
	.code32
1:	call	2f
	STOP	\clock
2:	push	%ecx
	push	%edx
	push	%ebp
	\arrange
	START	\clock
	\instruction
	pop	%ebp			/* int80_landing_pad */
	pop	%edx
	pop	%ecx
	ret
	.code64
	.size	\name, . - \name
	.endm

/* SYSCALL has the second argument in ebp, and the sixth where esp points. */
	.macro	TIMED clock
CROSS timed_nothing_32_\clock, \clock
CROSS timed_int80_32_\clock, \clock, "int $0x80"
CROSS timed_syscall_32_\clock, \clock, syscall, "mov timed_ecx, %ebp"
	.endm

	TIMED	tsc
	TIMED	aperf

	.data
	.balign	8
timed_code:
	.long	0
	.word	SEL_USER_CODE32

	.lcomm	timed_sp, 8
	.lcomm	timed_start, 8
	.lcomm	timed_eax, 4
	.lcomm	timed_ecx, 4
	.lcomm	timed_edx, 4
	.lcomm	timed_stack, STACK_SIZE

	.section .note.GNU-stack, "", @progbits
