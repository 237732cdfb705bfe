/* SPDX-License-Identifier: BSD-2-Clause */
/* The 64-bit vDSO, as it was linked. */

	.section .rodata
	.globl	vdso64_image, vdso64_image_end
	.balign	8
vdso64_image:
	.incbin	VDSO64_SO
vdso64_image_end:
	.section .note.GNU-stack, "", @progbits
