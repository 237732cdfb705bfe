/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The symbol table of an ELF file: each address of its code by name; then files
 * whose sections are damaged on purpose, cut at every byte, and at random.
 */
#include "lib/elf_image.c"
#include "lib/symbols.c"

#include "elf_sample.h"
#include "tap.h"

#define ROUNDS 200000
#define INSIDE (TEXT + 0x14) /* an address of function's */

enum { SYMTAB = 1, STRTAB, SECTIONS };
enum {
	LAST = 1, TWIN, FUNCTION, LABEL_OF_IT, LABEL, END, OBJECT, ABSENT,
	NAMELESS, OUTSIDE, FILE_NAME, SYMBOLS
};

/* elf_sample.h's, and what a linker puts after the segments. */
static struct linked {
	struct sample image;
	Elf64_Sym symbols[SYMBOLS];
	char names[96];
	Elf64_Shdr sections[SECTIONS];
} good;

#define IN_FILE(member) offsetof(struct linked, member)

static void add_symbol(u32 index, const char *name, u8 type, u64 address,
		       u64 size)
{
	static u32 used = 1; /* the first name is the empty one */

	good.symbols[index] = (Elf64_Sym){
		.st_name = *name ? used : 0,
		.st_info = ELF64_ST_INFO(STB_LOCAL, type),
		.st_shndx = SYMTAB,
		.st_value = address,
		.st_size = size,
	};
	memcpy(good.names + used, name, strlen(name) + 1);
	used += (u32)strlen(name) + 1;
}

static void make_good(void)
{
	good.image = good_file;
	good.image.header.e_shoff = IN_FILE(sections);
	good.image.header.e_shentsize = sizeof(Elf64_Shdr);
	good.image.header.e_shnum = SECTIONS;
	good.sections[SYMTAB] = (Elf64_Shdr){
		.sh_type = SHT_SYMTAB, .sh_link = STRTAB,
		.sh_offset = IN_FILE(symbols), .sh_size = sizeof(good.symbols),
		.sh_entsize = sizeof(Elf64_Sym),
	};
	good.sections[STRTAB] = (Elf64_Shdr){
		.sh_type = SHT_STRTAB, .sh_offset = IN_FILE(names),
		.sh_size = sizeof(good.names),
	};
	add_symbol(LAST, "last", STT_NOTYPE, TEXT + 0x30, 0);
	add_symbol(TWIN, "twin", STT_NOTYPE, TEXT + 0x10, 0);
	add_symbol(FUNCTION, "function", STT_FUNC, TEXT + 0x10, 0x20);
	add_symbol(LABEL_OF_IT, "label_of_it", STT_NOTYPE, TEXT + 0x10, 0);
	add_symbol(LABEL, "label", STT_NOTYPE, TEXT + 4, 0);
	add_symbol(END, "code_end", STT_NOTYPE, TEXT + 0x38, 0);
	add_symbol(OBJECT, "object", STT_OBJECT, TEXT + 0x12, 4);
	add_symbol(ABSENT, "absent", STT_NOTYPE, TEXT + 0x12, 0);
	good.symbols[ABSENT].st_shndx = SHN_UNDEF;
	add_symbol(NAMELESS, "", STT_NOTYPE, TEXT + 0x12, 0);
	add_symbol(OUTSIDE, "outside", STT_FUNC, TEXT - 0x10, 0x20);
	add_symbol(FILE_NAME, "file.c", STT_FILE, TEXT + 0x12, 0);
}

/*
 * In a block that ends where the file ends: ASan sees one byte too far. "": the
 * file is not opened at all. The name is the test's own copy.
 */
static const char *find(const void *bytes, size_t size, u64 address,
			u64 *offset)
{
	static char found[sizeof(good.names)];
	u8 *block = exact_copy(bytes, size);
	struct elf_image image;
	const char *name = "";
	bool opened;

	opened = !elf_open(&image, block, size, &limits).what;
	check(opened == acceptable(block, size), "opened: %d", opened);
	if (opened)
		name = symbol_find(&image, address, offset);
	if (name) {
		bool ends = strlen(name) < sizeof(found);

		check(ends, "a name that has no end");
		memcpy(found, name, ends ? strlen(name) + 1 : 0);
		name = found;
	}
	free(block);
	return name;
}

