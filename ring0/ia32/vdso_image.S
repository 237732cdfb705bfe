/* SPDX-License-Identifier: BSD-2-Clause */
/* The 32-bit vDSO, as it was linked. */

	.section .rodata
	.globl	vdso32_image, vdso32_image_end
	.balign	8
vdso32_image:
	.incbin	VDSO32_SO
vdso32_image_end:
	.section .note.GNU-stack, "", @progbits
