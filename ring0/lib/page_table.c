/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables, recursively by level: level 1 is the page table whose entries
 * map 4 KiB, level 2 the page directory, 3 the PDPT, 4 the PML4, 5 the PML5.
 */
#include "page_table.h"

#include "page_table_entry.h"

/* What is still to be mapped: va and pa advance, size shrinks. */
struct mapping {
	const struct page_table *table;
	u64 va, pa, size, flags;
	bool large;
};

/* A walk, and the rights that all levels above the current one give. */
struct walk {
	const struct page_table *table;
	u64 start, end;
	bool (*visit)(void *context, const struct page_leaf *leaf);
	void *context;
};

/* Ring 3's half, [0, low_half), and the size of ring 0's. */
static u64 low_half(const struct page_table *table)
{
	return span(table->levels) * (ENTRIES / 2);
}

static bool canonical(const struct page_table *table, u64 va)
{
	return va < low_half(table) || va >= -low_half(table);
}

/* Makes va canonical: its top bit in use is that of all bits above. */
static u64 sign_extend(const struct page_table *table, u64 va)
{
	u64 sign = low_half(table);

	return va & sign ? va | -sign : va;
}

static bool leaf_fits(const struct mapping *mapping, u32 level)
{
	if (level == 1)
		return true;
	if (!mapping->large || level > HIGHEST_LEAF)
		return false;
	if (level == HIGHEST_LEAF && !mapping->table->page_1g)
		return false;
	return mapping->size >= span(level) &&
	       !((mapping->va | mapping->pa) & (span(level) - 1));
}

static u64 *first_present(u64 *at, u64 *end)
{
	while (at < end && !(*at & PTE_PRESENT))
		at++;
	return at;
}

/*
 * Fills entries from index on with leaves, until one is there, the table ends
 * or too little is left. A tight loop: a direct map has thousands of them.
 */
static void map_leaves(struct mapping *mapping, u64 *entries, u32 index,
		       u32 level, bool fresh)
{
	u64 step = span(level);
	u64 entry = mapping->pa | mapping->flags | PTE_PRESENT | PTE_ACCESSED |
		    PTE_DIRTY | (level > 1 ? PTE_LARGE : 0);
	u64 room = mapping->size / step;
	u64 *at = &entries[index];
	u64 *end = at + (room < ENTRIES - index ? room : ENTRIES - index);
	u64 size;

	if (!fresh)
		end = first_present(at, end);
	/* The loader's longest loop: all of memory, by 2 MiB. */
	for (; at < end; entry += step)
		*at++ = entry;
	size = (at - &entries[index]) * step;
	mapping->va += size;
	mapping->pa += size;
	mapping->size -= size;
}

/* Makes entry a table, if it is not one, that lets flags through. */
static bool provide_table(const struct mapping *mapping, u64 *entry)
{
	const struct page_table *table = mapping->table;

	if (!(*entry & PTE_PRESENT)) {
		u64 phys = table->alloc(table->context);

		if (!phys)
			return false;
		*entry = phys | PTE_PRESENT;
	}
	*entry |= PTE_WRITE | (mapping->flags & PTE_USER);
	return true;
}

/* Maps what lies in the one table at phys. fresh: nothing is in it yet. */
static const char *map_in(struct mapping *mapping, u64 phys, u32 level,
			  bool fresh)
{
	u64 *entries = entries_at(mapping->table, phys);

	do {
		u32 index = index_of(mapping->va, level);
		u64 *entry = &entries[index];
		bool present = *entry & PTE_PRESENT;
		const char *error;

		if (present && is_leaf(*entry, level))
			return "mapped already";
		if (!present && leaf_fits(mapping, level)) {
			map_leaves(mapping, entries, index, level, fresh);
			continue;
		}
		if (!provide_table(mapping, entry))
			return "no memory for a page table";
		error = map_in(mapping, *entry & PTE_ADDRESS, level - 1,
			       !present);
		if (error)
			return error;
	} while (mapping->size && index_of(mapping->va, level));
	return NULL;
}

static const char *check_range(const struct page_table *table, u64 va, u64 pa,
			       u64 size, u64 flags)
{
	u64 last = va + size - 1;

	if ((va | pa | size) & (PAGE_SIZE - 1))
		return "not page aligned";
	if (flags & (PTE_ADDRESS | PTE_PRESENT | PTE_LARGE))
		return "not a flag of a page";
	if ((flags & PTE_WRITE) && !(flags & (PTE_NX | PTE_WRITE_EXECUTE)))
		return "writable and executable";
	if (!canonical(table, va) || !canonical(table, last) || last < va ||
	    last - va >= low_half(table))
		return "address not canonical";
	if (pa > PTE_ADDRESS || size - PAGE_SIZE > PTE_ADDRESS - pa)
		return "physical address too large";
	return NULL;
}

