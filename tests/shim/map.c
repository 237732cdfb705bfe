/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A memory map whose descriptors are as large as the fault says, or that grows
 * between one call and the next.
 */
#include "shim.h"

#define ROOM (64 * 1024)
#define PAGE 4096
#define GROWING_CALLS 8 /* the first ones */
/* Types of an operating system's loader, of which the firmware has no pool. */
#define OEM_TYPE 0x80000000

static EFI_GET_MEMORY_MAP real_map;
static UINTN wanted_stride, grown;

/* Two neighbours of different types are two descriptors more. */
static void grow(EFI_SYSTEM_TABLE *system)
{
	EFI_PHYSICAL_ADDRESS phys;
	UINTN i;

	if (grown++ >= GROWING_CALLS)
		return;
	for (i = 0; i < 2; i++)
		system->BootServices->AllocatePages(AllocateAnyPages,
						    OEM_TYPE + i, 1, &phys);
}

static EFI_SYSTEM_TABLE *table;

static EFI_STATUS EFIAPI growing_map(UINTN *size, EFI_MEMORY_DESCRIPTOR *map,
				     UINTN *key, UINTN *stride, UINT32 *version)
{
	grow(table);
	return real_map(size, map, key, stride, version);
}

/* A descriptor's 40 bytes are the first of each; the rest is not zero. */
static void copy(UINT8 *to, const UINT8 *from, UINTN count, UINTN from_stride)
{
	UINTN i;

	for (i = 0; i < count; i++) {
		__builtin_memset(to + i * wanted_stride, 0xee, wanted_stride);
		__builtin_memcpy(to + i * wanted_stride, from + i * from_stride,
				 sizeof(EFI_MEMORY_DESCRIPTOR));
	}
}

static EFI_STATUS EFIAPI restrided_map(UINTN *size, EFI_MEMORY_DESCRIPTOR *map,
				       UINTN *key, UINTN *stride,
				       UINT32 *version)
{
	static UINT8 buffer[ROOM];
	UINTN room = *size, used = sizeof(buffer), from_stride, count;
	EFI_STATUS status = real_map(&used, (void *)buffer, key, &from_stride,
				     version);

	if (EFI_ERROR(status))
		return status;
	count = used / from_stride;
	*stride = wanted_stride;
	*size = count * wanted_stride;
	if (room < *size)
		return EFI_BUFFER_TOO_SMALL;
	copy((UINT8 *)map, buffer, count, from_stride);
	return EFI_SUCCESS;
}

static EFI_STATUS hook(EFI_SYSTEM_TABLE *system, EFI_GET_MEMORY_MAP function)
{
	table = system;
	real_map = system->BootServices->GetMemoryMap;
	system->BootServices->GetMemoryMap = function;
	return EFI_SUCCESS;
}

EFI_STATUS map_grows(EFI_SYSTEM_TABLE *system)
{
	return hook(system, growing_map);
}

EFI_STATUS map_40(EFI_SYSTEM_TABLE *system)
{
	wanted_stride = 40;
	return hook(system, restrided_map);
}

EFI_STATUS map_64(EFI_SYSTEM_TABLE *system)
{
	wanted_stride = 64;
	return hook(system, restrided_map);
}
