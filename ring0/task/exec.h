/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Brings an ELF program, ET_EXEC or ET_DYN, into an address space: exec.c is
 * the way, exec_map.c its segments, exec_stack.c what it finds on its stack.
 */
#ifndef RING0_TASK_EXEC_H
#define RING0_TASK_EXEC_H

#include "lib/elf_image.h"
#include "mm/user.h"

/*
 * Between the stack and the end of ring 3's addresses, where programs map pages
 * to see what happens there: on Linux, too, the stack is not in their way.
 */
#define STACK_GAP (1ull << 20)

/* Finds a file by its path. false: there is none. */
typedef bool exec_find(const char *path, struct file *file);

/* Linux's three kinds of programs. */
enum personality {
	PERSONALITY_X86_64,
	PERSONALITY_I386,
	PERSONALITY_X32,
};

struct exec_start;

/* Maps a vDSO, or not: see start. NULL, or what is wrong. */
typedef const char *exec_map_vdso(struct mm *mm, struct exec_start *start);

/* What differs between them. Addresses are page aligned. */
struct exec_format {
	enum personality personality;
	u32 cs;
	u32 word;		/* bytes of a pointer and of a long */
	u32 program_header;	/* bytes of one in the file */
	u64 task_size;		/* ring 3's addresses are below; 0: the CPU's */
	u64 program_base;	/* the lowest, of an ET_DYN file */
	u64 interpreter_base;
	u64 random_pages;	/* of both; a power of two */
	const char *platform;	/* AT_PLATFORM */
	struct elf_error (*open)(struct elf_image *image, const void *data,
				 u64 size, const struct elf_limits *limits);
	u64 (*frame_size_max)(void); /* AT_MINSIGSTKSZ */
	/* NULL: such programs have none, or exec_map_vdso_64. */
	exec_map_vdso *map_vdso;
};

/* Where a program starts. */
struct exec_start {
	const struct exec_format *format;
	u64 task_size;
	u64 entry, sp;
	u64 vdso, sysinfo; /* AT_SYSINFO_EHDR, AT_SYSINFO; 0: none */
	struct vdso_data *vdso_data; /* ring 0's to write, or NULL */
};

/* 64-bit programs' map_vdso. NULL: the module that has one is not loaded. */
extern exec_map_vdso *exec_map_vdso_64;

/*
 * true: the file needs no module: it is an ELF64 file for x86-64, or none at
 * all, which exec_load() says.
 */
bool exec_is_native(const struct file *file);

/*
 * Maps file's segments with their rights, those of the interpreter that it may
 * name, which find looks for, and a stack with the System V
 * arrangement of argv (NULL-terminated), environment and auxiliary vector.
 * NULL: *start is where it starts. Else what is wrong; mm holds what was mapped
 * so far.
 */
const char *exec_load(struct mm *mm, const struct file *file, exec_find *find,
		      const char *const argv[], struct exec_start *start);

/*
 * exec_map.c. Maps image's segments with their rights and flags (PTE_*). NULL,
 * or what is wrong, as above.
 */
const char *exec_load_segments(const struct page_table *table,
			       const struct elf_image *image, u64 flags);
/* The same for a program's segments, which go into mm's list, too. */
const char *exec_map_image(struct mm *mm, const struct elf_image *image);

/*
 * exec_stack.c. Maps the stack and fills it. base: the interpreter's bias.
 * NULL: start->sp is where it begins; else what is wrong.
 */
const char *exec_load_stack(struct mm *mm, const struct elf_image *image,
			    u64 base, const char *const argv[],
			    struct exec_start *start);

#endif
