/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF files: a good one, then the same one cut at every byte, with single
 * fields broken, with each byte changed, and changed at random. Each lies in a
 * block that ends where it ends, at a multiple of 4 but not of 8. acceptable()
 * decides what the result must be.
 */
#include "lib/elf_image.c"

#include "elf_sample.h"
#include "tap.h"

#define ROUNDS 200000

static struct elf_error open_exact(const void *bytes, u64 size)
{
	u8 *block = malloc(4 + size);
	u8 *copy = block + 4;
	struct elf_image image;
	struct elf_error error;

	memcpy(copy, bytes, size);
	error = elf_open(&image, copy, size, &limits);
	check(!error.what == acceptable(copy, size), "size %lu: %s", size,
	      error.what ? error.what : "accepted");
	check(error.offset <= size, "at %#lx of %#lx", error.offset, size);
	free(block);
	return error;
}

static void test_good(void)
{
	struct elf_image image;

	check(!elf_open(&image, &good_file, sizeof(good_file), &limits).what,
	      "it was refused");
	check(image.data == (const u8 *)&good_file &&
		      image.size == sizeof(good_file) &&
		      image.header == &good_file.header &&
		      image.segments == good_file.segments &&
		      image.segment_count == SEGMENTS,
	      "the image's members");
	result("a good file");
}

static void test_truncated(void)
{
	u64 size;

	for (size = 0; size < sizeof(good_file); size++) {
		struct elf_error error = open_exact(&good_file, size);

		check(!error.what == (size >= AT(rest)), "cut at %lu: %s",
		      size, error.what ? error.what : "accepted");
	}
	result("a file cut at every byte");
}

/* One field with another value, and the error that it must give. */
struct broken {
	const char *field;
	size_t at, size;
	u64 value;
	const char *what;
	u64 where;
};

#define BREAK_AT(member, value, what, where)                                   \
	{                                                                      \
#member, AT(member), SIZE(member), value, what, where          \
	}
#define BREAK(member, value, what) BREAK_AT(member, value, what, AT(member))
#define TEXT_IS(member) segments[TEXT_SEGMENT].member
#define RODATA_IS(member) segments[RODATA_SEGMENT].member
#define DATA_IS(member) segments[DATA_SEGMENT].member
#define STACK_IS(member) segments[STACK_SEGMENT].member

#define OVERLAP "the program headers overlap the ELF header"
#define TABLE_END "the program headers reach past the end of the file"
#define FILE_END "a segment reaches past the end of the file"
#define OUTSIDE "a segment lies outside the addresses allowed"
#define REACHES "a segment reaches past the addresses allowed"
#define ENTRY "the entry point is not in an executable segment"

