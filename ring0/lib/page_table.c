/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps and looks up, recursively by level. Level 1 is the page table, whose
 * entries map 4 KiB; level 2 the page directory, 3 the PDPT, 4 the PML4, 5 the
 * PML5.
 */
#include "lib/page_table.h"

#include "lib/page_table_entry.h"
#include "lib/string.h"

/* What is still to be mapped. va and pa advance while size shrinks. */
struct mapping {
	const struct page_table *table;
	u64 va, pa, size, flags;
	bool large;
};

static bool canonical(const struct page_table *table, u64 va)
{
	return va < low_half(table) || va >= -low_half(table);
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
 * Fills entries with leaves from index on, up to the first present entry, the
 * table's end, or where less than a leaf is left to map. The loop is tight
 * because a direct map has thousands of leaves.
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
	/* Without 1 GiB pages this is the loader's longest loop. */
#pragma GCC unroll 8
	for (; at < end; entry += step)
		*at++ = entry;
	size = (at - &entries[index]) * step;
	mapping->va += size;
	mapping->pa += size;
	mapping->size -= size;
}

/* true: leaves will fill a table of this level, from first entry to last. */
static bool fills(const struct mapping *mapping, u32 level)
{
	return leaf_fits(mapping, level) && !index_of(mapping->va, level) &&
	       mapping->size >= span(level + 1);
}

/* Makes entry point to a table, and its rights no narrower than flags. */
static bool provide_table(const struct mapping *mapping, u64 *entry, u32 level)
{
	const struct page_table *table = mapping->table;

	if (!(*entry & PTE_PRESENT)) {
		u64 phys = table->alloc(table->context);

		if (!phys)
			return false;
		if (!fills(mapping, level - 1))
			memset(entries_at(table, phys), 0, PAGE_SIZE);
		*entry = phys | PTE_PRESENT;
	}
	*entry |= PTE_WRITE | (mapping->flags & PTE_USER);
	return true;
}

/*
 * Maps as much as lies in the table at phys. fresh: the table is new, and its
 * old contents mean nothing.
 */
static const char *map_in(struct mapping *mapping, u64 phys, u32 level,
			  bool fresh)
{
	u64 *entries = entries_at(mapping->table, phys);

	do {
		u32 index = index_of(mapping->va, level);
		u64 *entry = &entries[index];
		bool present = !fresh && (*entry & PTE_PRESENT);
		const char *error;

		if (present && is_leaf(*entry, level))
			return "mapped already";
		if (!present && leaf_fits(mapping, level)) {
			map_leaves(mapping, entries, index, level, fresh);
			continue;
		}
		if (!provide_table(mapping, entry, level))
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
