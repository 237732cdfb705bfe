/* SPDX-License-Identifier: BSD-2-Clause */
/* The checks are a module: struct module_header (ring0/boot/module.h). */

	.section .module_header, "a"
	.incbin	RING0_ID		/* ring0_crc, ring0_size */
	.quad	module_extable_start	/* extable_start */
	.quad	module_extable_end	/* extable_end */

	.section .note.GNU-stack, "", @progbits
