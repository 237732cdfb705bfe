/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HAZARD live-code (CVE-2021-4440): code that changes itself at boot may lose
 * an instruction that its source has, and neither the source nor the file shows
 * it. So the code in memory is compared with the file, byte for byte. If the
 * CPU has SMAP, STAC and CLAC must differ, each at its place, and nothing else.
 */

#include "selftest/handlers.h"
#include "boot/module.h"
#include "cpu/code_sites.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "lib/elf_image.h"
#include "layout.h"
#include "cpu/text_patch.h"
#include "cpu/smap.h"

/* What hardening/ has written there. */
static void patched_byte(u64 va, u8 *byte)
{
	const struct text_patch *patch = text_patches.patch;
	u32 i;

	for (i = 0; i < text_patches.count; i++, patch++)
		if (va - patch->va < patch->size)
			*byte = patch->bytes[va - patch->va];
}

static u64 changes(const struct elf_image *image, const elf_segment *segment)
{
	const u8 *file = image->data + segment->p_offset;
	u64 count = 0, i;

	for (i = 0; i < segment->p_filesz; i++) {
		u64 va = segment->p_vaddr + i;
		u8 wanted = file[i];

		if (cpu_features.smap)
			smap_byte(va, &wanted);
		if (read_cr4() & X86_CR4_LA57)
			code_sites_byte(__la57_sites_start, __la57_sites_end,
					va, &wanted);
		patched_byte(va, &wanted);
		count += *(const volatile u8 *)va != wanted;
	}
	return count;
}

u64 live_text_changes(void)
{
	const struct elf_limits limits = {
		.low = RING0_LINK,
		.high = MODULE_AREA,
		.max_memory = MODULE_AREA - RING0_LINK,
	};
	const struct file *file = module_ring0_elf();
	struct elf_image image;
	u64 count = 0;
	u32 i;

	if (elf_open(&image, file->data, file->size, &limits).what)
		return ~0ull;
	for (i = 0; i < image.segment_count; i++)
		if (elf_is_loaded(&image.segments[i]) &&
		    !(image.segments[i].p_flags & PF_W))
			count += changes(&image, &image.segments[i]);
	return count;
}
