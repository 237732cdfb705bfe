/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands on the way in and out when an option of hardening asks for it.
 * patch.c leads the gates' calls of C here, and the ways out to ring 3. A part
 * that is not chosen is jumped over; of none is it asked while a call runs, for
 * a guess at such a question would skip the mitigation.
 */

#include "entry/entry.h"

/* Of a function that is called: its return address is at rsp. */
.macro CFI_CALLED
	.cfi_def_cfa %rsp, 8
	.cfi_offset %rip, -8
.endm

/* Code up to its OPTIONAL_END runs once patch_open(site) has opened it. */
.macro OPTIONAL site
	.globl	\site
\site:
	.byte	0xe9			/* jmp, with 4 bytes of distance */
	.long	\site\()_end - (\site + 5)
.endm

.macro OPTIONAL_END site
\site\()_end:
.endm

/* Destroys rax, rcx, rdx. value: a variable, IA32_SPEC_CTRL's low half. */
.macro SET_SPEC_CTRL value
	movl	$MSR_IA32_SPEC_CTRL, %ecx
	movl	\value(%rip), %eax
	xorl	%edx, %edx
	wrmsr
.endm

/*
 * Who comes here: the hooks below, instead of a gate's or an exception's call
 * of C. rdi, rsi: its arguments; rsp: the hook's return address; GS: kernel;
 * all else that C may destroy is free. Destroys rax, rcx, rdx.
 */
ENTRY actions_on_entry
	CFI_CALLED
OPTIONAL site_ibrs_on
	SET_SPEC_CTRL spec_ctrl_ring0
	xorl	%eax, %eax
	xorl	%ecx, %ecx
OPTIONAL_END site_ibrs_on
	ret
	int3				/* HAZARD sls */
END actions_on_entry

/* The same, when rdi: pt_regs, at the top of the task's stack, and rsp was. */
ENTRY actions_from_ring3
	CFI_CALLED
	call	actions_on_entry
/* Linux's enter_from_user_mode(). */
OPTIONAL site_context_kernel
	cmpl	$CONTEXT_USER, %gs:CPU_CONTEXT
	jne	context_not_user
	movl	$CONTEXT_KERNEL, %gs:CPU_CONTEXT
OPTIONAL_END site_context_kernel
OPTIONAL site_debug_entry
	pushq	%rdi
	pushq	%rsi
	pushfq
	popq	%rsi
	leaq	32(%rsp), %rdx		/* past two returns */
	cld
	call	debug_entry
	popq	%rsi
	popq	%rdi
OPTIONAL_END site_debug_entry
	ret
	int3				/* HAZARD sls */
END actions_from_ring3

/*
 * After a gate ring 3 has chosen the last branches: HAZARD bhi
 * (CVE-2022-0001). The history of branches that ring 3 left would choose where
 * an indirect CALL of ring 0's is guessed to go. So 5 times 5 taken branches,
 * of which CALLs are some, take its place: the sequence of Intel's "Branch
 * History Injection" guidance.
 */
ENTRY actions_on_gate
	CFI_CALLED
OPTIONAL site_clear_bhb
	movl	$5, %ecx
	call	.Lbhb_outer
	jmp	.Lbhb_done
	.balign	64
.Lbhb_outer:
	call	.Lbhb_inner
	ret
	int3				/* HAZARD sls */
	.balign	64
.Lbhb_inner:
	movl	$5, %eax
.Lbhb_next:
	jmp	.Lbhb_taken
	nop
.Lbhb_taken:
	subl	$1, %eax
	jnz	.Lbhb_next
	subl	$1, %ecx
	jnz	.Lbhb_outer
	ret
	int3				/* HAZARD sls */
.Lbhb_done:
	lfence				/* no CALL is guessed until then */
OPTIONAL_END site_clear_bhb
	ret
	int3				/* HAZARD sls */
END actions_on_gate

/* In place of function, which then finds rsp and its arguments as ever. */
.macro HOOK function, actions:vararg
ENTRY hook_\function
	CFI_CALLED
	.irp	action, \actions
	call	\action
	.endr
	jmp	\function
END hook_\function
.endm

	HOOK dispatch_syscall, actions_from_ring3, actions_on_gate
	HOOK dispatch_sysenter, actions_from_ring3, actions_on_gate
	HOOK dispatch_int80, actions_from_ring3, actions_on_gate
	HOOK dispatch_syscall_32, actions_from_ring3, actions_on_gate
	HOOK dispatch_sysenter_32, actions_from_ring3, actions_on_gate
	HOOK exception_from_ring3, actions_from_ring3
	HOOK exit_to_user_efault, actions_from_ring3

