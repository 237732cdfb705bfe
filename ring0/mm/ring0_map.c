/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 0's own mappings besides the direct map: stacks with guard pages, areas
 * of many pages, and device registers. Areas and device registers belong to the
 * boot CPU, which alone asks for them. A program's tables share them because
 * they copy the top-level entries, so all of these entries must exist before
 * the first program starts (efi/address_space.c makes them).
 */

#include "mm/pages.h"
#include "lib/string.h"
#include "panic/panic.h"

#define RING0_DATA (PTE_WRITE | PTE_NX | PTE_GLOBAL)
#define DEVICE (RING0_DATA | PTE_PCD | PTE_PWT)
#define WRITE_COMBINING (RING0_DATA | PTE_PWT) /* as cpu/setup.c sets the PAT */
#define LARGE_PAGE (2ull << 20)

static const char *map(u64 va, u64 phys, u64 size, u64 flags, bool large)
{
	const char *error;

	spin_lock(&ring0_table_lock);
	error = page_table_map(&ring0_table, va, phys, size, flags, large);
	spin_unlock(&ring0_table_lock);
	return error;
}

static bool map_page(u64 va, u64 phys, u64 flags)
{
	return phys && !map(va, phys, PAGE_SIZE, flags, false);
}

/* Maps a new page at va. false: no memory for it, or for a page table. */
static bool map_new_page(u64 va)
{
	u64 phys = page_take();

	if (map_page(va, phys, RING0_DATA))
		return true;
	if (phys)
		page_free(phys);
	return false;
}

void map_new_pages(u64 va, u64 size)
{
	u64 end = va + size;

	for (; va < end; va += PAGE_SIZE)
		if (!map_new_page(va))
			panic("no memory for ring 0 at %#lx", va);
}

void map_read_only(u64 alias, const void *va)
{
	struct page_leaf leaf;
	u64 phys;

	if (!page_table_lookup(&ring0_table, (u64)va, &leaf))
		panic("%p is not mapped", va);
	phys = leaf.pa + ((u64)va - leaf.va);
	if (!map_page(alias, phys, PTE_NX | PTE_GLOBAL))
		panic("no memory for %p's alias", va);
}

static u64 io_next = IOREMAP_BASE;

volatile void *ioremap_page(u64 phys)
{
	u64 page = ALIGN_DOWN(phys, PAGE_SIZE);

	if (!map_page(io_next, page, DEVICE))
		return NULL;
	io_next += PAGE_SIZE;
	return (volatile void *)(io_next - PAGE_SIZE + (phys - page));
}

void *ioremap_wc(u64 phys, u64 size)
{
	u64 start = ALIGN_DOWN(phys, PAGE_SIZE);
	u64 end = ALIGN_UP(phys + size, PAGE_SIZE);
	/* So that large pages fit where start is aligned for them. */
	u64 va = ALIGN_UP(io_next, LARGE_PAGE) + start % LARGE_PAGE;

	if (end <= start || end > PTE_ADDRESS || end - start > AREAS - va ||
	    map(va, start, end - start, WRITE_COMBINING, true))
		return NULL;
	io_next = va + (end - start);
	return (void *)(va + (phys - start));
}

/* Areas follow one another. A freed area stays mapped, and the next uses it. */
static u64 area_next = AREAS;

bool area_resize(void *area, u64 size)
{
	static u64 mapped = AREAS;
	u64 end = ALIGN_UP((u64)area + size, PAGE_SIZE);

	if (end > mapped && (end - mapped) / PAGE_SIZE > pages_free())
		return false;
	for (; mapped < end; mapped += PAGE_SIZE)
		if (!map_new_page(mapped))
			return false;
	area_next = end;
	return true;
}

void *area_begin(void)
{
	return (void *)area_next;
}

/* Of each stack: STACK_FRAME, or 0. */
static u64 frame_apart;

void stack_frames_apart(void)
{
	frame_apart = STACK_FRAME;
}

/* The last word of a free stack has the next free stack's top. */
static u64 free_stacks;
static struct spinlock stacks_lock;

static u64 *last_word(u64 top)
{
	return (u64 *)top - 1;
}

/* If mapping fails half way, the next call reuses the pages mapped so far. */
static u64 take_stack(void)
{
	static u64 next = KERNEL_STACKS + PAGE_SIZE; /* above a guard page */
	static u64 mapped = KERNEL_STACKS + PAGE_SIZE;
	u64 top = free_stacks;

	if (top) {
		free_stacks = *last_word(top);
		return top;
	}
	top = next + KERNEL_STACK_SIZE + (frame_apart ? PAGE_SIZE : 0);
	for (; mapped < top; mapped += PAGE_SIZE)
		if (!map_new_page(mapped))
			return 0;
	pages_keep(KERNEL_STACK_SIZE / PAGE_SIZE); /* free_stacks has it then */
	next = mapped = top + PAGE_SIZE;
	return frame_apart ? top - PAGE_SIZE + frame_apart : top;
}

u64 stack_alloc(void)
{
	u64 top;

	spin_lock(&stacks_lock);
	top = take_stack();
	spin_unlock(&stacks_lock);
	/* Ring 3's table will have this page: nothing of others is in it. */
	if (top && frame_apart)
		memset((void *)(top - frame_apart), 0, PAGE_SIZE);
	return top;
}

void stack_free(u64 top)
{
	spin_lock(&stacks_lock);
	*last_word(top) = free_stacks;
	free_stacks = top;
	spin_unlock(&stacks_lock);
}
