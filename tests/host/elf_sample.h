/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A good ELF file, whole, as a struct; and acceptable(), which decides a second
 * time, in 128-bit arithmetic, what elf_open() may accept.
 */
#ifndef GATEHOUSE_ELF_SAMPLE_H
#define GATEHOUSE_ELF_SAMPLE_H

#include "lib/elf_image.h"
#include "lib/string.h"

#define LOW 0x400000ull
#define HIGH 0x40000000ull
#define MAX_MEMORY 0x100000ull
#define TEXT 0x401000ull
#define RODATA 0x402000ull
#define DATA 0x403000ull

typedef unsigned __int128 u128;

static const struct elf_limits limits = {LOW, HIGH, MAX_MEMORY, 0};

enum { TEXT_SEGMENT, RODATA_SEGMENT, DATA_SEGMENT, STACK_SEGMENT, SEGMENTS };
/* A whole file, in its order. */
struct sample {
	Elf64_Ehdr header;
	Elf64_Phdr segments[SEGMENTS];
	u8 code[64];
	u8 rodata[16];
	u8 data[16];
	u8 rest[16]; /* after all segments */
};

#define AT(member) offsetof(struct sample, member)
#define SIZE(member) sizeof(((struct sample *)NULL)->member)

static const struct sample good_file = {
	.header =
		{
			.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3,
				    ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
			.e_type = ET_EXEC,
			.e_machine = EM_X86_64,
			.e_version = EV_CURRENT,
			.e_entry = TEXT + 16,
			.e_phoff = AT(segments),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = SEGMENTS,
		},
	.segments =
		{
			[TEXT_SEGMENT] = {PT_LOAD, PF_R | PF_X, AT(code), TEXT,
					  TEXT, SIZE(code), SIZE(code), 0x1000},
			[RODATA_SEGMENT] = {PT_LOAD, PF_R, AT(rodata), RODATA,
					    RODATA, SIZE(rodata), SIZE(rodata),
					    0x1000},
			[DATA_SEGMENT] = {PT_LOAD, PF_R | PF_W, AT(data), DATA,
					  DATA, SIZE(data), 0x2000, 0x1000},
			[STACK_SEGMENT] = {.p_type = PT_GNU_STACK,
					   .p_flags = PF_R | PF_W},
		},
};

static bool loads_well(u64 size, const elf_segment *load)
{
	u128 start = load->p_vaddr;
	u128 end = start + load->p_memsz;

	return load->p_memsz && load->p_filesz <= load->p_memsz &&
	       (u128)load->p_offset + load->p_filesz <= size && start >= LOW &&
	       end <= HIGH && (load->p_flags & (PF_W | PF_X)) != (PF_W | PF_X);
}

static bool header_is_good(const elf_header *header, u64 size)
{
	static const u8 ident[] = {0x7f, 'E', 'L', 'F', 2, 1, 1};

	return !memcmp(header->e_ident, ident, sizeof(ident)) &&
	       header->e_type == 2 && header->e_machine == 62 &&
	       header->e_version == 1 && header->e_ehsize == 64 &&
	       header->e_phentsize == 56 && header->e_phnum &&
	       header->e_phoff >= 64 && header->e_phoff % 8 == 0 &&
	       header->e_phoff + (u128)56 * header->e_phnum <= size;
}

/* true if, and only if, elf_open() must accept the file. */
static bool acceptable(const u8 *data, u64 size)
{
	const elf_header *header = (const void *)data;
	const elf_segment *segments;
	u128 memory = 0, end = 0;
	bool entry = false;
	u32 i;

	if (size < sizeof(*header) || !header_is_good(header, size))
		return false;
	segments = (const void *)(data + header->e_phoff);
	for (i = 0; i < header->e_phnum; i++) {
		const elf_segment *load = &segments[i];

		if (load->p_type == PT_INTERP)
			return false;
		if (load->p_type != PT_LOAD ||
		    !(load->p_memsz | load->p_filesz))
			continue;
		if (!loads_well(size, load) ||
		    load->p_vaddr / 4096 < (end + 4095) / 4096)
			return false;
		end = (u128)load->p_vaddr + load->p_memsz;
		memory += load->p_memsz;
		if ((load->p_flags & PF_X) && header->e_entry < end &&
		    header->e_entry >= load->p_vaddr)
			entry = true;
	}
	return entry && memory <= MAX_MEMORY;
}

#endif
