/* SPDX-License-Identifier: BSD-2-Clause */
/* How a CPU waits for work without using any time. */

/*
 * void wait_for_request(const u32 *request, u32 bit)
 * Returns once *request has that bit; others are for the NMI's handler. IF=0:
 * only an NMI ends HLT. One that comes after the test and before HLT would be
 * lost: it returns to wait_start if rip is in [wait_start, wait_end)
 * (requests.c).
 */
	.text
	.globl	wait_for_request, wait_start, wait_end
	.type	wait_for_request, @function
wait_for_request:
wait_start:
	testl	%esi, (%rdi)
	jnz	wait_over
	hlt
wait_end:
	jmp	wait_start
wait_over:
	ret
	int3				/* HAZARD sls: entry/entry.h */
	.size	wait_for_request, . - wait_for_request

	.section .note.GNU-stack, "", @progbits