const char *page_table_map(const struct page_table *table, u64 va, u64 pa,
			   u64 size, u64 flags, bool large)
{
	struct mapping mapping = {table, va, pa, size, flags, large};
	const char *error;

	if (!size)
		return NULL;
	error = check_range(table, va, pa, size, flags);
	if (error)
		return error;
	return map_in(&mapping, table->root_phys, table->levels, false);
}

/* The rights that entry leaves of leaf's. */
static void narrow(struct page_leaf *leaf, u64 entry)
{
	leaf->user &= !!(entry & PTE_USER);
	leaf->write &= !!(entry & PTE_WRITE);
	leaf->execute &= !(entry & PTE_NX);
}

static void fill(struct page_leaf *leaf, u64 entry, u64 va, u32 level)
{
	leaf->va = ALIGN_DOWN(va, span(level));
	leaf->pa = leaf_address(entry, level);
	leaf->size = span(level);
	leaf->flags = entry & ~PTE_ADDRESS;
}

bool page_table_lookup(const struct page_table *table, u64 va,
		       struct page_leaf *leaf)
{
	u64 phys = table->root_phys;
	u32 level;

	if (!canonical(table, va))
		return false;
	*leaf = (struct page_leaf){
		.user = true, .write = true, .execute = true};
	for (level = table->levels; level; level--) {
		u64 entry = entries_at(table, phys)[index_of(va, level)];

		if (!(entry & PTE_PRESENT))
			return false;
		narrow(leaf, entry);
		if (is_leaf(entry, level)) {
			fill(leaf, entry, va, level);
			return true;
		}
		phys = entry & PTE_ADDRESS;
	}
	return false;
}

/* above: the rights so far. va: what the table's first entry maps. */
static bool walk_in(const struct walk *walk, u64 phys, u32 level, u64 va,
		    const struct page_leaf *above)
{
	const u64 *entries = entries_at(walk->table, phys);
	u32 i;

	for (i = 0; i < ENTRIES; i++) {
		struct page_leaf leaf;
		u64 at;

		if (!(entries[i] & PTE_PRESENT))
			continue;
		at = sign_extend(walk->table, va + i * span(level));
		if (at > walk->end)
			return true;
		if (at + (span(level) - 1) < walk->start)
			continue;
		leaf = *above;
		narrow(&leaf, entries[i]);
		if (is_leaf(entries[i], level)) {
			fill(&leaf, entries[i], at, level);
			if (!walk->visit(walk->context, &leaf))
				return false;
		} else if (!walk_in(walk, entries[i] & PTE_ADDRESS, level - 1,
				    at, &leaf)) {
			return false;
		}
	}
	return true;
}

void page_table_walk(const struct page_table *table, u64 start, u64 end,
		     bool (*visit)(void *context, const struct page_leaf *leaf),
		     void *context)
{
	struct walk walk = {table, start, end, visit, context};
	struct page_leaf all = {.user = true, .write = true, .execute = true};

	walk_in(&walk, table->root_phys, table->levels, 0, &all);
}

/* Clears entry, then gives back the page that it named. */
static void release(const struct page_table *table, u64 *entry)
{
	u64 phys = *entry & PTE_ADDRESS;

	*entry = 0;
	if (table->free)
		table->free(table->context, phys);
}

/* true: nothing is left in the table at phys. */
static bool free_in(const struct page_table *table, u64 phys, u32 level, u64 va,
		    u64 end)
{
	u64 *entries = entries_at(table, phys);
	bool empty = true;
	u32 i;

	for (i = 0; i < ENTRIES; i++, va += span(level)) {
		u64 *entry = &entries[i];

		if (!(*entry & PTE_PRESENT))
			continue;
		if (va >= end)
			empty = false;
		else if (level == 1)
			release(table, entry);
		else if (!is_leaf(*entry, level) &&
			 free_in(table, *entry & PTE_ADDRESS, level - 1, va,
				 end))
			release(table, entry);
		else
			empty = false;
	}
	return empty;
}

void page_table_free_below(const struct page_table *table, u64 end)
{
	if (end > low_half(table))
		end = low_half(table);
	free_in(table, table->root_phys, table->levels, 0, end);
}
