/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACPI's tables, for the loader and for ring 0: the RSDP leads to the XSDT, or
 * in ACPI 1.0 to the RSDT, which leads to the others (ACPI specification, "ACPI
 * Software Programming Model"). Pure: memory by callback.
 */
#ifndef GATEHOUSE_ACPI_TABLES_H
#define GATEHOUSE_ACPI_TABLES_H

#include "types.h"

struct acpi_header {	   /* byte offset */
	char signature[4]; /*  0 */
	u32 length;	   /*  4: in bytes, this header included */
	u8 revision;	   /*  8 */
	u8 checksum;	   /*  9: makes the table's bytes add up to 0 */
	u8 oem[26];	   /* 10 */
} __attribute__((packed));
_Static_assert(sizeof(struct acpi_header) == 36, "ACPI table header");

struct acpi_root {
	u64 rsdp_phys; /* 0: there is none */
	u64 end;       /* no address from here on is read */
	/*
	 * Returns the size bytes at phys, which end at root->end at most. NULL:
	 * they are not mapped.
	 */
	const void *(*at)(u64 phys, u64 size);
};

/* A list of tables: the XSDT or the RSDT. header NULL: there is neither. */
struct acpi_list {
	const struct acpi_header *header;
	u32 width; /* bytes of an entry */
	u32 count;
};

/*
 * All of these pass over a table that lies outside of what can be read, is
 * absurdly long, or has a wrong checksum.
 */
struct acpi_list acpi_list_of(const struct acpi_root *root);

/*
 * Returns the header of the list's table number i, not checked any further, or
 * NULL if it cannot be read.
 */
const struct acpi_header *acpi_list_entry(const struct acpi_root *root,
					  const struct acpi_list *list, u32 i);

/* Returns the first table that has this signature. NULL: there is none. */
const struct acpi_header *acpi_table_find(const struct acpi_root *root,
					  const char *signature);

/* Returns the table at phys; NULL if it is another one. */
const struct acpi_header *acpi_table_read(const struct acpi_root *root,
					  u64 phys, const char *signature);

#endif
