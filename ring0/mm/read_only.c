/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 0's code and constants are read-only where they are linked, the GDT and
 * the IDT where GDTR and IDTR point. But the direct map has the same memory a
 * second time, writable, and GDT and IDT also lie in ring 0's writable data.
 * After read_only_init() all these pages, and RO_AFTER_INIT data, are
 * read-only in every mapping.
 */

#include "mm/read_only.h"
#include "log/console.h"
#include "cpu_ops.h"
#include "mm/pages.h"
#include "panic/panic.h"
#include "cpu/percpu.h"
#include "cpu/smp_hooks.h"
#include "lib/string.h"

extern const u8 __ro_after_init_start[], __ro_after_init_end[];

/*
 * Visits all that must be read-only: text, rodata and .ro_after_init, which
 * follow each other in ring0.elf (ring0.lds), and the GDTs.
 */
static void walk_protected(page_table_visit *visit, void *context)
{
	const struct cpu *cpu;

	page_table_walk(&ring0_table, RING0_LINK,
			(u64)__ro_after_init_end - 1, visit, context);
	for_each_cpu(cpu)
		page_table_walk(&ring0_table, (u64)&cpu->gdt, (u64)&cpu->gdt,
				visit, context);
}

/* A write to CR3 leaves global pages in the TLB; a change of PGE drops all. */
static void flush_tlb(void)
{
	u64 cr4 = read_cr4();

	write_cr4(cr4 ^ X86_CR4_PGE);
	write_cr4(cr4);
	if (smp_hooks.flush)
		smp_hooks.flush();
}

static void make_read_only(u64 va, u64 size)
{
	if (!page_table_make_read_only(&ring0_table, va, size))
		panic("no memory to split the page of %#lx", va);
}

static bool protect_alias(void *context, const struct page_leaf *leaf,
			  u64 count)
{
	(void)context;
	make_read_only(DIRECT_MAP + leaf->pa, count * leaf->size);
	return true;
}

void read_only_init(void)
{
	const struct cpu *cpu;

	walk_protected(protect_alias, NULL);
	/* Boot code has written these two at their own addresses until now. */
	make_read_only((u64)__ro_after_init_start,
		       __ro_after_init_end - __ro_after_init_start);
	for_each_cpu(cpu)
		make_read_only((u64)&cpu->gdt, PAGE_SIZE);
	flush_tlb();
}

static void set_write(u64 page, bool write)
{
	if (!page_table_set_write(&ring0_table, page, write))
		panic("%#lx is no page of ring 0's", page);
	invlpg(page);
}

/* One CPU at a time: a page must not become read-only under another's copy. */
void read_only_patch(void *to, const void *from, u64 size)
{
	static struct spinlock lock;
	u64 page = ALIGN_DOWN((u64)to, PAGE_SIZE);
	u64 flags = local_save_flags();

	local_irq_disable();
	spin_lock(&lock);
	set_write(page, true);
	memcpy(to, from, size);
	set_write(page, false);
	/* Another CPU's TLB may have got the page while it was writable. */
	if (smp_hooks.flush)
		smp_hooks.flush();
	spin_unlock(&lock);
	if (flags & X86_EFLAGS_IF)
		local_irq_enable();
}

void read_only_pages(u64 va, u64 size)
{
	page_table_walk(&ring0_table, va, va + size - 1, protect_alias, NULL);
	flush_tlb();
}

static bool note(void *context, const struct page_leaf *leaf, u64 count)
{
	struct read_only_map *map = context;

	if (map->count == ARRAY_SIZE(map->piece))
		panic("what is read-only lies in too many pieces of memory");
	map->piece[map->count++] =
		(struct piece){ leaf->va, leaf->pa, count * leaf->size };
	return true;
}

void read_only_find(struct read_only_map *map)
{
	map->count = 0;
	walk_protected(note, map);
}

static bool is_alias(const struct piece *piece, const struct page_leaf *leaf,
		     u64 size)
{
	if (leaf->pa - piece->pa >= piece->size && piece->pa - leaf->pa >= size)
		return false;
	printk("# pages from %#lx, %#lx bytes: a writable alias of %#lx\n",
	       leaf->va, size, piece->va);
	return true;
}

bool read_only_allows(const struct read_only_map *map,
		      const struct page_leaf *leaf, u64 count)
{
	bool allowed = true;
	u32 i;

	for (i = 0; i < map->count && leaf->write; i++)
		if (is_alias(&map->piece[i], leaf, count * leaf->size))
			allowed = false;
	return allowed;
}

bool leaf_is_writable_code(const struct page_leaf *leaf, u64 count)
{
	if (!leaf->write || !leaf->execute)
		return false;
	printk("# pages from %#lx, %#lx bytes: writable and executable\n",
	       leaf->va, count * leaf->size);
	return true;
}

static bool look_for_writable_code(void *context, const struct page_leaf *leaf,
				   u64 count)
{
	bool *found = context;

	if (leaf_is_writable_code(leaf, count))
		*found = true;
	return true;
}

bool has_writable_code(const struct page_table *table, u64 last)
{
	bool found = false;

	page_table_walk(table, 0, last, look_for_writable_code, &found);
	return found;
}
