/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A module: a part of ring 0 that is loaded when an option asks for it. It is
 * an ELF file linked at a window of its own (layout.h) against ring0.elf, whose
 * functions it calls and whose structures it shares, so it fits that one
 * ring0.elf alone. It comes from Gatehouse's own archives: a file of the boot
 * volume never runs in ring 0.
 */
#ifndef RING0_BOOT_MODULE_H
#define RING0_BOOT_MODULE_H

#ifdef __ASSEMBLER__

/* The header of a module, once in each. init: a function; 0: it needs none. */
.macro MODULE_HEADER init=0
	.section .module_header, "a"
	.incbin	RING0_ID		/* ring0_crc, ring0_size */
	.quad	module_extable_start	/* extable_start */
	.quad	module_extable_end	/* extable_end */
	.quad	\init			/* init */
	.section .note.GNU-stack, "", @progbits
.endm

#else

#include "boot_info.h"
#include "lib/elf_image.h"
#include "extable.h"

/* At the start of the module's window; MODULE_HEADER makes it. */
struct module_header {
	/* gzip's trailer of the ring0.elf that it was linked with. */
	u32 ring0_crc;
	u32 ring0_size;
	const struct extable_entry *extable_start, *extable_end;
	void (*init)(void); /* called once, when it is loaded; NULL: none */
};
_Static_assert(offsetof(struct module_header, extable_start) == 8 &&
	       offsetof(struct module_header, init) == 24, "MODULE_HEADER");

void module_init(const struct boot_info *boot);

/* The ring0.elf that runs. */
const struct file *module_ring0_elf(void);

/* The file is an ELF file that is linked where modules are. */
bool module_open(struct elf_image *image, const struct file *file);

/*
 * Loads the module called name, unless it is loaded. A module stays loaded.
 * Returns NULL, or why it was refused.
 */
const char *module_load(const char *name);

/*
 * What init= does with a module: loads it, unless it is loaded, and calls its
 * entry point, void entry(void), which prints one result of the log. Returns
 * NULL, or why it was refused: then nothing has run.
 */
const char *module_run(const struct elf_image *image);

#endif
#endif
