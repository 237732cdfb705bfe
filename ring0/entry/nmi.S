/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The NMI. It may come at any instruction of ring 0. While one is handled, the
 * CPU blocks the next, but any IRETQ ends the blocking, one of an exception in
 * the NMI's handler, too. So an NMI may come at any instruction of its own
 * handler as well.
 */

#include "entry/entry.h"

/*
 * HAZARD nmi-nesting: every NMI pushes its frame at the top of the same IST
 * stack, over the frame of one that is still being handled. So the first one
 * copies its frame further down before anything can unblock NMIs, and works on
 * that copy. One that comes meanwhile only adds 1 to the count of NMIs and
 * returns; the first handles it when it is done with its own.
 *
 * Between the instruction that brings the count to 0 and the IRETQ after it the
 * copy is still needed, but an NMI would take itself for the first one. It
 * recognises these instructions by their address, and makes the code that it
 * interrupted handle one NMI more.
 *
 * The count and rip decide, never rsp. On the first instructions after SYSCALL
 * rsp is whatever ring 3 set it to, which may be the address of this stack.
 *
 *   from the top of the stack:
 *   word  1       how many NMIs are to be handled, the present one included
 *         2       struct cpu *, to which IST points
 *         3 to 7  ss, rsp, RFLAGS, cs, rip of the NMI that came last
 *         8, 9    the places of its error code and its vector; 9 saves rdx
 *         10      not used
 *         11 to 15  ss, rsp, RFLAGS, cs, rip of the NMI being handled
 *         16 ...  the rest of its pt_regs
 */
#define NMI_VECTOR 2
#define AT_STUB(offset) ((offset) - PT_DI) /* pt_regs as the stub leaves it */
#define STUB_COUNT (AT_STUB(PT_SIZE) + 8)
#define COPY_CPU (8 * 13)   /* from the copied rip to struct cpu * */
#define COPY_COUNT (8 * 14) /* and to the count */

/*
 * Who comes here: the stub of vector 2, from any instruction.
 *
 * The CPU has pushed ss, rsp, RFLAGS, cs and rip at the top of the NMI stack;
 * NMIs are blocked; IF = TF = NT = RF = 0. The stub has pushed two words.
 * It has NOT saved the general registers, nor changed the GS base, DF or AC.
 *
 * How it leaves: from ring 3, as entry_exception does; else IRETQ, with the
 * GS base as it was. Either ends the blocking.
 */
ENTRY entry_nmi
	.cfi_signal_frame
	.cfi_def_cfa %rsp, PT_SIZE - PT_DI
	.cfi_offset %rip, PT_IP - PT_SIZE
	.cfi_offset %rsp, PT_SP - PT_SIZE
	testb	$3, AT_STUB(PT_CS)(%rsp)
	jnz	entry_paranoid		/* which moves to the task's stack */

	movq	%rdx, (%rsp)
	leaq	entry_nmi_counted(%rip), %rdx
	cmpq	%rdx, AT_STUB(PT_IP)(%rsp)
	jb	.Lnmi_is_it_first
	leaq	entry_nmi_iretq(%rip), %rdx
	cmpq	%rdx, AT_STUB(PT_IP)(%rsp)
	ja	.Lnmi_is_it_first
	leaq	.Lnmi_handle(%rip), %rdx
	movq	%rdx, AT_STUB(PT_IP)(%rsp)
	jmp	.Lnmi_add

/* rsp: word 9, in which rdx is saved */
.Lnmi_is_it_first:
	cmpq	$0, STUB_COUNT(%rsp)
	je	.Lnmi_first
.Lnmi_add:
	incq	STUB_COUNT(%rsp)
	movq	(%rsp), %rdx
	addq	$AT_STUB(PT_IP), %rsp
	.cfi_def_cfa %rsp, PT_SIZE - PT_IP
	iretq
	int3				/* HAZARD sls */

/* rsp: word 9. PUSH computes its operand's address before it changes rsp. */
.Lnmi_first:
	.cfi_def_cfa %rsp, PT_SIZE - PT_DI
	movq	(%rsp), %rdx
	incq	STUB_COUNT(%rsp)
	subq	$8, %rsp
	pushq	AT_STUB(PT_SS) + 8(%rsp)  /* pt_regs->ss */
	pushq	AT_STUB(PT_SS) + 8(%rsp)  /* pt_regs->sp */
	pushq	AT_STUB(PT_SS) + 8(%rsp)  /* pt_regs->flags */
	pushq	AT_STUB(PT_SS) + 8(%rsp)  /* pt_regs->cs */
	pushq	AT_STUB(PT_SS) + 8(%rsp)  /* pt_regs->ip */

/* rsp: word 15; registers: the interrupted code's; GS: ring 0's or ring 3's */
.Lnmi_handle:
	.cfi_def_cfa %rsp, PT_SIZE - PT_IP
	.cfi_offset %rip, PT_IP - PT_SIZE
	.cfi_offset %rsp, PT_SP - PT_SIZE
	cld
	CLAC
	pushq	$0			/* pt_regs->orig_ax */
	PUSH_REGS
	CFI_PT_REGS
	movq	%rsp, %rdi
	movl	$NMI_VECTOR, %esi
	CLEAR_REGS
PTI_SITE entry_nmi_in
	SAVE_GS_BASE PT_IP + COPY_CPU	/* rdx: the base as it was */
	call	paranoid_from_ring0	/* rax: what to restore */
PTI_SITE entry_nmi_out
	RESTORE_GS_BASE
	POP_REGS
	addq	$8, %rsp		/* pt_regs->orig_ax */
	.cfi_def_cfa %rsp, PT_SIZE - PT_IP
	decq	COPY_COUNT(%rsp)
	.globl	entry_nmi_counted, entry_nmi_iretq
entry_nmi_counted:
	jnz	.Lnmi_handle
entry_nmi_iretq:
	iretq
	int3				/* HAZARD sls */
END entry_nmi
