/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HAZARD live-code (CVE-2021-4440): code that changes itself at boot may lose
 * there what its source has, and no look at the source, or at the file, shows
 * it. So what runs is compared with the file, byte for byte; only STAC and CLAC
 * differ, each in its place, and where the CPU has SMAP they must.
 */

#include "selftest/live_text.h"
#include "cpu/features.h"
#include "lib/elf_image.h"
#include "layout.h"
#include "cpu/smap.h"

static struct file ring0_elf;

void live_text_init(const struct boot_info *boot)
{
	ring0_elf = boot->ring0_elf;
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
	struct elf_image image;
	u64 count = 0;
	u32 i;

	if (elf_open(&image, ring0_elf.data, ring0_elf.size, &limits).what)
		return ~0ull;
	for (i = 0; i < image.segment_count; i++)
		if (image.segments[i].p_type == PT_LOAD &&
		    !(image.segments[i].p_flags & PF_W))
			count += changes(&image, &image.segments[i]);
	return count;
}
