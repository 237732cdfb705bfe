/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Converts the firmware's memory map to ring 0's: checks it, sorts it, resolves
 * overlaps and merges neighbours. Pure.
 */
#include "memory_map.h"

#include "layout.h"
#include "lib/page_table.h"

/* UEFI's EfiACPIReclaimMemory and EfiACPIMemoryNVS, which are RAM, too. */
#define MEMORY_ACPI_RECLAIM 9
#define MEMORY_ACPI_NVS 10

bool descriptor_at(const struct descriptor_list *list, u64 index,
		   struct memory_descriptor *descriptor)
{
	if (list->stride < sizeof(*descriptor) ||
	    index >= list->size / list->stride)
		return false;
	/* It may be unaligned. Inlined, because there are hundreds of them. */
	__builtin_memcpy(descriptor,
			 (const u8 *)list->data + index * list->stride,
			 sizeof(*descriptor));
	return true;
}

bool descriptor_usable(const struct memory_descriptor *descriptor)
{
	u64 room = (UINT64_MAX - descriptor->phys) >> PAGE_SHIFT;

	return descriptor->pages && descriptor->pages <= room &&
	       !(descriptor->phys & (PAGE_SIZE - 1));
}

static u64 end_of(const struct memory_range *range)
{
	return range->phys + (range->pages << PAGE_SHIFT);
}

/* Insertion sort, because a firmware's map is nearly sorted. */
static void insert(struct memory_range *ranges, u64 count,
		   const struct memory_descriptor *descriptor)
{
	while (count && ranges[count - 1].phys > descriptor->phys) {
		ranges[count] = ranges[count - 1];
		count--;
	}
	ranges[count] = (struct memory_range){
		.phys = descriptor->phys,
		.pages = descriptor->pages,
		.type = descriptor->type,
	};
}

static u64 sort(const struct descriptor_list *list, struct memory_range *ranges,
		u64 max)
{
	struct memory_descriptor descriptor;
	u64 count = 0;
	u64 i;

	for (i = 0; count < max && descriptor_at(list, i, &descriptor); i++)
		if (descriptor_usable(&descriptor))
			insert(ranges, count++, &descriptor);
	return count;
}

static void cut_below(struct memory_range *range, u64 phys)
{
	u64 end = end_of(range);

	range->pages = end > phys ? (end - phys) >> PAGE_SHIFT : 0;
	range->phys = phys;
}

/*
 * Cuts range, or the count sorted ranges before it, until they are disjoint.
 * Returns how many of those are left: the ones that range covers are dropped.
 */
static u64 resolve(struct memory_range *ranges, u64 count,
		   struct memory_range *range)
{
	while (count && range->phys < end_of(&ranges[count - 1])) {
		struct memory_range *last = &ranges[count - 1];

		if (last->type != MEMORY_CONVENTIONAL ||
		    range->type == MEMORY_CONVENTIONAL) {
			cut_below(range, end_of(last));
			break;
		}
		if (range->phys > last->phys) {
			last->pages = (range->phys - last->phys) >> PAGE_SHIFT;
			break;
		}
		count--;
	}
	return count;
}

/* Appends range to the count ranges before it, or merges it with the last. */
static u64 append(struct memory_range *ranges, u64 count,
		  struct memory_range range)
{
	count = resolve(ranges, count, &range);
	if (!range.pages)
		return count;
	if (count && ranges[count - 1].type == range.type &&
	    end_of(&ranges[count - 1]) == range.phys) {
		ranges[count - 1].pages += range.pages;
		return count;
	}
	ranges[count] = range;
	return count + 1;
}

u64 memory_map_convert(const struct descriptor_list *list,
		       struct memory_range *ranges, u64 max)
{
	u64 sorted = sort(list, ranges, max);
	u64 count = 0;
	u64 i;

	for (i = 0; i < sorted; i++)
		count = append(ranges, count, ranges[i]);
	return count;
}

static bool is_ram(u64 type)
{
	return (type >= MEMORY_LOADER_CODE && type <= MEMORY_CONVENTIONAL) ||
	       type == MEMORY_ACPI_RECLAIM || type == MEMORY_ACPI_NVS;
}

bool memory_in_use(const struct memory_descriptor *descriptor)
{
	return is_ram(descriptor->type) && descriptor_usable(descriptor) &&
	       descriptor->type != MEMORY_CONVENTIONAL;
}

u64 memory_map_end(const struct descriptor_list *list)
{
	struct memory_descriptor descriptor;
	u64 end = 0;
	u64 i;

	for (i = 0; descriptor_at(list, i, &descriptor); i++) {
		u64 size = descriptor.pages << PAGE_SHIFT;

		if (is_ram(descriptor.type) && descriptor_usable(&descriptor) &&
		    descriptor.phys + size > end)
			end = descriptor.phys + size;
	}
	return end;
}

u64 runtime_flags(u64 type, u64 attribute)
{
	u64 cacheable =
		MEMORY_ATTRIBUTE_WC | MEMORY_ATTRIBUTE_WT | MEMORY_ATTRIBUTE_WB;
	u64 flags = 0;

	if (type != MEMORY_RUNTIME_SERVICES_CODE ||
	    (attribute & MEMORY_ATTRIBUTE_XP))
		flags |= PTE_NX;
	if (!(attribute & MEMORY_ATTRIBUTE_RO))
		flags |= PTE_WRITE;
	if ((flags & PTE_WRITE) && !(flags & PTE_NX))
		flags |= PTE_WRITE_EXECUTE;
	if ((attribute & MEMORY_ATTRIBUTE_UC) && !(attribute & cacheable))
		flags |= PTE_PCD | PTE_PWT;
	return flags;
}
