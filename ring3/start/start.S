/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * This program's own entry point. It stores the registers of the first
 * instruction, and jumps to the library's.
 */
	.cfi_sections .debug_frame	/* for debuggers: not loaded */
	.text
	.globl _start
	.type _start, @function
_start:
	.cfi_startproc
	.cfi_undefined %rip		/* the outermost frame has no caller */
	movq	%rsp, start_sp(%rip)
	leaq	start_state_end(%rip), %rsp
	pushfq
	pushq	%r15
	pushq	%r14
	pushq	%r13
	pushq	%r12
	pushq	%r11
	pushq	%r10
	pushq	%r9
	pushq	%r8
	pushq	%rdi
	pushq	%rsi
	pushq	%rbp
	pushq	%rbx
	pushq	%rdx
	pushq	%rcx
	pushq	%rax
	/* The stack is as it was at the first instruction. */
	movq	start_sp(%rip), %rsp
	jmp	start_main		/* ring3/lib/start.S */
	.cfi_endproc
	.size _start, . - _start

	.bss
	.balign	8
	.globl	start_state, start_state_end, start_sp
start_state:
	.skip	16 * 8
start_state_end:
start_sp:
	.skip	8

	.section .note.GNU-stack, "", @progbits
