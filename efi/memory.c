/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory from the firmware, and the memory map. All memory is allocated as
 * EfiLoaderData, which ring 0 does not reuse.
 */
#include "loader.h"

/* By how many descriptors the map may grow until boot services end. */
#define SPARE_DESCRIPTORS 32

struct descriptor_list memory_map;
static void *descriptors;
static u64 capacity; /* bytes */
static struct memory_range *ranges;
static u64 max_ranges;

void *allocate(u64 size)
{
	/* The firmware refuses to allocate 0 pages, but a file may be empty. */
	u64 pages = size ? ALIGN_UP(size, PAGE_SIZE) >> PAGE_SHIFT : 1;
	EFI_PHYSICAL_ADDRESS phys = 0;
	EFI_STATUS status;

	status = FIRMWARE(loader.boot->AllocatePages(
		AllocateAnyPages, EfiLoaderData, pages, &phys));
	return EFI_ERROR(status) ? NULL : (void *)phys;
}

void *must_allocate(u64 size, const char *what)
{
	void *memory = allocate(size);

	if (!memory)
		fatal(EFI_OUT_OF_RESOURCES, "%s: no memory for %lu bytes", what,
		      size);
	return memory;
}

/* SDM vol. 3, "INIT-SIPI-SIPI": the vector is the number of a page. */
#define TRAMPOLINE_MAX 0x9ffff /* what is above, to 1 MiB, is no RAM */

void reserve_trampoline(void)
{
	EFI_PHYSICAL_ADDRESS phys = TRAMPOLINE_MAX;
	EFI_STATUS status;

	status = FIRMWARE(loader.boot->AllocatePages(
		AllocateMaxAddress, EfiLoaderData, TRAMPOLINE_PAGES, &phys));
	if (!EFI_ERROR(status))
		loader.info->trampoline_phys = phys;
}

void reserve_memory_map(void)
{
	UINTN size = 0, key, stride = 0;
	UINT32 version;
	EFI_STATUS status;

	status = FIRMWARE(loader.boot->GetMemoryMap(&size, NULL, &key, &stride,
						    &version));
	if (status != EFI_BUFFER_TOO_SMALL ||
	    stride < sizeof(struct memory_descriptor))
		fatal(status, "the memory map: descriptors of %lu bytes",
		      stride);

	capacity = size + SPARE_DESCRIPTORS * stride;
	descriptors = must_allocate(capacity, "the memory map");
	max_ranges = capacity / stride;
	ranges = must_allocate(max_ranges * sizeof(*ranges), "the memory map");
}

EFI_STATUS get_memory_map(UINTN *key)
{
	UINTN size = capacity, stride = 0;
	UINT32 version;
	EFI_STATUS status;

	status = FIRMWARE(loader.boot->GetMemoryMap(&size, descriptors, key,
						    &stride, &version));
	memory_map = (struct descriptor_list){
		.data = descriptors,
		.size = EFI_ERROR(status) ? 0 : size,
		.stride = stride,
	};
	return status;
}

void publish_memory_map(void)
{
	loader.info->memory_map = in_direct_map(ranges);
	loader.info->memory_map_entries =
		memory_map_convert(&memory_map, ranges, max_ranges);
}

u64 end_of_memory(void)
{
	EFI_STATUS status;
	UINTN key;

	reserve_memory_map();
	status = get_memory_map(&key);
	if (EFI_ERROR(status))
		fatal(status, "the memory map");
	return memory_map_end(&memory_map);
}
