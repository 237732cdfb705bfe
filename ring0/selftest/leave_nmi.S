/* SPDX-License-Identifier: BSD-2-Clause */
/* How the sweep leaves an NMI's handler otherwise than by its end. */

#include "entry/entry.h"

/*
 * void leave_nmi_for(const struct pt_regs *regs, const u8 *leave): loads all of
 * regs, which may lie anywhere, by an IRETQ, which ends the blocking of NMIs.
 * Does not return. leave: code that does the last part, with rsp at
 * pt_regs->orig_ax; with page-table isolation it loads CR3 as well.
 */
ENTRY leave_nmi_for
	movq	%rdi, %rsp
	CFI_PT_REGS
	movq	%rsi, leave_by(%rip)
	POP_REGS
	jmpq	*leave_by(%rip)
	int3				/* HAZARD sls */
END leave_nmi_for

ENTRY leave_nmi
	addq	$8, %rsp		/* pt_regs->orig_ax */
	iretq
	int3				/* HAZARD sls */
END leave_nmi

	.local	leave_by
	.comm	leave_by, 8, 8
	.section .note.GNU-stack, "", @progbits
