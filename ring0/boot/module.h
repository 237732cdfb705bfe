/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A module: a part of ring 0 that is loaded when init= names it. It is an ELF
 * file linked at RING0_MODULE against ring0.elf, whose functions it calls and
 * whose structures it shares, so it fits that one ring0.elf alone.
 */
#ifndef RING0_BOOT_MODULE_H
#define RING0_BOOT_MODULE_H

#include "boot_info.h"
#include "lib/elf_image.h"
#include "extable.h"

/* At RING0_MODULE; ring0/check/module.S. */
struct module_header {
	/* gzip's trailer of the ring0.elf that it was linked with. */
	u32 ring0_crc;
	u32 ring0_size;
	const struct extable_entry *extable_start, *extable_end;
};

void module_init(const struct boot_info *boot);

/* The file is an ELF file that is linked where modules are. */
bool module_open(struct elf_image *image, const struct file *file);

/*
 * Calls its entry, void entry(void); before the first time it is mapped, and
 * it stays so. NULL: it has run. Else why it was refused.
 */
const char *module_run(const struct elf_image *image);

#endif
