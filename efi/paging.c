/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many levels ring 0's page tables have: as many as the firmware's, unless
 * la57= or no5lvl asks for the other number. CR4.LA57 cannot be changed in long
 * mode, so handover.S then leaves it for a moment, below 4 GiB.
 */
#include "loader.h"

#include <cpuid.h>
#include "descriptor.h"
#include "lib/options.h"
#include "lib/string.h"
#include "segment.h"

#define FEATURES 7 /* CPUID's leaf */
#define FEATURES_ECX_LA57 (1u << 16)
#define BELOW_4_GIB 0xffffffffull

static bool cpu_has_la57(void)
{
	u32 a, b, c, d;

	return __get_cpuid_count(FEATURES, 0, &a, &b, &c, &d) &&
	       (c & FEATURES_ECX_LA57);
}

/* What the last of these words asks for; found: what there is without one. */
static u32 wanted_levels(u32 found)
{
	const char *text = loader.options;
	struct option option;

	while ((text = option_next(text, &option))) {
		if (option_key_is(&option, "no5lvl"))
			found = 4;
		if (!option.value || !option_key_is(&option, "la57"))
			continue;
		if (option_value_is(&option, "off"))
			found = 4;
		else if (option_value_is(&option, "on"))
			found = 5;
	}
	return found;
}

static void *allocate_low(void)
{
	EFI_PHYSICAL_ADDRESS phys = BELOW_4_GIB;
	EFI_STATUS status = FIRMWARE(loader.boot->AllocatePages(
		AllocateMaxAddress, EfiLoaderData, 1, &phys));

	if (!EFI_ERROR(status))
		memset((void *)phys, 0, PAGE_SIZE);
	return EFI_ERROR(status) ? NULL : (void *)phys;
}

static const struct descriptor gdt[] = {
	[SEL_KERNEL_CODE32 / 8] = { .type = DESC_CODE, .s = 1, .p = 1, .d = 1,
				    .g = 1, .limit_low = 0xffff,
				    .limit_high = 0xf },
	[SEL_KERNEL_CODE / 8] = { .type = DESC_CODE, .s = 1, .p = 1, .l = 1 },
	[SEL_KERNEL_DATA / 8] = { .type = DESC_DATA, .s = 1, .p = 1, .d = 1,
				  .g = 1, .limit_low = 0xffff,
				  .limit_high = 0xf },
};

/* false: the code, or what it needs, cannot lie below 4 GiB. */
static bool prepare_switch(void)
{
	struct level_switch *page = allocate_low();
	u64 *root = allocate_low();

	if (!page || !root || (uintptr_t)handover_end > BELOW_4_GIB)
		return false;
	memcpy(page->gdt, gdt, sizeof(gdt));
	page->gdt_limit = sizeof(gdt) - 1;
	page->gdt_base = (uintptr_t)page->gdt;
	loader.level_switch = page;
	loader.table.root_phys = (uintptr_t)root;
	return true;
}

void choose_levels(void)
{
	u32 found = read_cr4() & X86_CR4_LA57 ? 5 : 4;
	u32 wanted = wanted_levels(found);

	loader.table.levels = found;
	if (wanted == found)
		return;
	if (!cpu_has_la57())
		remark("la57=on: this CPU has no 5-level paging, ignored");
	else if (!prepare_switch())
		remark("la57=: the loader is not below 4 GiB, ignored");
	else
		loader.table.levels = wanted;
}
