/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The int 0x80 gate: from ring 3 through IDT[0x80] (DPL 3, interrupt gate),
 * always back by IRETQ, for it has no faster return. That one is every other
 * path's return too, when its own is not granted.
 */

#include "entry/entry.h"

/*
 * Who comes here: int $0x80 from ring 3. Ring 0 never executes it.
 *
 * The CPU has loaded: rip and cs from the gate, ss = NULL, rsp = TSS.RSP0, the
 * top of the task's kernel stack, and pushed ss, rsp, RFLAGS, cs and rip there;
 * IF = TF = NT = RF = VM = 0.
 * It has NOT saved the general registers, nor changed the GS base, DF or AC.
 *
 *   eax  the number (i386 table)       ebx, ecx, edx, esi, edi, ebp
 *                                           the arguments, first to sixth
 *
 * How it leaves: IRETQ; rax is the result, all else as it was.
 */
ENTRY entry_int80
	.cfi_def_cfa %rsp, PT_SIZE - PT_IP
	.cfi_offset %rip, PT_IP - PT_SIZE
	.cfi_offset %rsp, PT_SP - PT_SIZE
	cld				/* C wants DF clear */
	CLAC				/* with AC set, SMAP would be off */
	swapgs
PTI_SITE entry_int80_push
	pushq	%rax			/* pt_regs->orig_ax */
	PUSH_REGS ax=$-ENOSYS		/* pt_regs->ax, as in Linux */
	CFI_PT_REGS

	LOAD_DISPATCH_ARGS NR_SYSCALLS_32
	/* The gate cleared IF until GS was ours; handlers may be long. */
	sti
	call	dispatch_int80		/* rax: the result; IF=0 */

/*
 * Who comes here: int 0x80, from above; SYSCALL from 32-bit code; and all
 * others through return_iret. IRETQ loads rip, cs, RFLAGS, rsp and ss from the
 * frame, so it is right for any frame that ring 3 may have.
 * rsp: pt_regs, at the top of the task's kernel stack or, by HAZARD espfix, on
 * another; rax: what ring 3 is to find there; IF=0, GS: kernel.
 *
 * HAZARD bad-iret (CVE-2014-9090, CVE-2014-9322): IRETQ itself may fault, in
 * ring 0, with ring 3's GS base already in place. entry_exception knows that
 * one instruction by its label, and makes it a fault of ring 3's.
 */
	.globl	return_iret_result
return_iret_result:
	POP_REGS ax=%rcx
PTI_SITE return_iret_leave
	addq	$8, %rsp		/* pt_regs->orig_ax */
	.cfi_def_cfa %rsp, PT_SIZE - PT_IP
	swapgs
	.globl	return_iret_iretq
return_iret_iretq:
	iretq
	int3				/* HAZARD sls */
END entry_int80

/*
 * Who comes here: every gate whose own return is not granted, every exception
 * from ring 3, and enter_task(). rsp: pt_regs; IF=0, GS: kernel.
 */
ENTRY return_iret
	CFI_PT_REGS
	movq	PT_AX(%rsp), %rax
	jmp	return_iret_result
END return_iret

/*
 * void return_by_iret(struct pt_regs *regs), for C: gives up the stack below
 * regs. One CALL is left without its RET, so the CPU mispredicts one RET of
 * ring 3's later on: little, beside what IRETQ itself costs.
 */
ENTRY return_by_iret
	movq	%rdi, %rsp
	CFI_PT_REGS
	jmp	return_iret
END return_by_iret
