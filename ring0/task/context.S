/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Switches between ring 0's own context, which starts programs one after the
 * other, and a task: into ring 3 for the first time, and out of it for good.
 */

#include "cpu/percpu.h"

/*
 * void ring0_start(struct boot_info *boot)
 * Who comes here: the loader, once. rsp: its stack in the direct map, IF=DF=0.
 */
	.text
	.globl	ring0_start
	.type	ring0_start, @function
ring0_start:
	xorl	%ebp, %ebp		/* a call trace ends here */
	call	ring0_main
	ud2				/* it does not return */
	.size	ring0_start, . - ring0_start

/*
 * void enter_task(struct pt_regs *regs)
 * Loads regs, which lie at the top of the task's kernel stack, by IRETQ, and
 * returns when the task has called leave_task(). IF=0 on the way in and out.
 */
	.globl	enter_task
	.type	enter_task, @function
enter_task:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, %gs:CPU_RING0_SP
	movq	%rdi, %rsp
	jmp	return_iret
	.size	enter_task, . - enter_task

/* void leave_task(void): gives up the task's kernel stack. IF=0. */
	.globl	leave_task
	.type	leave_task, @function
leave_task:
	movq	%gs:CPU_RING0_SP, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	int3				/* HAZARD sls */
	.size	leave_task, . - leave_task

/*
 * void call_on_stack(void *top, void (*function)(void))
 * Calls function on the stack that ends at top, and returns on this one.
 */
	.globl	call_on_stack
	.type	call_on_stack, @function
call_on_stack:
	pushq	%rbp
	movq	%rsp, %rbp
	movq	%rdi, %rsp
	call	*%rsi
	movq	%rbp, %rsp
	popq	%rbp
	ret
	int3				/* HAZARD sls */
	.size	call_on_stack, . - call_on_stack

	.section .note.GNU-stack, "", @progbits
