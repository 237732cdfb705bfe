/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The return that every path may take: IRETQ loads rip, cs, RFLAGS, rsp and ss
 * from the frame, so it is right for any frame that ring 3 may have.
 */

#include "entry.h"

/*
 * Who comes here: every gate, every exception from ring 3, and enter_task().
 * rsp: pt_regs at the top of the task's kernel stack, IF=0, GS: kernel.
 *
 * HAZARD bad-iret (CVE-2014-9090, CVE-2014-9322): IRETQ itself may fault, in
 * ring 0, with ring 3's GS base already in place. entry_exception knows that
 * one instruction by its label, and makes it a fault of ring 3's.
 */
ENTRY return_iret
	CFI_PT_REGS
	POP_REGS
	addq	$8, %rsp		/* pt_regs->orig_ax */
	.cfi_def_cfa %rsp, PT_SIZE - PT_IP
	swapgs
	.globl	return_iret_iretq
return_iret_iretq:
	iretq
END return_iret
