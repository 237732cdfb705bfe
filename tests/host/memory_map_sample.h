/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory maps as firmware lays them out, in blocks of their exact size. */
#ifndef GATEHOUSE_MEMORY_MAP_SAMPLE_H
#define GATEHOUSE_MEMORY_MAP_SAMPLE_H

#include "memory_map.h"
#include "lib/string.h"
#include "tap.h"

#define STRIDE 48 /* EDK II's */
#define MAX_DESCRIPTORS 16

#define CODE MEMORY_BOOT_SERVICES_CODE
#define DATA MEMORY_LOADER_DATA
#define FREE MEMORY_CONVENTIONAL
#define RESERVED 0
#define MMIO 11

static void *make_map(const struct memory_descriptor *descriptors, u64 count,
		      u64 stride)
{
	u8 *map = malloc(count * stride);
	u64 i;

	if (!map)
		abort();
	memset(map, 0xff, count * stride);
	for (i = 0; i < count; i++)
		memcpy(map + i * stride, &descriptors[i], sizeof(*descriptors));
	return map;
}

/* Converts list into a block with room for as many ranges as it may give. */
static u64 convert(const struct memory_descriptor *descriptors, u64 count,
		   u64 stride, struct memory_range *out)
{
	u64 room = count * sizeof(struct memory_range);
	struct memory_range *ranges = exact_copy(out, room);
	void *map = make_map(descriptors, count, stride);
	struct descriptor_list list = {map, count * stride, stride};
	u64 made = memory_map_convert(&list, ranges, count);

	memcpy(out, ranges, room);
	free(ranges);
	free(map);
	return made;
}

static struct memory_descriptor describe(u64 page, u64 pages, u64 type)
{
	return (struct memory_descriptor){
		.type = type, .phys = page << PAGE_SHIFT, .pages = pages};
}

#endif
