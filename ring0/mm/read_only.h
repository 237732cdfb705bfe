/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 itself may no longer write: its code, constants, GDT and IDT. */
#ifndef RING0_MM_READ_ONLY_H
#define RING0_MM_READ_ONLY_H

#include "lib/page_table.h"

/* Of a variable that is read-only from read_only_init() on. */
#define RO_AFTER_INIT __attribute__((section(".bss..ro_after_init")))

/*
 * What was writable until now, and the direct map's alias of all of it, become
 * read-only. The gates are set up.
 */
void read_only_init(void);

/*
 * From then on the one way to change a gate, or a segment of a CPU's GDT: its
 * page is open just meanwhile, with interrupts off. [to, to + size): in a page.
 */
void read_only_patch(void *to, const void *from, u64 size);

/* The same for [va, va + size) of ring 0's, mapped read-only. */
void read_only_pages(u64 va, u64 size);

/* The memory of all that, in pieces, as ring 0's page tables have it. */
struct read_only_map {
	struct piece {
		u64 va, pa, size;
	} piece[16];
	u32 count;
};

void read_only_find(struct read_only_map *map);

/* Such leaves (page_table_visit) are not writable, or map nothing of it. */
bool read_only_allows(const struct read_only_map *map,
		    const struct page_leaf *leaf, u64 count);

/* count such leaves are writable and executable; the log says where. */
bool leaf_is_writable_code(const struct page_leaf *leaf, u64 count);

/*
 * Some leaf of table, from address 0 to last, is writable and executable.
 * Ring 0's half is the same in every table, and need be looked at but once.
 */
bool has_writable_code(const struct page_table *table, u64 last);

#endif
