/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An ELF32 file's headers, checked as far as only they differ, and widened to
 * ELF64's. From there on both kinds of files are one: lib/elf_image.c checks
 * the segments, task/exec_map.c maps them.
 */

#include "ia32/elf32.h"
#include "lib/string.h"

#define SEGMENTS_MAX 128 /* program headers; linkers write about ten */

/* A program's and its interpreter's. */
static struct wide {
	Elf64_Ehdr header;
	Elf64_Phdr segment[SEGMENTS_MAX];
} wide[2];

#define AT32(member) offsetof(Elf32_Ehdr, member)

static const struct elf_error nothing_wrong = { NULL, 0 };

static struct elf_error wrong(const char *what, u64 offset)
{
	return (struct elf_error){ what, offset };
}

static struct elf_error check_narrow_ident(const u8 *ident)
{
	if (ident[EI_DATA] != ELFDATA2LSB)
		return wrong("not a little-endian ELF file", EI_DATA);
	if (ident[EI_VERSION] != EV_CURRENT)
		return wrong("unknown version of ELF", EI_VERSION);
	return nothing_wrong;
}

static struct elf_error check_sizes(const Elf32_Ehdr *header)
{
	if (header->e_version != EV_CURRENT)
		return wrong("unknown version of ELF", AT32(e_version));
	if (header->e_ehsize != sizeof(Elf32_Ehdr))
		return wrong("wrong size of the ELF header",
			   AT32(e_ehsize));
	if (header->e_phentsize != sizeof(Elf32_Phdr))
		return wrong("wrong size of a program header",
			   AT32(e_phentsize));
	if (!header->e_phnum)
		return wrong("no program headers", AT32(e_phnum));
	if (header->e_phnum > SEGMENTS_MAX)
		return wrong("more than 128 program headers",
			   AT32(e_phnum));
	return nothing_wrong;
}

/* The file may lie at any multiple of 4, which suits all of ELF32's fields. */
static struct elf_error check_place(const Elf32_Ehdr *header, u64 size)
{
	u64 headers = header->e_phnum * sizeof(Elf32_Phdr);

	if (header->e_phoff < sizeof(Elf32_Ehdr))
		return wrong("the program headers overlap the ELF header",
			   AT32(e_phoff));
	if (header->e_phoff % sizeof(u32))
		return wrong("the program headers are not aligned",
			   AT32(e_phoff));
	if (header->e_phoff > size || headers > size - header->e_phoff)
		return wrong("the program headers reach past the file's end",
			   AT32(e_phoff));
	return nothing_wrong;
}

static struct elf_error check_narrow(const Elf32_Ehdr *header, u64 size)
{
	struct elf_error error = check_narrow_ident(header->e_ident);

	if (!error.what && header->e_type != ET_EXEC &&
	    header->e_type != ET_DYN)
		error = wrong("not an executable (ET_EXEC or ET_DYN)",
			    AT32(e_type));
	if (!error.what)
		error = check_sizes(header);
	return error.what ? error : check_place(header, size);
}

static void widen_header(Elf64_Ehdr *to, const Elf32_Ehdr *from)
{
	*to = (Elf64_Ehdr){
		.e_type = from->e_type,
		.e_machine = from->e_machine,
		.e_version = from->e_version,
		.e_entry = from->e_entry,
		.e_phoff = from->e_phoff,
		.e_phnum = from->e_phnum,
	};
	memcpy(to->e_ident, from->e_ident, sizeof(to->e_ident));
}

static void widen_segment(Elf64_Phdr *to, const Elf32_Phdr *from)
{
	*to = (Elf64_Phdr){
		.p_type = from->p_type,
		.p_flags = from->p_flags,
		.p_offset = from->p_offset,
		.p_vaddr = from->p_vaddr,
		.p_paddr = from->p_paddr,
		.p_filesz = from->p_filesz,
		.p_memsz = from->p_memsz,
		.p_align = from->p_align,
	};
}

/* Where the narrow form has the member that the wide one has at offset. */
static u64 narrow_member(u64 offset)
{
	switch (offset) {
	case offsetof(Elf64_Phdr, p_flags):
		return offsetof(Elf32_Phdr, p_flags);
	case offsetof(Elf64_Phdr, p_offset):
		return offsetof(Elf32_Phdr, p_offset);
	case offsetof(Elf64_Phdr, p_vaddr):
		return offsetof(Elf32_Phdr, p_vaddr);
	case offsetof(Elf64_Phdr, p_filesz):
		return offsetof(Elf32_Phdr, p_filesz);
	case offsetof(Elf64_Phdr, p_memsz):
		return offsetof(Elf32_Phdr, p_memsz);
	default:
		return 0; /* p_type */
	}
}

