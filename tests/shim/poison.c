/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory of boot services that is written over once they have ended, as it may
 * be: but not the page tables, the descriptor tables and the stack, which are
 * in use until ring 0 has its own.
 */
#include "shim.h"
#include <asm/processor-flags.h>

#define PAGE 4096ull
#define POISON 0xcc /* INT3, and in a pointer no canonical address */
#define STACK_ROOM (16 * PAGE)
#define ADDRESS 0x000ffffffffff000ull
#define PRESENT 1
#define LARGE (1 << 7)
#define ROOM (64 * 1024)
#define TABLES_MAX 4096

static UINT8 map[ROOM];
static UINTN map_size = sizeof(map), stride;
static UINT64 in_use[TABLES_MAX]; /* pages */
static UINTN in_use_count;

static void keep(UINT64 address)
{
	if (in_use_count < TABLES_MAX)
		in_use[in_use_count++] = address & ~(PAGE - 1);
}

static void keep_tables(UINT64 table, UINTN level)
{
	const UINT64 *entry = (const UINT64 *)table;
	UINTN i;

	keep(table);
	for (i = 0; level > 1 && i < 512; i++)
		if ((entry[i] & PRESENT) && !(entry[i] & LARGE))
			keep_tables(entry[i] & ADDRESS, level - 1);
}

static void keep_descriptors(void)
{
	struct {
		UINT16 limit;
		UINT64 base;
	} __attribute__((packed)) gdtr, idtr;

	asm volatile("sgdt %0" : "=m"(gdtr));
	asm volatile("sidt %0" : "=m"(idtr));
	keep(gdtr.base);
	keep(gdtr.base + gdtr.limit);
	keep(idtr.base);
	keep(idtr.base + idtr.limit);
}

static BOOLEAN is_kept(UINT64 page)
{
	UINT64 here = (UINT64)__builtin_frame_address(0);
	UINTN i;

	if (page + STACK_ROOM > here && page < here + STACK_ROOM)
		return TRUE;
	for (i = 0; i < in_use_count; i++)
		if (in_use[i] == page)
			return TRUE;
	return FALSE;
}

static void poison(const EFI_MEMORY_DESCRIPTOR *range)
{
	UINT64 page = range->PhysicalStart, end;

	end = page + range->NumberOfPages * PAGE;
	for (; page < end; page += PAGE)
		if (!is_kept(page))
			__builtin_memset((void *)page, POISON, PAGE);
}

static void poison_all(void)
{
	UINT64 cr0, cr3, cr4;
	UINTN at;

	asm volatile("cli\nmov %%cr0, %0\nmov %%cr3, %1\nmov %%cr4, %2"
		     : "=r"(cr0), "=r"(cr3), "=r"(cr4));
	keep_tables(cr3 & ADDRESS, cr4 & X86_CR4_LA57 ? 5 : 4);
	keep_descriptors();
	/* The firmware may have made its code read-only. */
	asm volatile("mov %0, %%cr0" : : "r"(cr0 & ~(UINT64)X86_CR0_WP));
	for (at = 0; at < map_size; at += stride) {
		const EFI_MEMORY_DESCRIPTOR *range = (void *)(map + at);

		if (range->Type == EfiBootServicesCode ||
		    range->Type == EfiBootServicesData)
			poison(range);
	}
	asm volatile("mov %0, %%cr0" : : "r"(cr0));
}

/* What is allocated later is the loader's, and not of these types. */
EFI_STATUS memory_poisoned(EFI_SYSTEM_TABLE *system)
{
	UINTN key;
	UINT32 version;
	EFI_STATUS status = system->BootServices->GetMemoryMap(
		&map_size, (void *)map, &key, &stride, &version);

	return EFI_ERROR(status) ? status : after_exit(system, poison_all);
}
