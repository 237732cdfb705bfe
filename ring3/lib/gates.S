/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The three gates as functions for C: long call_GATE(number, a0, ..., a5). Each
 * moves C's arguments to the registers of the gate's convention, executes the
 * one instruction, and returns what ring 0 left in rax: a result, or -errno.
 *
 * C passes number, a0, ..., a5 in rdi rsi rdx rcx r8 r9 and 8(%rsp).
 */
#include <unistd_64.h>

	.cfi_sections .debug_frame	/* for debuggers: not loaded */
	.macro	FUNCTION name
	.text
	.globl	\name
	.type	\name, @function
\name:
	.cfi_startproc
	.endm

	.macro	END name
	.cfi_endproc
	.size	\name, . - \name
	.endm

/*
 * SYSCALL, Linux's x86-64 convention:
 *   rax  number, then the result	rdi rsi rdx r10 r8 r9  arguments
 *   rcx  lost: the CPU puts rip there	r11  lost: the CPU puts rflags there
 * The fourth argument is in r10 because the instruction takes rcx.
 */
FUNCTION call_syscall
	mov	%rdi, %rax
	mov	%rsi, %rdi
	mov	%rdx, %rsi
	mov	%rcx, %rdx
	mov	%r8, %r10
	mov	%r9, %r8
	mov	8(%rsp), %r9
	syscall
	ret
END call_syscall

/*
 * SYSENTER from 64-bit code, Gatehouse's own convention (Linux has none):
 *   rax  number, then the result	rdi rsi r11 r10 r8 r9  arguments
 *   rdx  the rip to return to		rcx  the rsp to return to
 * The instruction saves neither rip nor rsp. SYSEXIT takes them from rdx and
 * rcx, so ring 3 puts them there, and the third argument is in r11. All
 * registers but rax come back unchanged; ss becomes SEL_USER_DATA_SYSEXITQ.
 */
FUNCTION call_sysenter
	mov	%rdi, %rax
	mov	%rsi, %rdi
	mov	%rdx, %rsi
	mov	%rcx, %r11
	mov	%r8, %r10
	mov	%r9, %r8
	mov	8(%rsp), %r9
	lea	1f(%rip), %rdx
	mov	%rsp, %rcx
	sysenter
1:	ret
END call_sysenter

/*
 * int 0x80, Linux's i386 convention, in 64-bit code too:
 *   eax  number (of i386's table), then the result, sign-extended to rax
 *   ebx ecx edx esi edi ebp  arguments, 32 bits each
 * Nothing is lost: the CPU pushes ring 3's rip, cs, rflags, rsp and ss.
 */
FUNCTION call_int80
	push	%rbx
	.cfi_adjust_cfa_offset 8
	push	%rbp
	.cfi_adjust_cfa_offset 8
	mov	%rdi, %rax
	mov	%rsi, %rbx
	xchg	%rcx, %rdx		/* a1 was in rdx, a2 in rcx */
	mov	%r8, %rsi
	mov	%r9, %rdi
	mov	24(%rsp), %rbp
	int	$0x80
	pop	%rbp
	.cfi_adjust_cfa_offset -8
	pop	%rbx
	.cfi_adjust_cfa_offset -8
	ret
END call_int80

/* A signal handler returns here (SA_RESTORER); rsp points to the ucontext. */
FUNCTION signal_restorer
	mov	$__NR_rt_sigreturn, %eax
	syscall
END signal_restorer

	.section .note.GNU-stack, "", @progbits
