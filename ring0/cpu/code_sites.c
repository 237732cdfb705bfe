/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes instructions into ring 0's code, through the direct map. */

#include "cpu/code_sites.h"
#include "cpu_ops.h"
#include "mm/pages.h"
#include "panic/panic.h"

/* By bytes, because a 3-byte instruction may lie across two pages. */
static void patch_byte(u64 va, u8 byte)
{
	struct page_leaf leaf;

	if (!page_table_lookup(&ring0_table, va, &leaf))
		panic("no code at %#lx", va);
	*(volatile u8 *)phys_to_virt(leaf.pa + (va - leaf.va)) = byte;
}

static u8 site_byte(const struct code_site *site, u64 i)
{
	return site->bytes >> (8 * i);
}

void code_sites_byte(const struct code_site *site, const struct code_site *end,
		     u64 va, u8 *byte)
{
	for (; site < end; site++) {
		u64 i = va - ((u64)&site->place + site->place);

		if (i < CODE_SITE_SIZE)
			*byte = site_byte(site, i);
	}
}

void code_sites_write(const struct code_site *site, const struct code_site *end)
{
	unsigned int i;

	for (; site < end; site++)
		for (i = 0; i < CODE_SITE_SIZE; i++)
			patch_byte((u64)&site->place + site->place + i,
				   site_byte(site, i));
	/* MOV to CR3 serialises: the CPU fetches the new instructions. */
	write_cr3(read_cr3());
}
