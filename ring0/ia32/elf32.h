/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads ELF32 files, which may be hostile, as lib/elf_image.h reads ELF64's. */
#ifndef RING0_IA32_ELF32_H
#define RING0_IA32_ELF32_H

#include "lib/elf_image.h"

/*
 * elf_open() for a file of ELFCLASS32, for i386 or for x32. image's header and
 * segments are copies in the wide form, which the next call but one overwrites:
 * so a program and its interpreter may be open.
 */
struct elf_error elf32_open_i386(struct elf_image *image, const void *data,
				 u64 size, const struct elf_limits *limits);
struct elf_error elf32_open_x32(struct elf_image *image, const void *data,
				u64 size, const struct elf_limits *limits);

/* Refuses a file for another machine, which it names. */
struct elf_error elf32_open_none(struct elf_image *image, const void *data,
				 u64 size, const struct elf_limits *limits);

#endif
