/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF32 files: a good one, then the same one cut at every byte, with single
 * fields broken, and with each byte changed. Each lies in a block that ends
 * where it ends, so that the sanitizers see a read past it.
 */
#include "lib/elf_image.c"
#include "ia32/elf32.c"

#include "tap.h"

#define TEXT 0x8049000u
#define DATA 0x804a000u

static const struct elf_limits limits = {
	.low = 0x1000,
	.high = 0xffff0000,
	.max_memory = 0x100000,
	.bias = 0x56555000,
};

enum { TEXT_SEGMENT, DATA_SEGMENT, STACK_SEGMENT, SEGMENTS };

static const struct sample {
	Elf32_Ehdr header;
	Elf32_Phdr segments[SEGMENTS];
	u8 code[32];
	u8 data[16];
} good = {
	.header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_386,
		.e_version = EV_CURRENT,
		.e_entry = TEXT + 16,
		.e_phoff = offsetof(struct sample, segments),
		.e_ehsize = sizeof(Elf32_Ehdr),
		.e_phentsize = sizeof(Elf32_Phdr),
		.e_phnum = SEGMENTS,
	},
	.segments = {
		[TEXT_SEGMENT] = {
			.p_type = PT_LOAD,
			.p_flags = PF_R | PF_X,
			.p_offset = offsetof(struct sample, code),
			.p_vaddr = TEXT,
			.p_filesz = 32,
			.p_memsz = 32,
		},
		[DATA_SEGMENT] = {
			.p_type = PT_LOAD,
			.p_flags = PF_R | PF_W,
			.p_offset = offsetof(struct sample, data),
			.p_vaddr = DATA,
			.p_filesz = 16,
			.p_memsz = 0x2000,
		},
		[STACK_SEGMENT] = { .p_type = PT_GNU_STACK,
				    .p_flags = PF_R | PF_W },
	},
};

static struct elf_error open_exact(const void *bytes, u64 size,
				   struct elf_image *image)
{
	void *copy = exact_copy(bytes, size);
	struct elf_error error = elf32_open_i386(image, copy, size, &limits);

	check(error.offset <= size, "at %#lx of %#lx", error.offset, size);
	free(copy);
	return error;
}

static void test_good(void)
{
	struct elf_image image;
	struct elf_error error = open_exact(&good, sizeof(good), &image);

	check(!error.what, "refused: %s", error.what ? error.what : "");
	check(image.header->e_entry == TEXT + 16 && !image.bias, "the header");
	check(image.segment_count == SEGMENTS &&
		      image.segments[DATA_SEGMENT].p_vaddr == DATA &&
		      image.segments[DATA_SEGMENT].p_memsz == 0x2000 &&
		      image.segments[STACK_SEGMENT].p_type == PT_GNU_STACK,
	      "the segments");
	result("a good file is widened");
}

static void test_two(void)
{
	struct sample other = good;
	struct elf_image first, second;

	other.header.e_type = ET_DYN;
	other.segments[DATA_SEGMENT].p_memsz = 0x1000;
	open_exact(&good, sizeof(good), &first);
	check(!open_exact(&other, sizeof(other), &second).what, "refused");
	check(first.segments[DATA_SEGMENT].p_memsz == 0x2000 &&
		      second.segments[DATA_SEGMENT].p_memsz == 0x1000,
	      "one has the other's segments");
	check(!first.bias && second.bias == limits.bias, "the bias");
	result("a program and its interpreter are open at once");
}

static void test_truncated(void)
{
	struct elf_image image;
	u64 size;

	for (size = 0; size < sizeof(good); size++)
		check(open_exact(&good, size, &image).what, "cut at %lu", size);
	result("a file cut at every byte");
}

