/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timed crossings from 32-bit code: as in timed.S, but a far jump enters
 * compatibility mode before the first reading, and another one leaves it after
 * the second. A call uses all registers but esp, so the values of eax, edx and
 * ecx, and the first reading, are kept in memory.
 *
 * Each crossing has the code of __kernel_vsyscall of a 32-bit vDSO. After
 * SYSCALL from anywhere, Linux returns to the vDSO's int80_landing_pad.
 * Gatehouse returns to the next instruction. Both have the same four
 * instructions.
 */
#include "read_clock.h"
#include "segment.h"

#define ARGUMENT(n) CALL_ARGUMENT + 8 * (n)(%rdi)
#define STACK_SIZE 4096

/*
 * rdi: the call, eax: the 32-bit code to go on at, with all registers loaded
 * whose values are not in memory. Its stack is below 4 GiB, and has room for a
 * signal's frame. r8 to r15 keep nothing, since Linux clears them on SYSCALL
 * from 32-bit code.
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
	/* READ_CLOCK destroys these: they are loaded after it, from memory. */
	mov	CALL_NUMBER(%rdi), %eax
	mov	%eax, timed_eax
	mov	ARGUMENT(1), %eax
	mov	%eax, timed_ecx
	mov	ARGUMENT(2), %eax
	mov	%eax, timed_edx
	/* The rest is loaded now, rdi last: it points to the call. */
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

/* The call uses every register, so the reading goes to memory. */
	.macro	START clock
	READ_CLOCK \clock
	mov	%eax, timed_start
	mov	%edx, timed_start + 4
	mov	timed_eax, %eax
	mov	timed_edx, %edx
	mov	timed_ecx, %ecx
	.endm

/* esi: the call's result. edx:eax: the clock after it. */
	.macro	STOP clock
	mov	%eax, %esi
	READ_CLOCK \clock
	jmp	leave_32
	.endm

/* Calls our __kernel_vsyscall. arrange: an instruction before the readings. */
	.macro	CROSS name, clock, instruction, arrange, at
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
	.ifc	\clock\at, tsctimed_syscall_32_at
	.globl	\at
\at:					/* for debuggers, as timed.S's AT */
	.endif
	\instruction
	pop	%ebp			/* int80_landing_pad */
	pop	%edx
	pop	%ecx
	ret
	.code64
	.size	\name, . - \name
	.endm

/* SYSCALL takes the second argument in ebp, and the sixth where esp points. */
	.macro	TIMED clock
CROSS timed_nothing_32_\clock, \clock
CROSS timed_int80_32_\clock, \clock, "int $0x80"
CROSS timed_syscall_32_\clock, \clock, syscall, "mov timed_ecx, %ebp", \
		timed_syscall_32_at
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
