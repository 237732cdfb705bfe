/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Converts the firmware's memory map, which may be hostile, to ring 0's; and
 * tells the rights of runtime regions. Pure, and free of UEFI's headers.
 */
#ifndef EFI_MEMORY_MAP_H
#define EFI_MEMORY_MAP_H

#include "boot_info.h"

/* UEFI's EFI_MEMORY_DESCRIPTOR. A map's stride may be larger than this. */
struct memory_descriptor {
	u32 type; /* 0x00: enum memory_type, or another value of UEFI's */
	u32 pad;
	u64 phys;      /* 0x08 */
	u64 virt;      /* 0x10 */
	u64 pages;     /* 0x18: of 4 KiB */
	u64 attribute; /* 0x20: MEMORY_ATTRIBUTE_* */
};
_Static_assert(sizeof(struct memory_descriptor) == 40, "as UEFI has it");

/* UEFI's EFI_MEMORY_*, with its values. */
#define MEMORY_ATTRIBUTE_UC (1ull << 0)
#define MEMORY_ATTRIBUTE_WC (1ull << 1)
#define MEMORY_ATTRIBUTE_WT (1ull << 2)
#define MEMORY_ATTRIBUTE_WB (1ull << 3)
#define MEMORY_ATTRIBUTE_XP (1ull << 14)
#define MEMORY_ATTRIBUTE_RO (1ull << 17)
#define MEMORY_ATTRIBUTE_RUNTIME (1ull << 63)

/* Descriptors as the firmware lays them out. */
struct descriptor_list {
	const void *data;
	u64 size;   /* bytes */
	u64 stride; /* bytes from one to the next */
};

/*
 * Copies descriptor number index to *descriptor. false: the list is shorter, or
 * its stride is too small for a descriptor.
 */
bool descriptor_at(const struct descriptor_list *list, u64 index,
		   struct memory_descriptor *descriptor);

/* true: it has pages, is aligned, and its addresses do not wrap around. */
bool descriptor_usable(const struct memory_descriptor *descriptor);

/*
 * Converts list to at most max ranges: sorted, disjoint, and neighbours of one
 * type merged. Where descriptors overlap, any other type wins over conventional
 * memory, which does not go on after it; else the one that starts first wins.
 * Returns the number of ranges.
 */
u64 memory_map_convert(const struct descriptor_list *list,
		       struct memory_range *ranges, u64 max);

/* true: RAM, and the firmware or the loader has something there. */
bool memory_in_use(const struct memory_descriptor *descriptor);

/* The first address above all RAM of any use. Devices do not count. */
u64 memory_map_end(const struct descriptor_list *list);

/*
 * The PTE_* flags for a runtime region: its rights by the firmware's memory
 * attributes table. If attribute names none, data is not executable, and code
 * is both writable and executable (PTE_WRITE_EXECUTE).
 */
u64 runtime_flags(u64 type, u64 attribute);

#endif