/*
 * In place of function, which is C and runs before exception_from_ring3: only
 * that one counts as ring 3's entry. Its result is kept.
 */
.macro HOOK_BEFORE function
ENTRY hook_\function
	CFI_CALLED
	call	actions_on_entry
OPTIONAL site_\function
	movl	$CONTEXT_KERNEL, %gs:CPU_CONTEXT
OPTIONAL_END site_\function
	call	\function
OPTIONAL site_after_\function
	movl	$CONTEXT_USER, %gs:CPU_CONTEXT
OPTIONAL_END site_after_\function
	ret
	int3				/* HAZARD sls */
END hook_\function
.endm

	HOOK_BEFORE move_to_task_stack
	HOOK_BEFORE bad_iret_regs

/* void exception_from_ring0(regs, vector), in the context that it has. */
ENTRY hook_exception_from_ring0
	CFI_CALLED
	pushq	%rdi
	pushq	%rsi
	call	context_in_ring0	/* rax: what was interrupted */
	popq	%rsi
	popq	%rdi
	pushq	%rax
	call	exception_from_ring0
	popq	%rax
	movl	%eax, %gs:CPU_CONTEXT
	ret
	int3				/* HAZARD sls */
END hook_exception_from_ring0

/*
 * u64 paranoid_from_ring0(regs, vector, gs_base), with IBRS set and in the
 * kernel's context. It interrupted ring 0, perhaps before either was so: what
 * was is set again, IBRS from rbx and the context from r12.
 */
ENTRY hook_paranoid_from_ring0
	CFI_CALLED
	pushq	%rbx
	pushq	%r12
	movq	%rdx, %r8
OPTIONAL site_paranoid_ibrs_on
	movl	$MSR_IA32_SPEC_CTRL, %ecx
	rdmsr
	movl	%eax, %ebx
	SET_SPEC_CTRL spec_ctrl_ring0
OPTIONAL_END site_paranoid_ibrs_on
OPTIONAL site_paranoid_kernel
	pushq	%rdi
	pushq	%rsi
	pushq	%r8
	call	context_in_ring0
	movl	%eax, %r12d		/* the handler keeps r12 */
	popq	%r8
	popq	%rsi
	popq	%rdi
OPTIONAL_END site_paranoid_kernel
	movq	%r8, %rdx		/* gs_base; WRMSR took edx */
	call	paranoid_from_ring0	/* rax: its result, kept below */
OPTIONAL site_paranoid_context
	movl	%r12d, %edi
	pushq	%rax
	call	context_after_event
	popq	%rax
OPTIONAL_END site_paranoid_context
OPTIONAL site_paranoid_ibrs_off
	movq	%rax, %r8		/* the result, while WRMSR has eax */
	movl	$MSR_IA32_SPEC_CTRL, %ecx
	movl	%ebx, %eax
	xorl	%edx, %edx
	wrmsr
	movq	%r8, %rax
OPTIONAL_END site_paranoid_ibrs_off
	popq	%r12
	popq	%rbx
	ret
	int3				/* HAZARD sls */
END hook_paranoid_from_ring0

/* Bits 9 to 3: up to 1016 bytes, in steps of what a stack is aligned to. */
#define KSTACK_OFFSET_MASK 0x3f8

/*
 * Who comes here: the dispatchers, instead of a CALL by table. rdi: pt_regs,
 * rsi: the row; IF=1, GS: kernel. Calls the handler with rsp at an offset below
 * (HAZARD kernel-stack: stack.c). rax: its result, as it left it.
 */
.macro CALL_AT_OFFSET table
	pushq	%rbp
	movq	%rsp, %rbp
	movl	kstack_random(%rip), %eax
	andl	$KSTACK_OFFSET_MASK, %eax
	subq	%rax, %rsp
	call	*\table(,%rsi,8)
	movq	%rbp, %rsp
	popq	%rbp
	movq	%rax, %rcx
	rdtsc
	rorl	$5, kstack_random(%rip)	/* so that low bits reach all others */
	xorl	%eax, kstack_random(%rip)
	movq	%rcx, %rax
	ret
	int3				/* HAZARD sls */
.endm

ENTRY hook_handler_64
	CFI_CALLED
	CALL_AT_OFFSET syscall_table_64
END hook_handler_64

ENTRY hook_handler_32
	CFI_CALLED
	CALL_AT_OFFSET syscall_table_32
END hook_handler_32