/* The byte of the file that elf_check() would name if it were an ELF64 one. */
static u64 narrow_offset(const struct elf_image *image, u64 offset)
{
	u64 first = image->header->e_phoff, index;

	if (offset < first)
		return offset; /* e_entry, which both have at one place */
	index = (offset - first) / sizeof(Elf64_Phdr);
	return first + index * sizeof(Elf32_Phdr) +
	       narrow_member((offset - first) % sizeof(Elf64_Phdr));
}

static void widen(struct elf_image *image, const Elf32_Ehdr *header)
{
	static u32 last;
	struct wide *to = &wide[last++ % ARRAY_SIZE(wide)];
	const Elf32_Phdr *segment =
		(const void *)(image->data + header->e_phoff);
	u32 i;

	widen_header(&to->header, header);
	for (i = 0; i < header->e_phnum; i++)
		widen_segment(&to->segment[i], &segment[i]);
	image->header = &to->header;
	image->segments = to->segment;
	image->segment_count = header->e_phnum;
}

static struct elf_error open(struct elf_image *image, const void *data,
			     u64 size, const struct elf_limits *limits,
			     u32 machine)
{
	const Elf32_Ehdr *header = data;
	struct elf_error error;

	*image = (struct elf_image){ .data = data, .size = size };
	if (size < sizeof(*header))
		return wrong("the file ends inside the ELF header", size);
	if (memcmp(header->e_ident, ELFMAG, SELFMAG) ||
	    header->e_ident[EI_CLASS] != ELFCLASS32)
		return wrong("not a 32-bit ELF file", EI_CLASS);
	if (header->e_machine != machine)
		return wrong("not for the machine of the program that names it",
			   AT32(e_machine));
	error = check_narrow(header, size);
	if (error.what)
		return error;
	widen(image, header);
	if (header->e_type == ET_DYN)
		image->bias = limits->bias;
	error = elf_check(image, limits);
	if (error.what)
		error.offset = narrow_offset(image, error.offset);
	return error;
}

struct elf_error elf32_open_i386(struct elf_image *image, const void *data,
				 u64 size, const struct elf_limits *limits)
{
	return open(image, data, size, limits, EM_386);
}

struct elf_error elf32_open_x32(struct elf_image *image, const void *data,
				u64 size, const struct elf_limits *limits)
{
	return open(image, data, size, limits, EM_X86_64);
}

/* Those that Debian has, or had. */
static const char *machine_error(u32 machine)
{
	switch (machine) {
	case EM_386:
		return "for i386, but not a 32-bit ELF file";
	case EM_X86_64:
		return "for x86-64, but of no class of ELF";
	case EM_AARCH64:
		return "for AArch64, not for x86-64 or i386";
	case EM_ARM:
		return "for ARM, not for x86-64 or i386";
	case EM_RISCV:
		return "for RISC-V, not for x86-64 or i386";
	case EM_PPC:
	case EM_PPC64:
		return "for PowerPC, not for x86-64 or i386";
	case EM_S390:
		return "for s390, not for x86-64 or i386";
	case EM_MIPS:
		return "for MIPS, not for x86-64 or i386";
	case EM_SPARC:
	case EM_SPARC32PLUS:
	case EM_SPARCV9:
		return "for SPARC, not for x86-64 or i386";
	case EM_IA_64:
		return "for Itanium, not for x86-64 or i386";
	case EM_68K:
		return "for m68k, not for x86-64 or i386";
	case EM_LOONGARCH:
		return "for LoongArch, not for x86-64 or i386";
	default:
		return "not for x86-64 or i386";
	}
}

/* A big-endian file has a big-endian number there. */
struct elf_error elf32_open_none(struct elf_image *image, const void *data,
				 u64 size, const struct elf_limits *limits)
{
	const Elf32_Ehdr *header = data;
	u16 machine = header->e_machine;

	(void)limits;
	*image = (struct elf_image){ .data = data, .size = size };
	if (header->e_ident[EI_DATA] == ELFDATA2MSB)
		machine = __builtin_bswap16(machine);
	return wrong(machine_error(machine), AT32(e_machine));
}
