/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page allocator. It hands out freed pages first, and then pages that were
 * never used, in the order of the memory map's conventional ranges.
 */

#include "mm/pages.h"
#include "cpu/features.h"
#include "log/console.h"
#include "cpu_ops.h"
#include "lib/string.h"
#include "mm/direct_map.h"
#include "panic/panic.h"

#define LOW_MEMORY 0x100000 /* what is below, firmware may still use */

struct page_table ring0_table;
struct spinlock ring0_table_lock;

/* For all that follows. It is the last one that is taken. */
static struct spinlock lock;
static const struct memory_range *range, *range_end;
static u64 next_phys; /* in *range: the next page that was never used */
static u64 mapped_end; /* where the GiB of the last one ends */
static u64 spare; /* a page to be the page table of a further GiB; 0: none */
static u64 total, in_use; /* pages */
static u64 promised; /* pages that programs may still take */
static u64 kept; /* pages in use that ring 0 never frees */
static u64 direct_map_size;

/* A freed page's first word has the next freed page's physical address. */
static u64 free_list;

/* The part [start, end) of a range that may be used; none if start >= end. */
static void usable(const struct memory_range *r, u64 *start, u64 *end)
{
	*start = r->phys < LOW_MEMORY ? LOW_MEMORY : r->phys;
	*end = r->phys + r->pages * PAGE_SIZE;
	if (*end > direct_map_size)
		*end = direct_map_size;
	if (r->type != MEMORY_CONVENTIONAL)
		*end = *start;
}

/* Finds where next_phys may be used. false: nowhere any more. */
static bool find_next(void)
{
	u64 start, end;

	for (; range < range_end; range++) {
		usable(range, &start, &end);
		if (next_phys < start)
			next_phys = start;
		if (next_phys < end)
			return true;
	}
	return false;
}

/*
 * The first page of each GiB, which pages_init() has not counted, is what will
 * map the next one: there is no other way to reach a page for that.
 */
static bool enter_gib(void)
{
	if (!direct_map_add(next_phys, &spare))
		return false;
	mapped_end = ALIGN_DOWN(next_phys, GIB) + GIB;
	if (!spare && !ring0_table.page_1g) {
		spare = next_phys;
		next_phys += PAGE_SIZE;
	}
	return find_next();
}

static u64 page_never_used(void)
{
	if (!find_next())
		return 0;
	while (next_phys >= mapped_end)
		if (!enter_gib())
			return 0;
	next_phys += PAGE_SIZE;
	return next_phys - PAGE_SIZE;
}

/* One of those that are free, promised or not. The lock is held. */
static u64 take_any(void)
{
	u64 phys = free_list;

	if (phys)
		free_list = *(u64 *)phys_to_virt(phys);
	else
		phys = page_never_used();
	if (phys)
		in_use++;
	return phys;
}

static u64 take(void)
{
	return in_use + promised < total ? take_any() : 0;
}

u64 page_take(void)
{
	u64 phys;

	spin_lock(&lock);
	phys = take();
	spin_unlock(&lock);
	return phys;
}

bool pages_promise(u64 count)
{
	bool enough;

	spin_lock(&lock);
	enough = count <= total - in_use - promised;
	if (enough)
		promised += count;
	spin_unlock(&lock);
	return enough;
}

void pages_release(u64 count)
{
	spin_lock(&lock);
	promised -= count;
	spin_unlock(&lock);
}

u64 page_take_promised(void)
{
	u64 phys;

	spin_lock(&lock);
	phys = promised ? take_any() : 0;
	promised -= !!phys;
	spin_unlock(&lock);
	if (!phys)
		panic("a page that was promised is not there");
	return phys;
}

u64 page_alloc(void)
{
	u64 phys = page_take();

	if (phys)
		memset(phys_to_virt(phys), 0, PAGE_SIZE);
	return phys;
}

void page_free(u64 phys)
{
	spin_lock(&lock);
	*(u64 *)phys_to_virt(phys) = free_list;
	free_list = phys;
	in_use--;
	spin_unlock(&lock);
}

u64 page_keep(void)
{
	u64 phys;

	spin_lock(&lock);
	phys = take();
	kept += !!phys;
	spin_unlock(&lock);
	return phys;
}

void pages_keep(u64 count)
{
	spin_lock(&lock);
	kept += count;
	spin_unlock(&lock);
}

u64 pages_lent(void)
{
	return in_use - kept + promised;
}

u64 pages_free(void)
{
	return total - in_use - promised;
}

void pages_limit(u64 bytes)
{
	u64 pages = bytes / PAGE_SIZE;

	if (!bytes || pages >= total)
		return;
	total = pages > in_use ? pages : in_use;
	printk("# memory: limited to %lu.%02lu MiB by mem=\n",
	       total * PAGE_SIZE >> 20,
	       (total * PAGE_SIZE & ((1 << 20) - 1)) * 100 >> 20);
}

u64 pages_total(void)
{
	return total;
}

static u64 table_alloc(void *context)
{
	(void)context;
	return page_take();
}

static u64 table_keep(void *context)
{
	(void)context;
	return page_keep();
}

static void table_free(void *context, u64 phys)
{
	(void)context;
	page_free(phys);
}

#define ROOT_ENTRIES 512
#define HIGH_HALF 256 /* the first entry of ring 0's half */

/* All but one page in each GiB: enter_gib(). */
static void count_pages(void)
{
	const struct memory_range *r;
	u64 start, end, gib_end = 0;

	for (r = range; r < range_end; r++) {
		usable(r, &start, &end);
		if (start >= end)
			continue;
		total += (end - start) / PAGE_SIZE;
		if (start < gib_end)
			start = gib_end;
		if (start < end && !ring0_table.page_1g) {
			gib_end = ALIGN_UP(end, GIB);
			total -= (gib_end - ALIGN_DOWN(start, GIB)) / GIB;
		}
	}
}

void ring0_table_init(const struct boot_info *boot)
{
	ring0_table = (struct page_table){
		.root_phys = read_cr3() & PTE_ADDRESS,
		.levels = boot->paging_levels,
		.page_1g = cpu_features.page_1g,
		.offset = DIRECT_MAP,
		.alloc = table_keep,
		.free = table_free,
	};
}

void pages_init(const struct boot_info *boot)
{
	u64 *root;

	range = boot->memory_map;
	range_end = range + boot->memory_map_entries;
	direct_map_size = boot->direct_map_size;
	count_pages();
	/* Unmap the loader's handover code: the low half is ring 3's now. */
	root = phys_to_virt(ring0_table.root_phys);
	memset(root, 0, HIGH_HALF * sizeof(*root));
	write_cr3(ring0_table.root_phys);
}

bool user_table_init(struct page_table *table)
{
	const u64 *ring0 = phys_to_virt(ring0_table.root_phys);
	u64 *root;

	*table = ring0_table;
	table->alloc = table_alloc;
	table->root_phys = page_alloc();
	if (!table->root_phys)
		return false;
	root = phys_to_virt(table->root_phys);
	memcpy(root + HIGH_HALF, ring0 + HIGH_HALF,
	       (ROOT_ENTRIES - HIGH_HALF) * sizeof(*root));
	return true;
}

void user_table_free(struct page_table *table)
{
	page_table_free(table, 0, ~0ull, 0, ~0ull);
	page_free(table->root_phys);
	table->root_phys = 0;
}