/* Linux's STACKLEAK_POISON, which is no address. */
#define STACK_POISON -0xbeef

/*
 * Who comes here: the two below. rsp: two return addresses, where pt_regs->r9
 * and r8 were, then pt_regs->ax; rax and r8 to r15, rbx, rbp: ring 3's, or 0;
 * IF=DF=0, GS: kernel. Destroys rcx, rdx, rsi and rdi.
 */
ENTRY actions_on_exit
	CFI_CALLED
OPTIONAL site_debug_exit
	subq	$PT_R9, %rsp		/* pt_regs stay whole, but for these */
	.irp	register, rax, r8, r9, r10, r11
	pushq	%\register
	.endr
	pushfq
	popq	%rsi
	leaq	5 * 8(%rsp), %rdi	/* pt_regs */
	cld
	call	debug_exit
	.irp	register, r11, r10, r9, r8, rax
	popq	%\register
	.endr
	addq	$PT_R9, %rsp
OPTIONAL_END site_debug_exit
/* Linux's exit_to_user_mode(). */
OPTIONAL site_context_user
	cmpl	$CONTEXT_KERNEL, %gs:CPU_CONTEXT
	jne	context_not_kernel
	movl	$CONTEXT_USER, %gs:CPU_CONTEXT
OPTIONAL_END site_context_user
OPTIONAL site_ibrs_off
	movq	%rax, %rsi
	SET_SPEC_CTRL spec_ctrl_ring3
	movq	%rsi, %rax
OPTIONAL_END site_ibrs_off
/* HAZARD kernel-stack: all of the task's stack but pt_regs. IF=0, DF=0. */
OPTIONAL site_erase_stack
	movq	%rax, %rdx
	movq	%gs:CPU_STACK_TOP, %rdi
	subq	erase_size(%rip), %rdi
	movq	erase_words(%rip), %rcx
	movq	$STACK_POISON, %rax
	rep stosq
	movq	%rdx, %rax
OPTIONAL_END site_erase_stack
	ret
	int3				/* HAZARD sls */
END actions_on_exit

/* With rsp at a return address where pt_regs->r8 was: a field. */
#define LEFT(field) ((field) - PT_R8)

/*
 * HAZARD mds (CVE-2018-12130 and others): the CPU's buffers hold what ring 0
 * read and wrote. With the microcode for it, VERW of memory clears them.
 */
.macro CLEAR_CPU_BUFFERS site
OPTIONAL \site
	verw	verw_selector(%rip)
OPTIONAL_END \site
.endm

/*
 * Who comes here: a way out to ring 3, in place of POP_REGS's last five POPs,
 * so that no data of ring 0's is read after it. rsp: the return address, where
 * pt_regs->r8 was; rax, r8 to r15, rbx and rbp: ring 3's; the others: free;
 * IF=DF=0, GS: kernel.
 * How it leaves: all registers ring 3's; rsp at pt_regs->orig_ax.
 */
ENTRY return_to_ring3
	CFI_CALLED
	call	actions_on_exit
	movq	LEFT(PT_CX)(%rsp), %rcx
	movq	LEFT(PT_DX)(%rsp), %rdx
	movq	LEFT(PT_SI)(%rsp), %rsi
	movq	LEFT(PT_DI)(%rsp), %rdi
	CLEAR_CPU_BUFFERS site_verw
	ret	$LEFT(PT_ORIG_AX) - 8
	int3				/* HAZARD sls */
END return_to_ring3

/*
 * Who comes here: the ways out to 32-bit code by SYSRETL and SYSEXIT, in place
 * of their load of rcx. As above, but rsp: the return address, then pt_regs.
 * How it leaves: all registers ring 3's; rsp at pt_regs.
 */
ENTRY return_to_ring3_32
	CFI_CALLED
	popq	%rcx
	leaq	PT_AX(%rsp), %rsp
	pushq	%rcx
	call	actions_on_exit
	movq	(%rsp), %rdx
	leaq	-PT_R8(%rsp), %rsp
	pushq	%rdx
	movq	8 + PT_CX(%rsp), %rcx
	movq	8 + PT_DX(%rsp), %rdx
	movq	8 + PT_SI(%rsp), %rsi
	movq	8 + PT_DI(%rsp), %rdi
	CLEAR_CPU_BUFFERS site_verw_32
	ret
	int3				/* HAZARD sls */
END return_to_ring3_32

	.section .rodata
verw_selector:
	.word	SEL_KERNEL_DATA

	.section .note.GNU-stack, "", @progbits
