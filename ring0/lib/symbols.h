/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of code, for a call trace, from an ELF file's own symbol table (.symtab
 * and .strtab), the one that gdb reads. Pure.
 */
#ifndef GATEHOUSE_SYMBOLS_H
#define GATEHOUSE_SYMBOLS_H

#include "lib/elf_image.h"

/*
 * The last symbol of code at or below address: its name, and *offset from it.
 * NULL: address is not in the image's code, no symbol is before it, or the file
 * has no symbol table that lies wholly inside it. image was opened by
 * elf_open(), which checks no section; here each field is checked before it is
 * used, so that a damaged table costs the names and nothing else.
 */
const char *symbol_find(const struct elf_image *image, u64 address,
			u64 *offset);

#endif
