/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds tables of ACPI, whole or damaged. Pure. */
#include "lib/acpi_tables.h"

#include "lib/string.h"

struct rsdp {		   /* byte offset */
	char signature[8]; /*  0: "RSD PTR " */
	u8 checksum;	   /*  8 */
	u8 oem[6];	   /*  9 */
	u8 revision;	   /* 15: from 2 on there is an XSDT */
	u32 rsdt;	   /* 16 */
	u32 length;	   /* 20 */
	u64 xsdt;	   /* 24 */
	u32 more;	   /* 32 */
} __attribute__((packed));
_Static_assert(sizeof(struct rsdp) == 36, "RSDP");
#define RSDP_1_SIZE 20 /* ACPI 1.0's ends before length */
#define XSDT_REVISION 2

/*
 * A list of tables, and a table that is read, has less. Without this bound a
 * damaged length would have gigabytes added up, device registers too.
 */
#define LENGTH_MAX (1u << 20)

static const void *at(const struct acpi_root *root, u64 phys, u64 size)
{
	if (!phys || size > root->end || phys > root->end - size)
		return NULL;
	return root->at(phys, size);
}

static bool sums_to_0(const u8 *bytes, u64 size)
{
	u8 sum = 0;

	while (size--)
		sum += *bytes++;
	return !sum;
}

/* The signature comes first: no other table's length is believed. */
const struct acpi_header *acpi_table_read(const struct acpi_root *root,
					  u64 phys, const char *signature)
{
	const struct acpi_header *table = at(root, phys, sizeof(*table));

	if (!table || memcmp(table->signature, signature, 4) ||
	    table->length < sizeof(*table) || table->length > LENGTH_MAX ||
	    !at(root, phys, table->length) ||
	    !sums_to_0((const u8 *)table, table->length))
		return NULL;
	return table;
}

static struct acpi_list read_list(const struct acpi_root *root, u64 phys,
				  const char *signature, u32 width)
{
	struct acpi_list list = {
		.header = acpi_table_read(root, phys, signature),
		.width = width,
	};

	if (list.header)
		list.count = (list.header->length - sizeof(*list.header)) /
			     width;
	return list;
}

struct acpi_list acpi_list_of(const struct acpi_root *root)
{
	const struct rsdp *rsdp = at(root, root->rsdp_phys, RSDP_1_SIZE);
	struct acpi_list list = { NULL, 0, 0 };

	if (!rsdp || memcmp(rsdp->signature, "RSD PTR ", 8))
		return list;
	if (rsdp->revision >= XSDT_REVISION &&
	    at(root, root->rsdp_phys, sizeof(*rsdp)))
		list = read_list(root, rsdp->xsdt, "XSDT", sizeof(u64));
	if (list.header)
		return list;
	return read_list(root, rsdp->rsdt, "RSDT", sizeof(u32));
}

/* Entries need not be aligned. */
static u64 entry(const struct acpi_list *list, u32 i)
{
	u64 phys = 0;

	memcpy(&phys, (const u8 *)(list->header + 1) + (u64)i * list->width,
	       list->width);
	return phys;
}

const struct acpi_header *acpi_list_entry(const struct acpi_root *root,
					  const struct acpi_list *list, u32 i)
{
	return at(root, entry(list, i), sizeof(struct acpi_header));
}

const struct acpi_header *acpi_table_find(const struct acpi_root *root,
					  const char *signature)
{
	struct acpi_list list = acpi_list_of(root);
	const struct acpi_header *table = NULL;
	u32 i;

	for (i = 0; i < list.count && !table; i++)
		table = acpi_table_read(root, entry(&list, i), signature);
	return table;
}
