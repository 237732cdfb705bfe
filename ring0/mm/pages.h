/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory, a page at a time, and ring 0's own mappings. All of it is
 * reached through the direct map.
 */
#ifndef RING0_MM_PAGES_H
#define RING0_MM_PAGES_H

#include "boot_info.h"
#include "layout.h"
#include "lib/page_table.h"

static inline void *phys_to_virt(u64 phys)
{
	return (void *)(phys + DIRECT_MAP);
}

static inline u64 virt_to_phys(const void *direct_map)
{
	return (u64)direct_map - DIRECT_MAP;
}

/* Conventional memory above 1 MiB is ours from here on; drops the low half. */
void pages_init(const struct boot_info *boot);

/*
 * A page's physical address; 0: there is no more. Whatever was in one that is
 * taken still is; one that is allocated is zeroed, as ring 3's must be.
 */
u64 page_take(void);
u64 page_alloc(void);
void page_free(u64 phys);
/* Takes one that ring 0 keeps for ever; how many others are in use. */
u64 page_keep(void);
u64 pages_lent(void);
u64 pages_free(void);
u64 pages_total(void);
/* No more than so many bytes from now on; 0: all that there is. */
void pages_limit(u64 bytes);

/* Ring 0's page tables: what every program's share in the high half. */
extern struct page_table ring0_table;

/* A new root whose high half is ring 0's. false: no memory. */
bool user_table_init(struct page_table *table);
void user_table_free(struct page_table *table);

/* Maps size bytes of new pages at va; panics when there is no memory. */
void map_new_pages(u64 va, u64 size);

/* Maps ring 0's page at va once more at alias, read-only; else panics. */
void map_read_only(u64 alias, const void *va);

/*
 * Memory that is contiguous for ring 0: size bytes, from a page's start. NULL:
 * no memory. What was allocated last can be given back, for the next area.
 */
void *area_alloc(u64 size);
void area_free(void *area);

/* Maps a page of device registers, uncached. NULL: no memory. */
volatile void *ioremap_page(u64 phys);

/* A kernel stack with an unmapped page below. Its top; 0: no memory. */
#define KERNEL_STACK_SIZE (4 * PAGE_SIZE)
u64 stack_alloc(void);
void stack_free(u64 top);

#endif
