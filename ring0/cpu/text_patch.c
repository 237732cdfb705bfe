/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changes ring 0's code through its alias in the direct map, and lists the
 * changes: none, until a module makes some.
 */

#include "cpu/text_patch.h"
#include "cpu_ops.h"
#include "lib/string.h"
#include "mm/pages.h"
#include "mm/read_only.h"

struct text_patches text_patches RO_AFTER_INIT __attribute__((aligned(2048)));
_Static_assert(sizeof(text_patches) <= 2048, "it lies in one page");

/* A byte at a time, because they may lie across two pages. */
const char *text_patch_write(const u8 *at, const u8 *bytes, u8 size)
{
	struct text_patch patch = { .va = (u64)at, .size = size };
	struct page_leaf leaf;
	u32 i;

	if (text_patches.count == TEXT_PATCHES)
		return "more places in ring 0's code than TEXT_PATCHES";
	for (i = 0; i < size; i++) {
		if (!page_table_lookup(&ring0_table, (u64)at + i, &leaf))
			return "no code at a place to patch";
		read_only_patch(phys_to_virt(leaf.pa + (u64)at + i - leaf.va),
				&bytes[i], 1);
	}
	memcpy(patch.bytes, bytes, size);
	read_only_patch(&text_patches.patch[text_patches.count], &patch,
			sizeof(patch));
	i = text_patches.count + 1;
	read_only_patch(&text_patches.count, &i, sizeof(i));
	/* MOV to CR3 serialises: the CPU fetches the new instructions. */
	write_cr3(read_cr3());
	return NULL;
}
