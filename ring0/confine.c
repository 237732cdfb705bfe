/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 0's code and constants are mapped read-only where they are linked, and
 * the GDT and the IDT where GDTR and IDTR point; but they have a place in ring
 * 0's data, too, and the direct map has all of memory once more, writable. Not
 * these pages, from here on, nor what was to be written only once.
 */

#include "confine.h"
#include "console.h"
#include "cpu_ops.h"
#include "memory.h"
#include "panic.h"
#include "percpu.h"
#include "string.h"

extern const u8 __ro_after_init_start[], __ro_after_init_end[];

/* The page that is at va in ring 0's tables. */
static u64 phys_of(u64 va)
{
	struct page_leaf leaf;

	if (!page_table_lookup(&ring0_table, va, &leaf))
		panic("%#llx is not mapped", (unsigned long long)va);
	return leaf.pa + (va - leaf.va);
}

/* The pages by number: the image's, the GDT's. false: no more. */
static bool protected_page(u32 number, u64 *va)
{
	u32 image = ((u64)__ro_after_init_end - RING0_LINK) / PAGE_SIZE;

	if (number < image)
		*va = RING0_LINK + (u64)number * PAGE_SIZE;
	else
		*va = (u64)&boot_cpu.gdt;
	return number <= image;
}

/* Global pages stay in the TLB across CR3, but not across CR4.PGE. */
static void flush_tlb(void)
{
	u64 cr4 = read_cr4();

	write_cr4(cr4 & ~X86_CR4_PGE);
	write_cr4(cr4);
}

static void make_read_only(u64 va, u64 size)
{
	if (!page_table_make_read_only(&ring0_table, va, size))
		panic("no memory to split the page of %#llx",
		      (unsigned long long)va);
}

static void confine_page(u64 va)
{
	make_read_only(DIRECT_MAP + phys_of(va), PAGE_SIZE);
}

void confine_init(void)
{
	u64 va;
	u32 i;

	for (i = 0; protected_page(i, &va); i++)
		confine_page(va);
	/* These have been written where they are linked, until now. */
	make_read_only((u64)__ro_after_init_start,
		       __ro_after_init_end - __ro_after_init_start);
	make_read_only((u64)&boot_cpu.gdt, PAGE_SIZE);
	flush_tlb();
}

static void set_write(u64 page, bool write)
{
	if (!page_table_set_write(&ring0_table, page, write))
		panic("%#llx is no page of ring 0's", (unsigned long long)page);
	invlpg(page);
}

void confined_write(void *to, const void *from, u64 size)
{
	u64 page = ALIGN_DOWN((u64)to, PAGE_SIZE);
	u64 flags = local_save_flags();

	local_irq_disable();
	set_write(page, true);
	memcpy(to, from, size);
	set_write(page, false);
	if (flags & X86_EFLAGS_IF)
		local_irq_enable();
}

void confine_pages(u64 va, u64 size)
{
	u64 page = ALIGN_DOWN(va, PAGE_SIZE);

	for (; page < va + size; page += PAGE_SIZE)
		confine_page(page);
	flush_tlb();
}

static bool not_an_alias(void *context, const struct page_leaf *leaf)
{
	bool *clean = context;
	u64 va;
	u32 i;

	if (!leaf->write)
		return true;
	for (i = 0; protected_page(i, &va); i++) {
		if (phys_of(va) - leaf->pa >= leaf->size)
			continue;
		printk("# page %#llx, %#llx bytes: a writable alias of %#llx\n",
		       (unsigned long long)leaf->va,
		       (unsigned long long)leaf->size, (unsigned long long)va);
		*clean = false;
	}
	return true;
}

bool confine_holds(void)
{
	bool clean = true;

	page_table_walk(&ring0_table, 0, ~0ull, not_an_alias, &clean);
	return clean;
}
