/* SPDX-License-Identifier: BSD-2-Clause */
/* From one thread's kernel stack to another's: more/threads.c calls it. */

#include "segment.h"

/*
 * void thread_switch(u64 *save_sp, u64 load_sp)
 * Returns when another thread comes back to *save_sp. IF=0. rsp: the kernel
 * stack of the thread that waits, or whose turn is over.
 *
 * HAZARD sysret-ss: the thread that runs now may leave by SYSRET, although the
 * other one came in by an interrupt, which left SS null. So SS is loaded.
 */
	.text
	.globl	thread_switch
	.type	thread_switch, @function
thread_switch:
	/* What the psABI has a function keep; the caller has saved the rest. */
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	movl	$SEL_KERNEL_DATA, %eax	/* HAZARD sysret-ss */
	movl	%eax, %ss
	/* The other thread's, which pushed them here. */
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	int3				/* HAZARD sls */
	.size	thread_switch, . - thread_switch

/*
 * void thread_begin(void)
 * Who comes here: thread_switch, for a thread that has not run yet. rsp: its
 * pt_regs, at the top of its stack; IF=0, rbp=0.
 * How it leaves: IRETQ.
 */
	.globl	thread_begin
	.type	thread_begin, @function
thread_begin:
	movq	%rsp, %rdi
	call	thread_begin_frame	/* rax: the frame to leave by; IF=0 */
	movq	%rax, %rsp
	jmp	return_iret
	.size	thread_begin, . - thread_begin

	.section .note.GNU-stack, "", @progbits