/* What is wrong is named by its byte in the narrow file. */
#define BREAK(member, value, text)                                        \
	do {                                                              \
		struct sample file = good;                                \
		struct elf_error error;                                   \
		file.member = (value);                                    \
		error = open_exact(&file, sizeof(file), &image);          \
		check(error.what && !strcmp(error.what, text), "%s: %s",  \
		      #member, error.what ? error.what : "accepted");     \
		check(error.offset == offsetof(struct sample, member),    \
		      "%s: at byte %lu", #member, error.offset);          \
	} while (0)

static void test_fields(void)
{
	struct elf_image image;

	BREAK(header.e_ident[EI_CLASS], ELFCLASS64, "not a 32-bit ELF file");
	BREAK(header.e_ident[EI_DATA], ELFDATA2MSB,
	      "not a little-endian ELF file");
	BREAK(header.e_ident[EI_VERSION], 2, "unknown version of ELF");
	BREAK(header.e_version, 2, "unknown version of ELF");
	BREAK(header.e_machine, EM_X86_64,
	      "not for the machine of the program that names it");
	BREAK(header.e_type, ET_REL, "not an executable (ET_EXEC or ET_DYN)");
	BREAK(header.e_ehsize, 64, "wrong size of the ELF header");
	BREAK(header.e_phentsize, 56, "wrong size of a program header");
	BREAK(header.e_phnum, 0, "no program headers");
	BREAK(header.e_phnum, 129, "more than 128 program headers");
	result("a header with one wrong field");
}

static void test_place(void)
{
	struct elf_image image;

	BREAK(header.e_phoff, 51, "the program headers overlap the ELF header");
	BREAK(header.e_phoff, 54, "the program headers are not aligned");
	BREAK(header.e_phoff, ~3u,
	      "the program headers reach past the file's end");
	BREAK(header.e_entry, DATA,
	      "the entry point is not in an executable segment");
	BREAK(segments[DATA_SEGMENT].p_filesz, 0x2001,
	      "a segment is larger in the file than in memory");
	BREAK(segments[DATA_SEGMENT].p_offset, ~0u,
	      "a segment reaches past the end of the file");
	BREAK(segments[TEXT_SEGMENT].p_vaddr, 0,
	      "a segment lies outside the addresses allowed");
	BREAK(segments[DATA_SEGMENT].p_vaddr, 0xfffff000,
	      "a segment lies outside the addresses allowed");
	BREAK(segments[DATA_SEGMENT].p_memsz, ~0u,
	      "a segment reaches past the addresses allowed");
	BREAK(segments[DATA_SEGMENT].p_memsz, 0x200000,
	      "the segments need too much memory");
	BREAK(segments[DATA_SEGMENT].p_flags, PF_R | PF_W | PF_X,
	      "a segment is both writable and executable");
	BREAK(segments[DATA_SEGMENT].p_vaddr, TEXT, "two segments overlap");
	result("a segment or a place that is wrong");
}

/* Whatever a byte is: it is refused, or all that it says is in the limits. */
static void test_bytes(void)
{
	struct elf_image image;
	u64 at, value, i;

	for (at = 0; at < sizeof(good); at++)
		for (value = 0; value < 256; value++) {
			struct sample file = good;

			((u8 *)&file)[at] = value;
			if (open_exact(&file, sizeof(file), &image).what)
				continue;
			for (i = 0; i < image.segment_count; i++) {
				const elf_segment *s = &image.segments[i];

				check(!elf_is_loaded(s) ||
				      elf_segment_start(&image, s) +
					      s->p_memsz <= limits.high,
				      "byte %lu, value %lu", at, value);
			}
		}
	result("each byte with each value");
}

static void test_machines(void)
{
	struct sample file = good;
	struct elf_image image;
	struct elf_error error;

	file.header.e_machine = EM_AARCH64;
	error = elf32_open_none(&image, &file, sizeof(file), &limits);
	check(!strncmp(error.what, "for AArch64,", 12) && error.offset == 18,
	      "%s", error.what);
	file.header.e_ident[EI_DATA] = ELFDATA2MSB;
	file.header.e_machine = __builtin_bswap16(EM_S390);
	error = elf32_open_none(&image, &file, sizeof(file), &limits);
	check(!strncmp(error.what, "for s390,", 9), "%s", error.what);
	file.header.e_machine = 0x1234;
	error = elf32_open_none(&image, &file, sizeof(file), &limits);
	check(!strcmp(error.what, "not for x86-64 or i386"), "%s", error.what);
	result("a file for another machine is named");
}

int main(void)
{
	test_good();
	test_two();
	test_truncated();
	test_fields();
	test_place();
	test_bytes();
	test_machines();
	return tap_end();
}
