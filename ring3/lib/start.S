/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 0 starts a program here: rsp points to argc, argv, envp and auxv, as the
 * System V ABI says ("Process Initialization"); every other register is 0.
 * Calls main(argc, argv, envp, auxv), and exit_group with its result.
 */
#include <unistd_64.h>

	.cfi_sections .debug_frame	/* for debuggers: not loaded */
	.text
	.weak _start		/* ring3/start has its own, and comes here */
	.globl start_main
	.type _start, @function
_start:
start_main:
	.cfi_startproc
	.cfi_undefined %rip		/* the outermost frame has no caller */
	xor	%ebp, %ebp
	mov	(%rsp), %edi		/* argc */
	lea	8(%rsp), %rsi		/* argv */
	lea	16(%rsp,%rdi,8), %rdx	/* envp, after argv's NULL */
	mov	%rdx, %rcx
1:	add	$8, %rcx		/* auxv, after envp's NULL */
	cmpq	$0, -8(%rcx)
	jne	1b
	call	main
	mov	%eax, %edi
	mov	$__NR_exit_group, %eax
	syscall
	ud2				/* exit_group does not return */
	.cfi_endproc
	.size _start, . - _start

	.section .note.GNU-stack, "", @progbits