static const struct broken broken[] = {
	BREAK_AT(header.e_ident[EI_MAG0], 0, "not an ELF file", 0),
	BREAK_AT(header.e_ident[EI_MAG3], 'f', "not an ELF file", 0),
	BREAK(header.e_ident[EI_CLASS], ELFCLASS32, "not a 64-bit ELF file"),
	BREAK(header.e_ident[EI_DATA], ELFDATA2MSB,
	      "not a little-endian ELF file"),
	BREAK(header.e_ident[EI_VERSION], 2, "unknown version of ELF"),
	BREAK(header.e_version, 0, "unknown version of ELF"),
	BREAK(header.e_machine, EM_ARM, "not for x86-64"),
	BREAK(header.e_machine, EM_AARCH64, "not for x86-64"),
	BREAK(header.e_machine, EM_386, "not for x86-64"),
	BREAK(header.e_type, ET_DYN, "not a static executable (ET_EXEC)"),
	BREAK(header.e_type, ET_REL, "not a static executable (ET_EXEC)"),
	BREAK(header.e_ehsize, 52, "wrong size of the ELF header"),
	BREAK(header.e_phentsize, 0, "wrong size of a program header"),
	BREAK(header.e_phentsize, 32, "wrong size of a program header"),
	BREAK(header.e_phentsize, 57, "wrong size of a program header"),
	BREAK(header.e_phnum, 0, "no program headers"),
	BREAK_AT(header.e_phnum, 0xffff, TABLE_END, AT(header.e_phoff)),
	BREAK(header.e_phoff, 0, OVERLAP),
	BREAK(header.e_phoff, 56, OVERLAP),
	BREAK(header.e_phoff, 63, OVERLAP),
	BREAK(header.e_phoff, 68, "the program headers are not aligned"),
	BREAK(header.e_phoff, sizeof(good_file), TABLE_END),
	BREAK(header.e_phoff, 1ull << 63, TABLE_END),
	BREAK(header.e_phoff, -8ull, TABLE_END),
	BREAK(header.e_phoff, -224ull, TABLE_END),
	BREAK_AT(TEXT_IS(p_memsz), 0,
		 "a segment is larger in the file than in memory",
		 AT(TEXT_IS(p_filesz))),
	BREAK(TEXT_IS(p_filesz), SIZE(code) + 1,
	      "a segment is larger in the file than in memory"),
	BREAK(DATA_IS(p_filesz), UINT64_MAX,
	      "a segment is larger in the file than in memory"),
	BREAK_AT(DATA_IS(p_filesz), 0x1fff, FILE_END, AT(DATA_IS(p_offset))),
	BREAK(TEXT_IS(p_offset), sizeof(good_file) + 1, FILE_END),
	BREAK(TEXT_IS(p_offset), sizeof(good_file) - 63, FILE_END),
	BREAK(TEXT_IS(p_offset), UINT64_MAX, FILE_END),
	BREAK(TEXT_IS(p_offset), -64ull, FILE_END),
	BREAK(TEXT_IS(p_vaddr), 0, OUTSIDE),
	BREAK(TEXT_IS(p_vaddr), LOW - 1, OUTSIDE),
	BREAK(DATA_IS(p_vaddr), HIGH, OUTSIDE),
	BREAK(DATA_IS(p_vaddr), UINT64_MAX, OUTSIDE),
	BREAK_AT(DATA_IS(p_vaddr), HIGH - 0x1000, REACHES,
		 AT(DATA_IS(p_memsz))),
	BREAK(DATA_IS(p_memsz), UINT64_MAX, REACHES),
	BREAK(DATA_IS(p_memsz), 1ull << 32, REACHES),
	BREAK(DATA_IS(p_memsz), MAX_MEMORY,
	      "the segments need too much memory"),
	BREAK(TEXT_IS(p_flags), PF_R | PF_W | PF_X,
	      "a segment is both writable and executable"),
	BREAK(DATA_IS(p_flags), PF_W | PF_X,
	      "a segment is both writable and executable"),
	BREAK(RODATA_IS(p_vaddr), TEXT + 32, "two segments overlap"),
	BREAK(RODATA_IS(p_vaddr), TEXT, "two segments overlap"),
	BREAK_AT(TEXT_IS(p_memsz), 0x1001, "two segments overlap",
		 AT(RODATA_IS(p_vaddr))),
	BREAK(RODATA_IS(p_vaddr), TEXT + 64, "two segments share a page"),
	BREAK(RODATA_IS(p_vaddr), TEXT + 0xfff, "two segments share a page"),
	BREAK(DATA_IS(p_vaddr), LOW,
	      "the segments are not in the order of addresses"),
	BREAK(RODATA_IS(p_vaddr), LOW,
	      "the segments are not in the order of addresses"),
	BREAK(STACK_IS(p_type), PT_INTERP, "a dynamic executable (PT_INTERP)"),
	BREAK(header.e_entry, 0, ENTRY),
	BREAK(header.e_entry, TEXT - 1, ENTRY),
	BREAK(header.e_entry, TEXT + 64, ENTRY),
	BREAK(header.e_entry, RODATA, ENTRY),
	BREAK(header.e_entry, DATA, ENTRY),
	BREAK_AT(TEXT_IS(p_flags), PF_R, ENTRY, AT(header.e_entry)),
	BREAK_AT(TEXT_IS(p_type), PT_NOTE, ENTRY, AT(header.e_entry)),
};

/* As programs are taken: ET_DYN moves, ET_EXEC does not, pages are shared. */
static void test_program(void)
{
	const u64 bias = 0x10000;
	const struct elf_limits moves = { LOW + bias, HIGH, MAX_MEMORY, bias };
	const struct elf_limits stays = { LOW, HIGH, MAX_MEMORY, bias };
	struct sample file = good_file;
	struct elf_image image;
	size_t length;

	check(!elf_open(&image, &file, sizeof(file), &stays).what &&
		      !image.bias && elf_is_code(&image, TEXT),
	      "ET_EXEC moves");
	file.header.e_type = ET_DYN;
	check(!elf_open(&image, &file, sizeof(file), &moves).what &&
		      image.bias == bias &&
		      elf_segment_start(&image, file.segments) == TEXT + bias &&
		      elf_is_code(&image, TEXT + bias) &&
		      !elf_is_code(&image, TEXT - 1 + bias),
	      "ET_DYN does not move");
	file.segments[RODATA_SEGMENT].p_vaddr = LOW - 1;
	check(elf_open(&image, &file, sizeof(file), &moves).what,
	      "below the limit, moved");
	file.segments[RODATA_SEGMENT].p_vaddr = TEXT + 64;
	check(!elf_open(&image, &file, sizeof(file), &moves).what,
	      "a shared page");
	file.segments[RODATA_SEGMENT].p_vaddr = TEXT + 63;
	check(elf_open(&image, &file, sizeof(file), &moves).what, "an overlap");
	check(!elf_interpreter(&image, &length), "no interpreter");
	memcpy(file.rodata, "/ld.so", sizeof("/ld.so"));
	file.segments[RODATA_SEGMENT].p_type = PT_INTERP;
	check(!elf_open(&image, &file, sizeof(file), &moves).what &&
		      elf_interpreter(&image, &length) && length == 6,
	      "its interpreter");
	file.segments[RODATA_SEGMENT].p_offset = sizeof(file) - 8;
	elf_open(&image, &file, sizeof(file), &moves);
	check(!elf_interpreter(&image, &length), "outside of the file");
	result("a program: position independent, or with shared pages");
}

