/* SPDX-License-Identifier: BSD-2-Clause */
/* How the sweep leaves an NMI's handler otherwise than by its end. */

#include "entry/entry.h"

/*
 * void leave_nmi_for(const struct pt_regs *regs): loads all of regs, which may
 * lie anywhere, by an IRETQ, which ends the blocking of NMIs. Does not return.
 */
ENTRY leave_nmi_for
	movq	%rdi, %rsp
	CFI_PT_REGS
	POP_REGS
	addq	$8, %rsp		/* pt_regs->orig_ax */
	iretq
	int3				/* HAZARD sls */
END leave_nmi_for

	.section .note.GNU-stack, "", @progbits
