/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks a static ELF64 executable: every field before it is used, in the
 * file's order of ELF header, program headers, segments, entry point.
 */
#include "lib/elf_image.h"

#include "layout.h"
#include "lib/string.h"

#define HEADER_OFFSET(member) offsetof(Elf64_Ehdr, member)

static const struct elf_error no_error = {NULL, 0};

static struct elf_error bad(const char *what, u64 offset)
{
	return (struct elf_error){what, offset};
}

bool elf_in_file(const struct elf_image *image, u64 offset, u64 size)
{
	return offset <= image->size && size <= image->size - offset;
}

/* The offset in the file of a segment's member, for an error. */
static u64 member_at(const struct elf_image *image, const elf_segment *segment,
		     u64 member)
{
	return image->header->e_phoff +
	       (u64)((const u8 *)segment - (const u8 *)image->segments) +
	       member;
}

#define MEMBER(image, segment, member)                                         \
	member_at(image, segment, offsetof(Elf64_Phdr, member))

static struct elf_error check_ident(const u8 *ident)
{
	if (memcmp(ident, ELFMAG, SELFMAG))
		return bad("not an ELF file", 0);
	if (ident[EI_CLASS] != ELFCLASS64)
		return bad("not a 64-bit ELF file", EI_CLASS);
	if (ident[EI_DATA] != ELFDATA2LSB)
		return bad("not a little-endian ELF file", EI_DATA);
	if (ident[EI_VERSION] != EV_CURRENT)
		return bad("unknown version of ELF", EI_VERSION);
	return no_error;
}

/* moves: a position-independent one will do, too. */
static struct elf_error check_header(const elf_header *header, bool moves)
{
	if (header->e_machine != EM_X86_64)
		return bad("not for x86-64", HEADER_OFFSET(e_machine));
	if (header->e_type != ET_EXEC && !(header->e_type == ET_DYN && moves))
		return bad("not a static executable (ET_EXEC)",
			   HEADER_OFFSET(e_type));
	if (header->e_version != EV_CURRENT)
		return bad("unknown version of ELF", HEADER_OFFSET(e_version));
	if (header->e_ehsize != sizeof(Elf64_Ehdr))
		return bad("wrong size of the ELF header",
			   HEADER_OFFSET(e_ehsize));
	if (header->e_phentsize != sizeof(Elf64_Phdr))
		return bad("wrong size of a program header",
			   HEADER_OFFSET(e_phentsize));
	if (!header->e_phnum)
		return bad("no program headers", HEADER_OFFSET(e_phnum));
	return no_error;
}

/* Finds the program headers. It checks where they lie, not what they say. */
static struct elf_error open_segments(struct elf_image *image)
{
	const elf_header *header = image->header;
	u64 size = (u64)header->e_phnum * sizeof(Elf64_Phdr);

	if (header->e_phoff < sizeof(Elf64_Ehdr))
		return bad("the program headers overlap the ELF header",
			   HEADER_OFFSET(e_phoff));
	if (header->e_phoff % sizeof(u64))
		return bad("the program headers are not aligned",
			   HEADER_OFFSET(e_phoff));
	if (!elf_in_file(image, header->e_phoff, size))
		return bad("the program headers reach past the end of the file",
			   HEADER_OFFSET(e_phoff));
	image->segments = (const void *)(image->data + header->e_phoff);
	image->segment_count = header->e_phnum;
	return no_error;
}

static struct elf_error check_segment(const struct elf_image *image,
				      const elf_segment *segment,
				      const struct elf_limits *limits)
{
	u64 start = elf_segment_start(image, segment);

	if (segment->p_filesz > segment->p_memsz)
		return bad("a segment is larger in the file than in memory",
			   MEMBER(image, segment, p_filesz));
	if (!elf_in_file(image, segment->p_offset, segment->p_filesz))
		return bad("a segment reaches past the end of the file",
			   MEMBER(image, segment, p_offset));
	if (start < limits->low || start >= limits->high)
		return bad("a segment lies outside the addresses allowed",
			   MEMBER(image, segment, p_vaddr));
	if (segment->p_memsz > limits->high - start)
		return bad("a segment reaches past the addresses allowed",
			   MEMBER(image, segment, p_memsz));
	if ((segment->p_flags & PF_W) && (segment->p_flags & PF_X))
		return bad("a segment is both writable and executable",
			   MEMBER(image, segment, p_flags));
	return no_error;
}

