/* SPDX-License-Identifier: BSD-2-Clause */
/* The two files that the loader carries: ring 0, and the ring-3 programs. */

.macro EMBED name, path
	.globl	\name, \name\()_end
	.hidden	\name, \name\()_end
	.balign	8
\name:
	.incbin	"\path"
\name\()_end:
.endm

	.section .rodata
	EMBED	embedded_ring0, RING0_ELF
	EMBED	embedded_initramfs, INITRAMFS
	.section .note.GNU-stack, "", @progbits