static void test_broken(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(broken); i++) {
		const struct broken *b = &broken[i];
		struct sample bad = good_file;
		struct elf_error error;

		memcpy((u8 *)&bad + b->at, &b->value, b->size);
		error = open_exact(&bad, sizeof(bad));
		check(error.what && !strcmp(error.what, b->what) &&
			      error.offset == b->where,
		      "%s = %#lx: \"%s\" at %lu", b->field, b->value,
		      error.what ? error.what : "accepted", error.offset);
	}
	result("each broken field has its own text, and its place");
}

static void test_no_segment(void)
{
	struct sample bad = good_file;
	struct elf_error error;
	int i;

	for (i = 0; i < SEGMENTS; i++)
		bad.segments[i].p_type = PT_NULL;
	error = open_exact(&bad, sizeof(bad));
	check(error.what && !strcmp(error.what, "no segment to load") &&
		      error.offset == AT(segments),
	      "%s", error.what ? error.what : "accepted");
	result("a file with no segment to load");
}

/* As linkers write one for a section that has nothing in it. */
static void test_empty_segment(void)
{
	struct sample file = good_file;
	Elf64_Phdr *data = &file.segments[DATA_SEGMENT];
	struct elf_error error;

	data->p_memsz = data->p_filesz = 0;
	data->p_vaddr = 0;
	error = open_exact(&file, sizeof(file));
	check(!error.what, "at address 0: %s", error.what);
	data->p_vaddr = TEXT + 1;
	data->p_offset = UINT64_MAX;
	data->p_flags = PF_R | PF_W | PF_X;
	error = open_exact(&file, sizeof(file));
	check(!error.what, "anywhere: %s", error.what);
	result("an empty segment is skipped, whatever it says");
}

static void test_each_byte(void)
{
	size_t at, i;

	for (at = 0; at < sizeof(good_file); at++) {
		struct sample bad = good_file;
		u8 *byte = (u8 *)&bad + at;
		const u8 changes[] = {0, 0xff, (u8)(*byte + 1),
				      (u8)(*byte - 1)};

		for (i = 0; i < sizeof(changes); i++) {
			*byte = changes[i];
			open_exact(&bad, sizeof(bad));
		}
		for (i = 0; i < 8; i++) {
			*byte = (u8)(((const u8 *)&good_file)[at] ^ 1 << i);
			open_exact(&bad, sizeof(bad));
		}
	}
	result("each byte changed, and each bit");
}

/* Numbers at which range checks go wrong. */
static u64 random_value(void)
{
	switch (random_below(5)) {
	case 0:
		return random_below(2) ? 0 : UINT64_MAX;
	case 1:
		return random_below(sizeof(good_file) + 16);
	case 2:
		return LOW - 8 + random_below(0x4000);
	case 3:
		return 0 - random_below(0x1000);
	default:
		return random_of_any_size();
	}
}

static void test_random(void)
{
	static const size_t sizes[] = {1, 2, 4, 8};
	unsigned long accepted = 0;
	int round, change;

	for (round = 0; round < ROUNDS; round++) {
		struct sample bad = good_file;
		u64 size = random_below(4) ? sizeof(bad)
					   : random_below(sizeof(bad));

		for (change = (int)random_below(4); change >= 0; change--) {
			size_t width = sizes[random_below(4)];
			size_t end = random_below(3) ? AT(code) : sizeof(bad);
			u64 value = random_value();

			memcpy((u8 *)&bad + random_below(end / width) * width,
			       &value, width);
		}
		accepted += !open_exact(&bad, size).what;
	}
	check(accepted > ROUNDS / 100, "only %lu were good", accepted);
	result("files changed at random");
}

int main(void)
{
	test_good();
	test_truncated();
	test_program();
	test_broken();
	test_no_segment();
	test_empty_segment();
	test_each_byte();
	test_random();
	return tap_end();
}
