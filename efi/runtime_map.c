/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables in which the firmware's runtime services can be called after boot
 * services have ended. The low half maps runtime regions at their physical
 * addresses, with the rights that these need; the upper half is ring 0's.
 */
#include "loader.h"

#include "lib/string.h"

#define ROOT_ENTRIES 512
#define LOW_HALF (1ull << 47)

/* UEFI's EFI_MEMORY_ATTRIBUTES_TABLE; the descriptors follow it. */
struct attributes_table {
	u32 version;
	u32 entries;
	u32 descriptor_size;
	u32 reserved;
};

/* No machine has so many runtime regions: a table that says more is bad. */
#define ATTRIBUTES_MAX_ENTRIES 65536

static const EFI_GUID attributes_guid = {
	0xdcfa911d,
	0x26eb,
	0x469f,
	{0xa2, 0x20, 0x38, 0xb7, 0xdc, 0x46, 0x12, 0x20},
};

/* The table's descriptors: runtime regions with their rights. Maybe none. */
static struct descriptor_list attributes_list(void)
{
	const struct attributes_table *table =
		configuration_table(&attributes_guid);
	struct descriptor_list list = {0};

	if (!table || table->entries > ATTRIBUTES_MAX_ENTRIES)
		return list;
	list.data = table + 1;
	list.stride = table->descriptor_size;
	list.size = (u64)table->entries * table->descriptor_size;
	return list;
}

static const char *map_region(const struct page_table *table,
			      const struct memory_descriptor *region)
{
	u64 flags = runtime_flags(region->type, region->attribute);
	u64 size = region->pages << PAGE_SHIFT;

	if (region->phys + size > LOW_HALF)
		return "it is too high";
	if (flags & PTE_WRITE_EXECUTE)
		remark("runtime code at 0x%lx: writable and executable while "
		       "the firmware is called, for it names no rights",
		       region->phys);
	return page_table_map(table, region->phys, region->phys, size, flags,
			      true);
}

/*
 * Maps the runtime regions of list that are not mapped yet. trust: list's RO
 * and XP attributes are the rights that a region needs.
 */
static const char *map_list(const struct page_table *table,
			    const struct descriptor_list *list, bool trust)
{
	struct memory_descriptor region;
	struct page_leaf leaf;
	u64 i;

	for (i = 0; descriptor_at(list, i, &region); i++) {
		const char *error;

		if (!(region.attribute & MEMORY_ATTRIBUTE_RUNTIME) ||
		    !descriptor_usable(&region) ||
		    page_table_lookup(table, region.phys, &leaf))
			continue;
		if (!trust)
			region.attribute &=
				~(MEMORY_ATTRIBUTE_RO | MEMORY_ATTRIBUTE_XP);
		error = map_region(table, &region);
		if (error)
			return error;
	}
	return NULL;
}

/*
 * In the memory map RO and XP only say what a region is capable of, so they are
 * trusted only in the attributes table.
 */
static const char *map_all(const struct page_table *table)
{
	struct descriptor_list attributes = attributes_list();
	const char *error = map_list(table, &attributes, true);

	return error ? error : map_list(table, &memory_map, false);
}

static struct page_table runtime_table(void)
{
	struct page_table table = loader.table;

	table.root_phys = loader.info->firmware.cr3;
	return table;
}

void map_runtime(void)
{
	struct page_table table;
	const char *error;

	loader.info->firmware.cr3 = empty_table();
	table = runtime_table();
	memcpy((u64 *)table.root_phys + ROOT_ENTRIES / 2,
	       (u64 *)loader.table.root_phys + ROOT_ENTRIES / 2,
	       ROOT_ENTRIES / 2 * sizeof(u64));
	error = map_all(&table);
	if (error)
		remark("the firmware's runtime regions: %s", error);
}

/* Returns service if it is in runtime code, else 0. */
static u64 callable(const struct page_table *table, void *service)
{
	struct page_leaf leaf;

	return page_table_lookup(table, (uintptr_t)service, &leaf) &&
			       leaf.execute ? (uintptr_t)service : 0;
}

/* U-Boot installs others when boot services end. */
void find_runtime_services(void)
{
	const EFI_RUNTIME_SERVICES *runtime = loader.system->RuntimeServices;
	struct firmware *firmware = &loader.info->firmware;
	struct page_table table = runtime_table();

	firmware->reset_system_phys = callable(&table, runtime->ResetSystem);
	firmware->set_variable_phys = callable(&table, runtime->SetVariable);
	if (runtime->Hdr.Revision >> 16 >= 2)
		firmware->query_variable_info_phys =
			callable(&table, runtime->QueryVariableInfo);
	if (!firmware->reset_system_phys)
		remark("ResetSystem at 0x%lx is not in runtime code",
		       (uintptr_t)runtime->ResetSystem);
}
