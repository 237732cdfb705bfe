/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The int 0x80 gate: from ring 3 through IDT[0x80] (DPL 3, interrupt gate),
 * always back by IRETQ (return_iret.S): it has no faster return.
 */

#include "entry.h"

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
	cld
	CLAC
	swapgs
	pushq	%rax			/* pt_regs->orig_ax */
	PUSH_REGS ax=$-ENOSYS		/* dispatch.c fills pt_regs->ax */
	CFI_PT_REGS

	movq	%rsp, %rdi
	movl	%eax, %esi
	movl	$ASM_GATE_INT80, %gs:CPU_GATE
	CLEAR_REGS
	call	dispatch_int80		/* comes back with IF=0 */
	jmp	return_iret
	.globl	entry_int80_end
entry_int80_end:
END entry_int80
