/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a static ELF64 executable for x86-64, which may be hostile: every field
 * is checked before it is used. Pure. The loader uses it on ring0.elf; ring 0
 * uses it on programs and on its modules.
 */
#ifndef GATEHOUSE_ELF_IMAGE_H
#define GATEHOUSE_ELF_IMAGE_H

#include <elf.h>
#include "types.h"

/* The file may lie at any multiple of 4, as files in a cpio archive do. */
#define ELF_ALIGN __attribute__((aligned(4)))
typedef Elf64_Ehdr ELF_ALIGN elf_header;
typedef Elf64_Phdr ELF_ALIGN elf_segment;

/* What is wrong, and at which byte of the file. what is NULL if nothing is. */
struct elf_error {
	const char *what;
	u64 offset;
};

/* Where the segments may lie, and how much memory they may ask for. */
struct elf_limits {
	u64 low, high;	/* [low, high), both page aligned */
	u64 max_memory; /* bytes, the sum over all segments */
	/*
	 * Not 0: as Linux takes a program. Two segments may share a page, and
	 * the file may be position independent (ET_DYN): all of its addresses
	 * move by this many bytes, a multiple of PAGE_SIZE. It may name an
	 * interpreter: elf_interpreter().
	 */
	u64 bias;
};

struct elf_image {
	const u8 *data;
	u64 size;
	const elf_header *header;
	const elf_segment *segments; /* all program headers, not only PT_LOAD */
	u32 segment_count;
	u64 bias; /* to be added to each address in the file */
};

/*
 * Checks the file [data, data + size) and fills *image. data must be 4-byte
 * aligned. If it succeeds, the segments to load are sorted by address. Each is
 * inside the file and the limits, shares no page with another, and is not both
 * writable and executable; and e_entry lies in an executable one.
 */
struct elf_error elf_open(struct elf_image *image, const void *data, u64 size,
			  const struct elf_limits *limits);

/*
 * The second half of elf_open(): checks all segments and the entry point. All
 * of *image is set, header and segments perhaps to copies.
 */
struct elf_error elf_check(const struct elf_image *image,
			   const struct elf_limits *limits);

/*
 * The segment takes memory. Linkers write an empty PT_LOAD for a section that
 * has nothing in it, with any address; Linux skips it, and so do we.
 */
static inline bool elf_is_loaded(const elf_segment *segment)
{
	return segment->p_type == PT_LOAD &&
	       (segment->p_memsz || segment->p_filesz);
}

/* Where the segment starts in memory. */
static inline u64 elf_segment_start(const struct elf_image *image,
				    const elf_segment *segment)
{
	return segment->p_vaddr + image->bias;
}

/*
 * The interpreter that a dynamic executable names, and its length. NULL: the
 * file has none, or is too broken to tell. *image is as elf_open() left it.
 */
const char *elf_interpreter(const struct elf_image *image, size_t *length);

/* true: [offset, offset + size) lies in the file. */
bool elf_in_file(const struct elf_image *image, u64 offset, u64 size);

/* true: address lies in an executable segment. */
bool elf_is_code(const struct elf_image *image, u64 address);

#endif