static void expect(const struct linked *file, u64 address, const char *ought,
		   u64 ought_offset)
{
	u64 offset = 0;
	const char *name = find(file, sizeof(*file), address, &offset);

	check(ought ? name && !memcmp(name, ought, strlen(ought) + 1) &&
			      offset == ought_offset
		    : !name,
	      "%#lx is %s+%#lx", address, name ? name : "nothing", offset);
}

static void test_each_address(void)
{
	u64 address;

	expect(&good, 0, NULL, 0);
	expect(&good, TEXT - 1, NULL, 0);
	for (address = TEXT; address < TEXT + 4; address++)
		expect(&good, address, NULL, 0);
	for (; address < TEXT + 0x10; address++)
		expect(&good, address, "label", address - TEXT - 4);
	for (; address < TEXT + 0x30; address++)
		expect(&good, address, "function", address - TEXT - 0x10);
	for (; address < TEXT + SIZE(code); address++)
		expect(&good, address, "last", address - TEXT - 0x30);
	expect(&good, address, NULL, 0);
	expect(&good, RODATA, NULL, 0);
	expect(&good, UINT64_MAX, NULL, 0);
	result("each address is the symbol's at or below it, in code");
}

#define FIELD(field, value)                                                    \
	{ IN_FILE(field), sizeof(good.field), value, #field " = " #value }

static void test_damaged(void)
{
	static const struct {
		size_t at, size;
		u64 value;
		const char *what;
	} damage[] = {
		FIELD(image.header.e_shoff, sizeof(good) - 1),
		FIELD(image.header.e_shoff, -64ul),
		FIELD(image.header.e_shoff, 1ul << 63),
		FIELD(image.header.e_shentsize, 63),
		FIELD(image.header.e_shnum, 0),
		FIELD(image.header.e_shnum, 1),
		FIELD(image.header.e_shnum, 2),
		FIELD(sections[SYMTAB].sh_type, SHT_PROGBITS),
		FIELD(sections[SYMTAB].sh_entsize, 16),
		FIELD(sections[SYMTAB].sh_offset, sizeof(good) - 1),
		FIELD(sections[SYMTAB].sh_offset, -24ul),
		FIELD(sections[SYMTAB].sh_size, -1ul),
		FIELD(sections[SYMTAB].sh_size, 23),
		FIELD(sections[SYMTAB].sh_link, SYMTAB),
		FIELD(sections[SYMTAB].sh_link, 0xffffffff),
		FIELD(sections[STRTAB].sh_type, SHT_NULL),
		FIELD(sections[STRTAB].sh_offset, sizeof(good)),
		FIELD(sections[STRTAB].sh_size, 0),
		FIELD(sections[STRTAB].sh_size, -1ul),
		FIELD(sections[STRTAB].sh_size, 13), /* inside a name */
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(damage); i++) {
		struct linked bad = good;
		u64 offset;

		memcpy((u8 *)&bad + damage[i].at, &damage[i].value,
		       damage[i].size);
		check(!find(&bad, sizeof(bad), INSIDE, &offset), "%s",
		      damage[i].what);
	}
	result("a damaged table has no names");
}

static void test_bad_name(void)
{
	struct linked bad = good;

	bad.symbols[FUNCTION].st_name = sizeof(bad.names);
	expect(&bad, INSIDE, "twin", 4);
	bad = good;
	bad.sections[STRTAB].sh_offset = bad.sections[STRTAB].sh_size = 0;
	expect(&bad, INSIDE, NULL, 0);
	result("a symbol whose name is outside of the table has none");
}

static void test_cut(void)
{
	size_t size;
	u64 offset;

	for (size = 0; size < sizeof(good); size++) {
		const char *name = find(&good, size, INSIDE, &offset);

		check(!name || !*name, "cut at %zu: %s", size, name);
	}
	result("a file that is cut");
}

static void test_random(void)
{
	u32 round;

	for (round = 0; round < ROUNDS; round++) {
		struct linked bad = good;
		u32 changes = 1 + (u32)random_below(4);
		u64 offset;

		while (changes--) {
			size_t at = random_below(sizeof(bad) - AT(rest));

			if (random_below(2))
				at %= sizeof(Elf64_Ehdr);
			else
				at += AT(rest);
			((u8 *)&bad)[at] = (u8)random_number();
		}
		find(&bad, sizeof(bad), TEXT + random_below(SIZE(code)),
		     &offset);
	}
	result("a file that is changed at random");
}

int main(void)
{
	make_good();
	test_each_address();
	test_damaged();
	test_bad_name();
	test_cut();
	test_random();
	return tap_end();
}
