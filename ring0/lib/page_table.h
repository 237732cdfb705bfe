/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86-64 page tables of 4 or 5 levels: map, look up, walk, free. Pure: memory
 * comes from a callback, and tables are reached at phys + offset. The loader
 * builds ring 0's with it; ring 0 its stacks and every program's.
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
/* A bit that the CPU leaves to software: WRITE without NX is meant here. */
#define PTE_WRITE_EXECUTE (1ull << 52)
#define PTE_NX (1ull << 63)
#define PTE_ADDRESS 0x000ffffffffff000ull

struct page_table {
	u64 root_phys; /* of the PML4 or PML5 */
	u32 levels;    /* 4 or 5 */
	bool page_1g;  /* the CPU has 1 GiB pages (CPUID 80000001h EDX[26]) */
	u64 offset; /* a table at phys is read and written at phys + offset */
	/* A page's physical address, 0: no memory. What is in it is lost. */
	u64 (*alloc)(void *context);
	void (*free)(void *context, u64 phys); /* may be NULL */
	void *context;
};

/*
 * Maps [va, va + size) to [pa, pa + size), all page aligned, with the largest
 * pages that fit when large is true. flags: PTE_* without PRESENT, LARGE;
 * ACCESSED and DIRTY are set. Tables on the way get WRITE, and USER if flags
 * have it; the leaf decides. Returns NULL, or what is wrong: not aligned, not
 * canonical, mapped already, writable and executable (and not flagged
 * WRITE_EXECUTE), no memory. After an error a part may be mapped.
 */
const char *page_table_map(const struct page_table *table, u64 va, u64 pa,
			   u64 size, u64 flags, bool large);

/*
 * Makes [va, va + size), page aligned, read-only where it is mapped; a larger
 * page becomes smaller ones first, with the same rights. false: no memory for
 * their table, and a part may be read-only. What the CPU remembers of them is
 * the caller's to drop.
 */
bool page_table_make_read_only(const struct page_table *table, u64 va,
			       u64 size);

/*
 * Makes the one page of 4 KiB at va writable, or read-only again. false: there
 * is none.
 */
bool page_table_set_write(const struct page_table *table, u64 va, bool write);

/*
 * The entry for va in the table of level (1: of 4 KiB pages), with the tables
 * above it. Who writes it keeps page_table_free() away from it. NULL: no
 * memory for them, or a larger page is there.
 */
u64 *page_table_slot(const struct page_table *table, u64 va, u32 level);

/*
 * Gives the 4 KiB pages of [va, va + size) other rights: flags as above. 0: no
 * one's, but they are kept, with what is in them. Holes stay holes.
 */
void page_table_set_rights(const struct page_table *table, u64 va, u64 size,
			   u64 flags);

/* A leaf: the entry itself, and what it maps. */
struct page_leaf {
	u64 va, pa, size; /* of the whole page */
	u64 flags;	  /* of the leaf entry, without the address */
	bool user;	  /* PTE_USER on every level */
	bool write;	  /* PTE_WRITE on every level */
	bool execute;	  /* PTE_NX on none */
};

/* The leaf that maps va. false: none. */
bool page_table_lookup(const struct page_table *table, u64 va,
		       struct page_leaf *leaf);

/*
 * What a walk hands over: a leaf, and how many that start with it are alike:
 * neighbours, by va and by pa, of one size and with the same flags.
 */
typedef bool page_table_visit(void *context, const struct page_leaf *leaf,
			      u64 count);

/*
 * Calls visit for all leaves that have a byte in [start, end], two canonical
 * addresses, in order; false stops it.
 */
void page_table_walk(const struct page_table *table, u64 start, u64 end,
		     page_table_visit *visit, void *context);

/*
 * Frees each 4 KiB page of [start, end), page aligned, in ring 3's half, mapped
 * or kept, and each table that is empty then, through table->free. What the CPU
 * remembers of them is the caller's to drop, before they serve again.
 */
void page_table_free(const struct page_table *table, u64 start, u64 end);

#endif
