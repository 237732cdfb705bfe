/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86-64 page tables of 4 or 5 levels: map, look up, walk, free. Pure: memory
 * comes from a callback, and tables are reached at phys + offset. The loader
 * builds ring 0's tables with it, ring 0 every program's. Nothing here flushes
 * the TLB.
 */
#ifndef GATEHOUSE_PAGE_TABLE_H
#define GATEHOUSE_PAGE_TABLE_H

#include "types.h"

/* The bits of an entry (SDM vol. 3, "Paging"). */
#define PTE_PRESENT (1ull << 0)
#define PTE_WRITE (1ull << 1)
#define PTE_USER (1ull << 2)
#define PTE_PWT (1ull << 3)
#define PTE_PCD (1ull << 4)
#define PTE_ACCESSED (1ull << 5)
#define PTE_DIRTY (1ull << 6)
#define PTE_LARGE (1ull << 7) /* in a PDE or PDPTE: a 2 MiB or 1 GiB page */
#define PTE_GLOBAL (1ull << 8)
/* The CPU ignores it. page_table_map() refuses WRITE without it or NX. */
#define PTE_WRITE_EXECUTE (1ull << 52)
#define PTE_NX (1ull << 63)
#define PTE_ADDRESS 0x000ffffffffff000ull
/* The direct map has memory by the GiB, with these flags. */
#define GIB (1ull << 30)
#define DIRECT_MAP_FLAGS (PTE_WRITE | PTE_NX | PTE_GLOBAL)

struct page_table {
	u64 root_phys; /* of the PML4 or PML5 */
	u32 levels;    /* 4 or 5 */
	bool page_1g;  /* the CPU has 1 GiB pages (CPUID 80000001h EDX[26]) */
	u64 offset; /* a table at phys is read and written at phys + offset */
	/* Returns a page's physical address; 0: no memory. Not zeroed. */
	u64 (*alloc)(void *context);
	void (*free)(void *context, u64 phys); /* NULL: nothing is freed */
	void *context; /* for both */
};

/*
 * Maps [va, va + size) to [pa, pa + size), all page aligned; large: with the
 * largest pages that fit. flags: PTE_* without PRESENT and LARGE; the leaves
 * get ACCESSED and DIRTY, too. Tables on the way get WRITE, and USER if flags
 * have it, so that the leaf alone decides. Returns NULL, or what is wrong: not
 * aligned, not canonical, mapped already, writable and executable without
 * WRITE_EXECUTE, no memory. After an error a part may be mapped.
 */
const char *page_table_map(const struct page_table *table, u64 va, u64 pa,
			   u64 size, u64 flags, bool large);

/*
 * Makes [va, va + size), page aligned, read-only where it is mapped. A large
 * page of which this is a part is split into smaller ones with the same rights.
 * false: no memory for their table; a part may be read-only then. The caller
 * flushes the TLB.
 */
bool page_table_make_read_only(const struct page_table *table, u64 va,
			       u64 size);

/*
 * Makes the 4 KiB page at va writable or read-only. false: va is not mapped, or
 * by a larger page.
 */
bool page_table_set_write(const struct page_table *table, u64 va, bool write);

/*
 * Returns the entry for va in the table of level (1: of 4 KiB pages), and makes
 * the tables above it. A caller that writes the entry must not let
 * page_table_free() reach it. NULL: no memory, or a larger page is there.
 */
u64 *page_table_slot(const struct page_table *table, u64 va, u32 level);

/*
 * Gives the 4 KiB pages of [va, va + size) other rights; flags as for
 * page_table_map(). flags 0 makes a page not present, but keeps it and its
 * contents. Addresses that are not mapped stay so. The caller flushes the TLB.
 */
void page_table_set_rights(const struct page_table *table, u64 va, u64 size,
			   u64 flags);

/*
 * Returns the physical address of the 4 KiB page at va, mapped or kept; take:
 * and unmaps it, but does not free it. 0: there is none.
 */
u64 page_table_page(const struct page_table *table, u64 va, bool take);

/* A leaf: an entry that maps a page, and what it maps. */
struct page_leaf {
	u64 va, pa, size; /* of the whole page */
	u64 flags;	  /* of the leaf entry, without the address */
	bool user;	  /* PTE_USER on every level */
	bool write;	  /* PTE_WRITE on every level */
	bool execute;	  /* PTE_NX on none */
};

/* Finds the leaf that maps va. false: there is none. */
bool page_table_lookup(const struct page_table *table, u64 va,
		       struct page_leaf *leaf);

/*
 * What a walk calls: for a leaf, and for the leaves that follow it in va and in
 * pa with the same size and flags. count: how many these are, itself included.
 * Returns false to stop the walk.
 */
typedef bool page_table_visit(void *context, const struct page_leaf *leaf,
			      u64 count);

/*
 * Calls visit, in order, for all leaves that have a byte in [start, end]. Both
 * addresses must be canonical.
 */
void page_table_walk(const struct page_table *table, u64 start, u64 end,
		     page_table_visit *visit, void *context);

/*
 * Frees each 4 KiB page of [start, end) that is mapped or kept, and each table
 * that maps nothing outside [floor, ceiling), through table->free. The range is
 * page aligned and in ring 3's half. Nothing may be mapped in [floor, start)
 * and [end, ceiling): so no table has to be searched for what else it maps. The
 * caller flushes the TLB before a freed page is used again.
 */
void page_table_free(const struct page_table *table, u64 start, u64 end,
		     u64 floor, u64 ceiling);

#endif
