/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes the rights of pages that are mapped already. */
#include "lib/page_table_entry.h"

/* Replaces a large page by a table of smaller ones with the same rights. */
static bool split(const struct page_table *table, u64 *entry, u32 level)
{
	u64 phys = table->alloc(table->context);
	u64 flags = *entry & ~PTE_ADDRESS;
	u64 pa = leaf_address(*entry, level);
	u64 *entries;
	u32 i;

	if (!phys)
		return false;
	if (level == 2)
		flags &= ~PTE_LARGE;
	entries = entries_at(table, phys);
	for (i = 0; i < ENTRIES; i++)
		entries[i] = (pa + i * span(level - 1)) | flags;
	/* The leaves have the rights; this entry must not narrow them. */
	*entry = phys | PTE_PRESENT | PTE_WRITE | (flags & PTE_USER);
	return true;
}

/*
 * The entry of the page at va, mapped or kept, and its level. NULL: none, and
 * the entry of that level is 0.
 */
static u64 *find(const struct page_table *table, u64 va, u32 *level)
{
	u64 phys = table->root_phys;

	for (*level = table->levels; *level; --*level) {
		u64 *entry = &entries_at(table, phys)[index_of(va, *level)];

		if (*level == 1 && *entry)
			return entry;
		if (!(*entry & PTE_PRESENT))
			return NULL;
		if (is_leaf(*entry, *level))
			return entry;
		phys = *entry & PTE_ADDRESS;
	}
	return NULL;
}

bool page_table_make_read_only(const struct page_table *table, u64 va, u64 size)
{
	while (size) {
		u64 step = PAGE_SIZE;
		u32 level;
		u64 *entry = find(table, va, &level);

		if (entry && (va % span(level) || size < span(level))) {
			if (!split(table, entry, level))
				return false;
			continue;
		}
		if (entry) {
			*entry &= ~PTE_WRITE;
			step = span(level);
		}
		va += step;
		size -= step;
	}
	return true;
}

bool page_table_set_write(const struct page_table *table, u64 va, bool write)
{
	u32 level;
	u64 *entry = find(table, va, &level);

	if (!entry || level > 1)
		return false;
	*entry = (*entry & ~PTE_WRITE) | (write ? PTE_WRITE : 0);
	return true;
}

void page_table_set_rights(const struct page_table *table, u64 va, u64 size,
			   u64 flags)
{
	u64 end = va + size;

	u32 level;

	for (; va < end; va = ALIGN_DOWN(va, span(level)) + span(level)) {
		u64 *entry = find(table, va, &level);

		if (!entry || level > 1)
			continue;
		*entry = !flags ? kept_entry(page_of(*entry)) :
				  page_of(*entry) | flags | PTE_PRESENT |
					  PTE_ACCESSED | PTE_DIRTY;
	}
}

u64 page_table_page(const struct page_table *table, u64 va, bool take)
{
	u32 level;
	u64 *entry = find(table, va, &level);
	u64 phys;

	if (!entry || level > 1)
		return 0;
	phys = page_of(*entry);
	if (take)
		*entry = 0;
	return phys;
}
