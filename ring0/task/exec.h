/* SPDX-License-Identifier: BSD-2-Clause */
/* Brings an ELF64 program, ET_EXEC or ET_DYN, into an address space. */
#ifndef RING0_TASK_EXEC_H
#define RING0_TASK_EXEC_H

#include "lib/elf_image.h"
#include "mm/user.h"

#define MAX_ARGUMENTS 64 /* argv[0] included */
#define USER_STACK_SIZE (16 * PAGE_SIZE)

/* Finds a file by its path. false: there is none. */
typedef bool exec_find(const char *path, struct file *file);

/*
 * Maps file's segments with their rights, those of the interpreter that it may
 * name, which find looks for, and a stack with the System V
 * arrangement of argv (NULL-terminated), environment and auxiliary vector.
 * NULL: *entry and *sp are where it starts. Else what is wrong; mm holds what
 * was mapped so far.
 */
const char *exec_load(struct mm *mm, const struct file *file, exec_find *find,
		      const char *const argv[], u64 *entry, u64 *sp);

/*
 * Maps image's segments with their rights and flags (PTE_*). NULL, or what is
 * wrong, as above.
 */
const char *exec_load_segments(const struct page_table *table,
			       const struct elf_image *image, u64 flags);

#endif
