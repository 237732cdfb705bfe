/* SPDX-License-Identifier: BSD-2-Clause */
/* The auxiliary vector: each of Linux's entries once, with its value. */
#include <asm/auxvec.h>
#include <asm/hwcap2.h>
#include <cpuid.h>
#include "ring3/lib/cpu.h"
#include "ring3/lib/signal.h"
#include "start.h"
#include "layout.h"
#include "lib/string.h"

#define TYPES 52
#define CLOCK_TICKS 100
#define RANDOM_BYTES 16
#define ARGUMENTS_MAX (2 << 20) /* Linux's, of a stack of 8 MiB */

extern void _start(void);
extern const u8 program_start[];

static u64 value[TYPES];
static unsigned int times[TYPES];

/* Returns false if an entry is there twice, or has an unknown type. */
static bool take(const Elf64_auxv_t *auxv)
{
	bool good = true;

	for (; auxv->a_type != AT_NULL; auxv++) {
		if (auxv->a_type >= TYPES || times[auxv->a_type]++) {
			print("# auxv: type %lu\n", auxv->a_type);
			good = false;
			continue;
		}
		value[auxv->a_type] = auxv->a_un.a_val;
	}
	return good;
}

static bool each_is_there(void)
{
	static const u8 types[] = {
		AT_HWCAP, AT_HWCAP2, AT_PAGESZ, AT_CLKTCK, AT_PHDR, AT_PHENT,
		AT_PHNUM, AT_ENTRY, AT_UID, AT_EUID, AT_GID, AT_EGID,
		AT_SECURE, AT_RANDOM, AT_PLATFORM, AT_EXECFN, AT_BASE, AT_FLAGS,
		AT_MINSIGSTKSZ,
	};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (!times[types[i]])
			return false;
	return true;
}

/* AT_PHDR must point to this program's headers, which are in memory. */
static bool headers_are(void)
{
	const Elf64_Ehdr *file = (const Elf64_Ehdr *)program_start;
	const Elf64_Phdr *header = (const Elf64_Phdr *)value[AT_PHDR];

	if (value[AT_PHDR] != (u64)program_start + file->e_phoff ||
	    value[AT_PHENT] != sizeof(*header) ||
	    value[AT_PHNUM] != file->e_phnum ||
	    value[AT_ENTRY] != (u64)_start)
		return false;
	return header->p_type == PT_LOAD &&
	       header->p_vaddr == (u64)program_start;
}

static bool capabilities_are(void)
{
	u32 eax, ebx, ecx, edx;
	u64 two = cpu_identity()->fsgsbase ? HWCAP2_FSGSBASE : 0;

	__cpuid(1, eax, ebx, ecx, edx);
	if (value[AT_HWCAP] != edx || value[AT_HWCAP2] != two)
		print("# AT_HWCAP 0x%lx, AT_HWCAP2 0x%lx\n", value[AT_HWCAP],
		      value[AT_HWCAP2]);
	return value[AT_HWCAP] == edx && value[AT_HWCAP2] == two;
}

/* The bytes must lie in the stack, above auxv, and must not be all equal. */
static bool random_is_there(const Elf64_auxv_t *auxv)
{
	const u8 *bytes = (const u8 *)value[AT_RANDOM];

	if (bytes <= (const u8 *)auxv ||
	    bytes > (const u8 *)auxv + ARGUMENTS_MAX - RANDOM_BYTES)
		return false;
	for (size_t i = 1; i < RANDOM_BYTES; i++)
		if (bytes[i] != bytes[0])
			return true;
	return false;
}

void check_auxv(const Elf64_auxv_t *auxv, const char *name)
{
	ktap_row(take(auxv) && each_is_there(), "auxv: each entry is there, "
						"once");
	ktap_row(headers_are(), "auxv: AT_PHDR, AT_PHENT, AT_PHNUM and "
				"AT_ENTRY are this program's");
	ktap_row(capabilities_are(), "auxv: AT_HWCAP and AT_HWCAP2 are what "
				     "CPUID says");
	ktap_row(value[AT_EXECFN] &&
		 !strcmp((const char *)value[AT_EXECFN], name) &&
		 !strcmp((const char *)value[AT_PLATFORM], "x86_64"),
		 "auxv: AT_EXECFN is the program's name, AT_PLATFORM x86_64");
	ktap_row(value[AT_PAGESZ] == PAGE_SIZE &&
		 value[AT_CLKTCK] == CLOCK_TICKS && random_is_there(auxv) &&
		 value[AT_MINSIGSTKSZ] >= signal_fpu_size() +
			 sizeof(struct signal_frame),
		 "auxv: AT_PAGESZ, AT_CLKTCK, AT_RANDOM, AT_MINSIGSTKSZ");
	ktap_row(!(value[AT_UID] | value[AT_EUID] | value[AT_GID] |
		   value[AT_EGID] | value[AT_SECURE]),
		 "auxv: root's, and not AT_SECURE");
}
