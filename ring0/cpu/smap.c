/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes STAC and CLAC into ring 0's code, through the direct map. */

#include "cpu/smap.h"
#include "cpu_ops.h"
#include "mm/pages.h"
#include "panic/panic.h"

#define INSN_SIZE 3

struct smap_site {
	s32 place; /* from here */
	u32 insn;  /* its low three bytes */
};

extern const struct smap_site __smap_sites_start[], __smap_sites_end[];

/* By bytes, because a 3-byte instruction may lie across two pages. */
static void patch_byte(u64 va, u8 byte)
{
	struct page_leaf leaf;

	if (!page_table_lookup(&ring0_table, va, &leaf))
		panic("no code at %#lx", va);
	*(volatile u8 *)phys_to_virt(leaf.pa + (va - leaf.va)) = byte;
}

static u8 insn_byte(const struct smap_site *site, u64 i)
{
	return site->insn >> (8 * i);
}

void smap_byte(u64 va, u8 *byte)
{
	const struct smap_site *site;

	for (site = __smap_sites_start; site < __smap_sites_end; site++) {
		u64 i = va - ((u64)&site->place + site->place);

		if (i < INSN_SIZE)
			*byte = insn_byte(site, i);
	}
}

void smap_enable(void)
{
	const struct smap_site *site;
	unsigned int i;

	for (site = __smap_sites_start; site < __smap_sites_end; site++)
		for (i = 0; i < INSN_SIZE; i++)
			patch_byte((u64)&site->place + site->place + i,
				   insn_byte(site, i));
	/* MOV to CR3 serialises: the CPU fetches the new instructions. */
	write_cr3(read_cr3());
}