/* before: the previous PT_LOAD of the file. NULL: segment is the first. */
static struct elf_error check_order(const struct elf_image *image,
				    const elf_segment *before,
				    const elf_segment *segment, bool may_share)
{
	u64 at = MEMBER(image, segment, p_vaddr);
	u64 end;

	if (!before)
		return no_error;
	end = before->p_vaddr + before->p_memsz;
	if (segment->p_vaddr >= ALIGN_UP(end, (u64)PAGE_SIZE))
		return no_error;
	if (segment->p_vaddr >= end && may_share)
		return no_error;
	if (segment->p_vaddr >= end)
		return bad("two segments share a page", at);
	if (segment->p_vaddr + segment->p_memsz > before->p_vaddr)
		return bad("two segments overlap", at);
	return bad("the segments are not in the order of addresses", at);
}

static struct elf_error check_segments(const struct elf_image *image,
				       const struct elf_limits *limits)
{
	const elf_segment *before = NULL;
	u64 left = limits->max_memory;
	u32 i;

	for (i = 0; i < image->segment_count; i++) {
		const elf_segment *segment = &image->segments[i];
		struct elf_error error;

		if (segment->p_type == PT_INTERP && !limits->bias)
			return bad("a dynamic executable (PT_INTERP)",
				   MEMBER(image, segment, p_type));
		if (!elf_is_loaded(segment))
			continue;
		error = check_segment(image, segment, limits);
		if (!error.what)
			error = check_order(image, before, segment,
					    limits->bias);
		if (error.what)
			return error;
		if (segment->p_memsz > left)
			return bad("the segments need too much memory",
				   MEMBER(image, segment, p_memsz));
		left -= segment->p_memsz;
		before = segment;
	}
	if (!before)
		return bad("no segment to load", image->header->e_phoff);
	return no_error;
}

const char *elf_interpreter(const struct elf_image *image, size_t *length)
{
	const elf_segment *segment = image->segments;
	const char *name;
	u32 left = image->segment_count;

	for (; left && segment->p_type != PT_INTERP; segment++)
		left--;
	if (!left || !elf_in_file(image, segment->p_offset, segment->p_filesz))
		return NULL;
	name = (const char *)image->data + segment->p_offset;
	for (*length = 0; *length < segment->p_filesz && name[*length];)
		++*length;
	return name;
}

bool elf_is_code(const struct elf_image *image, u64 address)
{
	u32 i;

	for (i = 0; i < image->segment_count; i++) {
		const elf_segment *segment = &image->segments[i];

		if (elf_is_loaded(segment) && (segment->p_flags & PF_X) &&
		    address - elf_segment_start(image, segment) <
			    segment->p_memsz)
			return true;
	}
	return false;
}

struct elf_error elf_check(const struct elf_image *image,
			   const struct elf_limits *limits)
{
	struct elf_error error = check_segments(image, limits);

	if (error.what)
		return error;
	if (!elf_is_code(image, image->header->e_entry + image->bias))
		return bad("the entry point is not in an executable segment",
			   HEADER_OFFSET(e_entry));
	return no_error;
}

struct elf_error elf_open(struct elf_image *image, const void *data, u64 size,
			  const struct elf_limits *limits)
{
	struct elf_error error;

	*image = (struct elf_image){.data = data, .size = size};
	if (size < sizeof(Elf64_Ehdr))
		return bad("the file ends inside the ELF header", size);
	image->header = data;
	error = check_ident(image->header->e_ident);
	if (!error.what)
		error = check_header(image->header, limits->bias);
	if (!error.what && image->header->e_type == ET_DYN)
		image->bias = limits->bias;
	if (!error.what)
		error = open_segments(image);
	return error.what ? error : elf_check(image, limits);
}
