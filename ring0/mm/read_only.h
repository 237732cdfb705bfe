/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 itself cannot write: its code, constants, GDT and IDT. */
#ifndef RING0_MM_READ_ONLY_H
#define RING0_MM_READ_ONLY_H

#include "lib/page_table.h"

/* Marks a variable that is written at boot and is read-only afterwards. */
#define RO_AFTER_INIT __attribute__((section(".bss..ro_after_init")))

/*
 * Makes RO_AFTER_INIT data, the GDT and the IDT read-only, and the direct map's
 * alias of them, of the code and of the constants. The gates must be set up.
 */
void read_only_init(void);

/*
 * Copies size bytes to a gate, or to a segment of a CPU's GDT; after
 * read_only_init() nothing else can change one. The page is writable meanwhile,
 * with interrupts off. [to, to + size) must lie in one page.
 */
void read_only_patch(void *to, const void *from, u64 size);

/*
 * Makes the direct map's alias of [va, va + size) read-only: ring 0 memory that
 * is itself mapped read-only already.
 */
void read_only_pages(u64 va, u64 size);

/* Where all that is read-only lies, by its mapping in ring 0's page tables. */
struct read_only_map {
	struct piece {
		u64 va, pa, size;
	} piece[16];
	u32 count;
};

/* Fills *map. Panics if it has too few pieces. */
void read_only_find(struct read_only_map *map);

/*
 * For page_table_walk(): false, and a line in the log, if count leaves from
 * *leaf on are writable and one of them maps memory of *map.
 */
bool read_only_allows(const struct read_only_map *map,
		      const struct page_leaf *leaf, u64 count);

/*
 * true, and a line in the log, if the count leaves from *leaf on are writable
 * and executable.
 */
bool leaf_is_writable_code(const struct page_leaf *leaf, u64 count);

/*
 * true, and a line in the log, if a leaf of table from address 0 to last is
 * writable and executable. Ring 0's half is the same in every table, so one
 * check of it is enough.
 */
bool has_writable_code(const struct page_table *table, u64 last);

#endif
