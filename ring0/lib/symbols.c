/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks through an ELF file's symbol table, one symbol after the other: it
 * is in no order of addresses, and a call trace has time.
 */
#include "lib/symbols.h"

#include "lib/string.h"

struct table {
	const u8 *symbols;
	u64 count;
	const char *names; /* the last byte is a NUL */
	u64 names_size;
};

/* A section's header may lie at any byte of a damaged file: it is copied. */
static bool read_section(const struct elf_image *image, u32 index,
			 Elf64_Shdr *section)
{
	const elf_header *header = image->header;
	u64 offset = header->e_shoff + (u64)index * sizeof(*section);

	if (index >= header->e_shnum ||
	    header->e_shentsize != sizeof(*section) ||
	    !elf_in_file(image, offset, sizeof(*section)))
		return false;
	memcpy(section, image->data + offset, sizeof(*section));
	return elf_in_file(image, section->sh_offset, section->sh_size);
}

static bool find_table(const struct elf_image *image, struct table *table)
{
	Elf64_Shdr symbols = {0}, names;
	u32 i;

	for (i = 0; i < image->header->e_shnum; i++)
		if (read_section(image, i, &symbols) &&
		    symbols.sh_type == SHT_SYMTAB)
			break;
	if (i == image->header->e_shnum ||
	    symbols.sh_entsize != sizeof(Elf64_Sym) ||
	    !read_section(image, symbols.sh_link, &names) ||
	    names.sh_type != SHT_STRTAB || !names.sh_size)
		return false;
	table->symbols = image->data + symbols.sh_offset;
	table->count = symbols.sh_size / sizeof(Elf64_Sym);
	table->names = (const char *)image->data + names.sh_offset;
	table->names_size = names.sh_size;
	return !table->names[names.sh_size - 1];
}

/* "foo_end" without a size ends foo: it is no name for what comes next. */
static bool is_end(const Elf64_Sym *symbol, const char *name)
{
	size_t length = strlen(name);

	return !symbol->st_size && length >= 4 &&
	       !memcmp(name + length - 4, "_end", 4);
}

/* A function of C's, or a label of assembly. */
static bool names_code(const struct elf_image *image,
		       const struct table *table, const Elf64_Sym *symbol)
{
	unsigned int type = ELF64_ST_TYPE(symbol->st_info);

	return (type == STT_FUNC || type == STT_NOTYPE) &&
	       symbol->st_shndx != SHN_UNDEF &&
	       symbol->st_name < table->names_size &&
	       table->names[symbol->st_name] &&
	       elf_is_code(image, symbol->st_value) &&
	       !is_end(symbol, table->names + symbol->st_name);
}

/* Of two at one address, a function's, which has a size, before a label's. */
static bool is_nearer(const Elf64_Sym *symbol, const Elf64_Sym *best)
{
	if (symbol->st_value != best->st_value)
		return symbol->st_value > best->st_value;
	return symbol->st_size && !best->st_size;
}

const char *symbol_find(const struct elf_image *image, u64 address,
			u64 *offset)
{
	Elf64_Sym symbol, best = {0};
	struct table table;
	u64 i;

	if (!elf_is_code(image, address) || !find_table(image, &table))
		return NULL;
	for (i = 0; i < table.count; i++) {
		memcpy(&symbol, table.symbols + i * sizeof(symbol),
		       sizeof(symbol));
		if (symbol.st_value <= address &&
		    names_code(image, &table, &symbol) &&
		    is_nearer(&symbol, &best))
			best = symbol;
	}
	if (!best.st_value)
		return NULL;
	*offset = address - best.st_value;
	return table.names + best.st_name;
}
