/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All 256 vectors but int 0x80's: a stub for each, which normalises the frame,
 * and three ways in from there. entry_exception serves what cannot come while
 * GS and the stack are ring 3's. entry_paranoid serves what can: #DB, #DF and
 * #MC. An NMI can, too: nmi.S serves it.
 */

#include "entry/entry.h"

/* The vectors for which the CPU pushes an error code (SDM and APM). */
#define HAS_ERROR_CODE(v) ((v) == 8 || ((v) >= 10 && (v) <= 14) || \
			   (v) == 17 || (v) == 21 || (v) == 29 || (v) == 30)
#define IS_PARANOID(v) ((v) == 1 || (v) == 8 || (v) == 18)

/*
 * For the IDT: exception_stubs + 16 * vector, and from 32 on interrupt_stubs +
 * 8 * (vector - 32). PUSH sign-extends its byte; ENTER_FROM_STUB takes the low
 * one.
 */
ENTRY exception_stubs
	.cfi_signal_frame
	.cfi_def_cfa %rsp, PT_SIZE - PT_IP
	vector = 0
	.rept	32
	.balign	16
	.if !HAS_ERROR_CODE(vector)
	pushq	$0			/* pt_regs->orig_ax */
	.endif
	pushq	$vector			/* in pt_regs->di's place */
	.if vector == 2
	jmp	entry_nmi
	.elseif IS_PARANOID(vector)
	jmp	entry_paranoid
	.else
	jmp	entry_exception
	.endif
	vector = vector + 1
	.endr
	.balign	16
	.globl	interrupt_stubs
interrupt_stubs:
	.rept	256 - 32
	.balign	8
	.byte	0x6a, vector		/* pushq $vector: pt_regs->orig_ax */
	jmp	entry_interrupt
	vector = vector + 1
	.endr
PTI_SITE entry_interrupt
	pushq	(%rsp)			/* in pt_regs->di's place */
	jmp	entry_exception
END exception_stubs

/*
 * Needs: rsp as a stub leaves it, with what the CPU and the stub have pushed.
 * Leaves: rsp = rdi: pt_regs, esi: the vector, all else cleared; DF = AC = 0.
 * Mirror: LEAVE_TO_IRETQ.
 */
.macro ENTER_FROM_STUB
	.cfi_signal_frame
	.cfi_def_cfa %rsp, PT_SIZE - PT_DI
	.cfi_offset %rip, PT_IP - PT_SIZE
	.cfi_offset %rsp, PT_SP - PT_SIZE
	cld
	CLAC
	xchgq	%rdi, (%rsp)		/* pt_regs->di; rdi: the vector */
	PUSH_REGS di=0
	CFI_PT_REGS
	movzbl	%dil, %esi		/* an interrupt's has a sign */
	movq	%rsp, %rdi
	CLEAR_REGS
.endm

/* Needs: rsp at pt_regs. Leaves rsp at pt_regs->ip, RFLAGS changed. */
.macro LEAVE_TO_IRETQ
	POP_REGS
	addq	$8, %rsp		/* pt_regs->orig_ax */
.endm

/*
 * Who comes here: a stub, for a vector without IST.
 *
 * The CPU has pushed ss, rsp, RFLAGS, cs, rip (and the error code), on the
 * task's kernel stack when it came from ring 3; IF = TF = NT = RF = 0.
 * It has NOT saved the general registers, nor changed the GS base, DF or AC.
 *
 * How it leaves: IRETQ, to where it came from, or to where ring 3's signal
 * handler is; or not at all, when the program or ring 0 is at its end.
 */
ENTRY entry_exception
	ENTER_FROM_STUB
	testb	$3, PT_CS(%rsp)
	jz	.Lfrom_ring0
PTI_SITE entry_exception_swapgs
	swapgs
	lfence				/* CVE-2019-1125: do not skip it */

