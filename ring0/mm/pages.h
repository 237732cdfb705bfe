/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory, a page of 4 KiB at a time, and ring 0's own mappings
 * (ring0_map.c). Ring 0 reaches physical memory through the direct map, which
 * has each page that is taken here, and what direct_map_has() says.
 */
#ifndef RING0_MM_PAGES_H
#define RING0_MM_PAGES_H

#include "boot_info.h"
#include "layout.h"
#include "lib/page_table.h"
#include "spinlock.h"

static inline void *phys_to_virt(u64 phys)
{
	return (void *)(phys + DIRECT_MAP);
}

static inline u64 virt_to_phys(const void *direct_map)
{
	return (u64)direct_map - DIRECT_MAP;
}

/* Finds the page tables that the loader built, for page_table_lookup(). */
void ring0_table_init(const struct boot_info *boot);

/*
 * Takes over the conventional memory above 1 MiB, and empties the low half of
 * the page tables that the loader built.
 */
void pages_init(const struct boot_info *boot);

/*
 * Both return a page's physical address, or 0 if there is no memory.
 * page_take() leaves the old contents; page_alloc() zeroes. Memory for ring 3
 * must come from page_alloc().
 */
u64 page_take(void);
u64 page_alloc(void);
void page_free(u64 phys);
/* page_take() for a page that is never freed: it does not count as lent. */
u64 page_keep(void);
/* So many of those that page_take() gave are never freed. */
void pages_keep(u64 count);

/*
 * Promises count pages to a program that takes them later: nobody else gets
 * them. false: there are not so many. pages_release() takes a promise back.
 */
bool pages_promise(u64 count);
void pages_release(u64 count);
/* Returns one of the pages that are promised, with its old contents. */
u64 page_take_promised(void);

/*
 * Counts of pages: those that are to be given back, taken or promised; free and
 * promised to nobody; all there are.
 */
u64 pages_lent(void);
u64 pages_free(void);
u64 pages_total(void);

/* Makes the total no more than bytes, or than what is in use. 0: no limit. */
void pages_limit(u64 bytes);

/*
 * Ring 0's page tables. Every program's tables share their high half. Whoever
 * adds to them takes the lock. It is held while pages are allocated.
 */
extern struct page_table ring0_table;
extern struct spinlock ring0_table_lock;

/* Makes a new root whose high half is ring 0's. false: no memory. */
bool user_table_init(struct page_table *table);
/* Frees the low half's pages and tables, and the root. CR3 must not have it. */
void user_table_free(struct page_table *table);

/* Maps size bytes of new pages at va. Panics if there is no memory. */
void map_new_pages(u64 va, u64 size);

/* Maps ring 0's page at va once more at alias, read-only; else panics. */
void map_read_only(u64 alias, const void *va);

/*
 * Areas are contiguous in ring 0's addresses and start on a page. area_begin()
 * returns where the next one starts, of no bytes yet; area_resize() gives it as
 * many as it needs, until another one is begun. Returns false if there is no
 * memory, and leaves the area as it was.
 */
void *area_begin(void);
bool area_resize(void *area, u64 size);

/*
 * Maps the page of device registers around phys, uncached, for good. Returns
 * where phys is mapped. NULL: no memory.
 */
volatile void *ioremap_page(u64 phys);

/*
 * Maps size bytes at phys for good. The CPU combines writes to them, which
 * suits a framebuffer; a read is slow. NULL: no memory, or no such addresses.
 */
void *ioremap_wc(u64 phys, u64 size);

/*
 * Allocates a kernel stack above an unmapped page. Returns its top, the address
 * above the last byte. 0: no memory.
 */
#define KERNEL_STACK_SIZE (4 * PAGE_SIZE)
u64 stack_alloc(void);
void stack_free(u64 top);

/*
 * From here on a stack's first STACK_FRAME bytes lie in a page of their own,
 * which has nothing else (pti/). It is above KERNEL_STACK_SIZE.
 */
#define STACK_FRAME 176 /* struct pt_regs; RSP0 is aligned to 16 bytes */
void stack_frames_apart(void);

/* The lowest address of the stack that ends at top. */
static inline u64 stack_bottom(u64 top)
{
	return ALIGN_DOWN(top, PAGE_SIZE) - KERNEL_STACK_SIZE;
}

#endif
