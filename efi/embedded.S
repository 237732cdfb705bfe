/* SPDX-License-Identifier: BSD-2-Clause */
/* The files inside the loader's image: ring 0, and two archives of programs. */

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
	EMBED	embedded_extra, EXTRA
	.section .note.GNU-stack, "", @progbits