/* rsp = rdi: pt_regs at the top of the task's stack, esi: vector, GS: kernel */
.Lfrom_ring3:
	call	exception_from_ring3	/* rax: the frame to leave by; IF=0 */
	movq	%rax, %rsp
	jmp	return_iret

/* rsp = rdi: pt_regs, esi: vector, GS: kernel, but at three instructions */
.Lfrom_ring0:
	/* Nor may speculation run the swapgs path for an entry from ring 0. */
	lfence
	leaq	return_iret_iretq(%rip), %rax
	cmpq	%rax, PT_IP(%rsp)
	je	.Lbad_iret
	leaq	entry_SYSENTER_64_sysexitq(%rip), %rax
	cmpq	%rax, PT_IP(%rsp)
	je	.Lat_sysexit
	leaq	entry_SYSENTER_compat_sysexitl(%rip), %rax
	cmpq	%rax, PT_IP(%rsp)
	je	.Lat_sysexit
	lfence
	call	exception_from_ring0
	LEAVE_TO_IRETQ
	iretq
	int3				/* HAZARD sls */

/*
 * HAZARD sti-shadow: STI holds interrupts off until SYSEXIT has been executed.
 * But if an NMI or a #DB comes between the two, its IRETQ ends that shadow. An
 * interrupt may then come at SYSEXIT, in ring 0 with ring 3's GS base: on the
 * task's stack, or on SYSENTER's own if a gate is bare (selftest/bare_gate.c).
 * rsp = rdi: pt_regs, esi: vector
 */
.Lat_sysexit:
PTI_SITE at_sysexit_swapgs
	swapgs
	lfence
	call	exception_from_ring0
PTI_SITE at_sysexit_leave
	swapgs
	LEAVE_TO_IRETQ
	iretq
	int3				/* HAZARD sls */

/*
 * rsp = rdi: pt_regs, with ring 3's general registers, on the stack that IRETQ
 * was executed on, the task's or espfix's; pt_regs->sp: the address of the five
 * words that IRETQ would have loaded; esi: vector, GS: ring 3's
 */
.Lbad_iret:
PTI_SITE bad_iret_swapgs
	swapgs
	lfence
	movl	%esi, %ebx
	call	bad_iret_regs		/* rax: one frame of the two parts */
	movq	%rax, %rsp
	movq	%rax, %rdi
	movl	%ebx, %esi
	jmp	.Lfrom_ring3
END entry_exception

/*
 * Who comes here: a stub, for #DB, #DF and #MC, which have IST stacks of their
 * own, and entry_nmi, for an NMI from ring 3; from ring 3 or from any
 * instruction of ring 0, those included that have ring 3's GS base or stack,
 * or both.
 *
 * The CPU has pushed ss, rsp, RFLAGS, cs, rip (and the error code), right below
 * the word that holds the address of struct cpu; IF = TF = NT = RF = 0.
 * It has NOT saved the general registers, nor changed the GS base, DF or AC.
 *
 * How it leaves: from ring 3, as entry_exception does; else IRETQ, with the
 * GS base as it was.
 */
ENTRY entry_paranoid
	ENTER_FROM_STUB
	testb	$3, PT_CS(%rsp)
	jnz	.Lparanoid_from_ring3
PTI_SITE entry_paranoid_in
	SAVE_GS_BASE PT_SIZE		/* rdx: it, as it was */
	call	paranoid_from_ring0	/* rax: what to restore */
PTI_SITE entry_paranoid_out
	RESTORE_GS_BASE
	LEAVE_TO_IRETQ
	iretq
	int3				/* HAZARD sls */

/* rsp = rdi: pt_regs on the IST stack, esi: vector, GS: ring 3's */
.Lparanoid_from_ring3:
PTI_SITE paranoid_swapgs
	swapgs
	lfence
	movl	%esi, %ebx
	call	move_to_task_stack	/* copies pt_regs to the task's stack */
	movq	%rax, %rsp
	movq	%rax, %rdi
	movl	%ebx, %esi
	jmp	.Lfrom_ring3
END entry_paranoid
