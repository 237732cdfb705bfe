/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 0's page tables (layout.h). They map handover.S at its own address,
 * because it loads CR3 and must still be mapped after that; ring 0 empties the
 * low half at once. The direct map has the first 4 GiB, and above them each GiB
 * in which something is. Ring 0 adds another one when it first takes a page of
 * it (ring0/mm/direct_map.c), so the boot does not grow with the memory.
 */
#include "loader.h"

#include "lib/string.h"

/* The direct map has at least so much: device registers lie below 4 GiB. */
#define DIRECT_MAP_MIN (4 * GIB)
#define GIB_LEVEL 3 /* of the table with an entry for each GiB */
#define DIRECTORIES_SPAN (512 * GIB) /* what one such table covers */
#define DIRECT_MAP_MAX ALIGN_DOWN(IOREMAP_BASE - DIRECT_MAP, GIB)

/* The firmware allocates slowly, so it is asked for many tables at once. */
#define POOL_PAGES 16

static u64 pool;
static u64 pool_pages;

static u64 alloc_table(void *context)
{
	u64 phys;

	(void)context;
	if (!pool_pages) {
		pool = (uintptr_t)allocate(POOL_PAGES * PAGE_SIZE);
		if (!pool)
			return 0;
		pool_pages = POOL_PAGES;
	}
	phys = pool;
	pool += PAGE_SIZE;
	pool_pages--;
	return phys;
}

u64 empty_table(void)
{
	u64 phys = alloc_table(NULL);

	if (!phys)
		fatal(EFI_OUT_OF_RESOURCES, "page tables");
	memset((void *)phys, 0, PAGE_SIZE);
	return phys;
}

void map_pages(const char *what, u64 va, u64 pa, u64 size, u64 flags,
	       bool large)
{
	const char *error =
		page_table_map(&loader.table, va, pa, size, flags, large);

	if (error)
		fatal(EFI_SUCCESS, "mapping %s, 0x%lx bytes at 0x%lx: %s", what,
		      size, va, error);
}

/*
 * Gives a region that ring 0 fills later its top-level entry now. Every program
 * copies the top-level entries of the upper half, and would miss a later one.
 */
static void reserve_region(u64 va)
{
	u32 shift = loader.table.levels == 5 ? 48 : 39;
	u64 *entry = (u64 *)loader.table.root_phys + (va >> shift) % 512;

	if (!(*entry & PTE_PRESENT))
		*entry = empty_table() | PTE_PRESENT | PTE_WRITE;
}

/* Maps what is not mapped of [phys, phys + size). true: there was some. */
static bool map_direct_part(u64 phys, u64 size)
{
	u64 at = DIRECT_MAP + ALIGN_DOWN(phys, GIB);
	bool mapped = false;
	struct page_leaf leaf;

	for (; at < DIRECT_MAP + phys + size; at += GIB) {
		if (page_table_lookup(&loader.table, at, &leaf))
			continue;
		map_pages("memory", at, at - DIRECT_MAP, GIB, DIRECT_MAP_FLAGS,
			  true);
		mapped = true;
	}
	return mapped;
}

static bool map_each_in_use(void)
{
	struct memory_descriptor descriptor;
	bool mapped = false;
	u64 i;

	for (i = 0; descriptor_at(&memory_map, i, &descriptor); i++) {
		u64 size = descriptor.pages * PAGE_SIZE;

		if (memory_in_use(&descriptor) &&
		    descriptor.phys + size > DIRECT_MAP_MIN &&
		    descriptor.phys + size <= loader.info->direct_map_size)
			mapped |= map_direct_part(descriptor.phys, size);
	}
	return mapped;
}

void map_memory_in_use(void)
{
	EFI_STATUS status;
	UINTN key;

	/* Page tables for one GiB may be allocated in another. */
	do {
		status = get_memory_map(&key);
		if (EFI_ERROR(status))
			fatal(status, "the memory map");
	} while (map_each_in_use());
}

/* Each table that programs share, so that ring 0 need not add one to theirs. */
static void reserve_direct(u64 size)
{
	u64 at = DIRECT_MAP;

	for (; at < DIRECT_MAP + size; at += DIRECTORIES_SPAN)
		if (!page_table_slot(&loader.table, at, GIB_LEVEL))
			fatal(EFI_OUT_OF_RESOURCES, "page tables");
}

void map_direct(void)
{
	u64 size = ALIGN_UP(end_of_memory(), GIB);

	if (size < DIRECT_MAP_MIN)
		size = DIRECT_MAP_MIN;
	if (size > DIRECT_MAP_MAX) {
		remark("memory above 0x%lx is left alone", DIRECT_MAP_MAX);
		size = DIRECT_MAP_MAX;
	}
	loader.table.alloc = alloc_table;
	if (!loader.table.root_phys)
		loader.table.root_phys = empty_table();
	map_direct_part(0, DIRECT_MAP_MIN);
	reserve_direct(size);
	reserve_region(IOREMAP_BASE);
	reserve_region(CPU_ENTRY_AREA);
	loader.info->direct_map_size = size;
	loader.info->paging_levels = loader.table.levels;
}

void map_handover(void)
{
	u64 start = ALIGN_DOWN((uintptr_t)handover, PAGE_SIZE);
	u64 end = ALIGN_UP((uintptr_t)handover_end, PAGE_SIZE);

	map_pages("the handover", start, start, end - start, 0, false);
	start = (uintptr_t)loader.level_switch;
	if (start)
		map_pages("the handover", start, start, PAGE_SIZE,
			  PTE_WRITE | PTE_NX, false);
}
