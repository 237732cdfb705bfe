/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes memory until there is none, by each call that gives some, in small
 * steps and at once; gives half of it back and takes it again; then gives all
 * of it back. New memory must be zeros, so that nothing of ring 0's or of
 * earlier programs' is left in it.
 */
#include <asm/errno.h>
#include <linux/mman.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "layout.h"
#include "memory_rows.h"

#define READ_WRITE (PROT_READ | PROT_WRITE)
#define PATTERN 0x5a17ab1e5a17ab1e
#define MIB 0x100000ul
#define FAR (1ul << 40)	   /* no other mapping shares its page tables */
#define STEP (16 * PAGE_SIZE)
#define PIECES 400	   /* pages: more than ring 0's list has room for */
#define LDT_PAGES_AT_MOST 32 /* 16 for it, the rest for its page tables */

/* A list of pages; each page's first word points to the page before. */
struct chain {
	u64 *last;
	u64 pages;
};

/* How many pages the first row got. Every other way must get as many. */
static u64 all_pages;

static u64 map(u64 at, u64 size, u64 flags)
{
	long result = sys_mmap(at, size, READ_WRITE, PRIVATE | flags);

	if (result < 0) {
		judge_that(result == -ENOMEM, "mmap", -result);
		return 0;
	}
	return result;
}

static bool unmap(u64 at, u64 size)
{
	return !sys_munmap(at, size);
}

/* Returns whether every word was 0, and fills them with PATTERN. */
static bool was_zero(u64 *word, u64 size)
{
	u64 *end = word + size / sizeof(*word);
	u64 seen = 0;

	for (; word < end; word++) {
		seen |= *word;
		*word = PATTERN;
	}
	return !seen;
}

static void take_pages(struct chain *chain)
{
	u64 *page;

	while ((page = (u64 *)map(0, PAGE_SIZE, 0))) {
		judge_that(was_zero(page, PAGE_SIZE), "zeros", (u64)page);
		page[0] = (u64)chain->last;
		chain->last = page;
		chain->pages++;
	}
}

/* Gives all pages back but so many. */
static void return_pages(struct chain *chain, u64 but)
{
	while (chain->pages > but) {
		u64 *page = chain->last;

		judge_that(page[1] == PATTERN, "as it was left", (u64)page);
		chain->last = (u64 *)page[0];
		judge_that(unmap((u64)page, PAGE_SIZE), "munmap", (u64)page);
		chain->pages--;
	}
}

void exhaust_by_pages(void)
{
	struct chain chain = { NULL, 0 };

	take_pages(&chain);
	all_pages = chain.pages;
	judge_that(all_pages > 16 * MIB / PAGE_SIZE, "16 MiB", all_pages);
	return_pages(&chain, all_pages / 2);
	take_pages(&chain);
	judge_that(chain.pages == all_pages, "all of it again", chain.pages);
	return_pages(&chain, 0);
}

/* A call for more memory than there is must change nothing. */
void exhaust_at_once(void)
{
	static const u64 huge[] = { 1ul << 44, 1ul << 45, 1ul << 46 };
	u64 size = all_pages * PAGE_SIZE, at;

	for (size_t i = 0; i < ARRAY_SIZE(huge); i++)
		judge_that(!map(0, huge[i], 0), "huge", huge[i]);
	judge_that(!map(0, size + PAGE_SIZE, 0), "a page more", size);
	at = map(0, size, 0);
	judge_that(at, "all of it", size);
	if (!at)
		return;
	judge_that(was_zero((u64 *)at, size), "zeros", at);
	judge_that(unmap(at, size / 2), "half of it", at);
	judge_that(map(at, size / 2, MAP_FIXED) == at, "that again", at);
	judge_that(was_zero((u64 *)at, size / 2), "zeros", at);
	judge_that(unmap(at, size), "all of it back", at);
}

/* Grows the data segment until brk refuses. Returns where it then ends. */
static u64 grow_brk(u64 end, u64 step)
{
	while (sys_brk(end + step) == end + step) {
		judge_that(was_zero((u64 *)end, step), "zeros", end);
		end += step;
	}
	judge_that(sys_brk(0) == end, "it stays", end);
	return end;
}

void exhaust_by_brk(void)
{
	u64 start = sys_brk(0);
	u64 end = grow_brk(grow_brk(start, STEP), PAGE_SIZE);
	u64 half = start + (end - start) / 2 / PAGE_SIZE * PAGE_SIZE;

	judge_that((end - start) / PAGE_SIZE + STEP / PAGE_SIZE >= all_pages,
		   "all of it", (end - start) / PAGE_SIZE);
	judge_that(sys_brk(half) == half, "half of it back", half);
	judge_that(grow_brk(half, PAGE_SIZE) == end, "that again", end);
	judge_that(sys_brk(start) == start, "all of it back", start);
}

/*
 * With so few pages left, mapping one far away may fail for its page tables. It
 * must then give all pages back that it took for them.
 */
static void take_far(u64 left)
{
	u64 size = (all_pages - left) * PAGE_SIZE;
	u64 near = map(0, size, 0);
	u64 far = map(FAR, PAGE_SIZE, MAP_FIXED);

	judge_that(near, "what is near", left);
	if (far)
		judge_that(unmap(far, PAGE_SIZE), "munmap", far);
	far = left ? map(near - left * PAGE_SIZE, left * PAGE_SIZE, MAP_FIXED)
		   : 0;
	judge_that(!left || far, "what was left", left);
	judge_that(unmap(near - left * PAGE_SIZE, all_pages * PAGE_SIZE),
		   "all of it back", left);
}

void exhaust_tables(void)
{
	for (u64 left = 0; left < 8; left++)
		take_far(left);
}

#define SCATTERED 100 /* pages of memory for pages far apart, with tables */
#define GIB (1ul << 30)

/*
 * Each page in a GiB of its own needs two page tables. All that the calls gave
 * must come when it is touched, when it is too late to say no.
 */
void exhaust_scattered(void)
{
	u64 size = (all_pages - SCATTERED) * PAGE_SIZE;
	u64 near = map(0, size, 0), count = 0, i;

	while (map(FAR + count * GIB, PAGE_SIZE, MAP_FIXED))
		count++;
	judge_that(count >= SCATTERED / 4 && count <= SCATTERED / 3,
		   "far ones", count);
	judge_that(was_zero((u64 *)near, size), "near zeros", near);
	for (i = 0; i < count; i++)
		judge_that(was_zero((u64 *)(FAR + i * GIB), PAGE_SIZE),
			   "far zeros", i);
	judge_that(unmap(near, size), "what is near", near);
	judge_that(unmap(FAR, count * GIB), "what is far", count);
}

/* Each change of a page's rights makes new ranges, until their list is full. */
void exhaust_pieces(void)
{
	u64 at = map(0, PIECES * PAGE_SIZE, 0), page = at;
	long result = 0;

	for (; !result && page < at + PIECES * PAGE_SIZE; page += 2 * PAGE_SIZE)
		result = sys_mprotect(page, PAGE_SIZE, PROT_READ);
	page -= 2 * PAGE_SIZE;
	judge_that(result == -ENOMEM, "mprotect", -result);
	judge_that(was_zero((u64 *)page, PAGE_SIZE), "as it was", page);
	judge_that(!map(0, PAGE_SIZE, 0), "nor mmap", page);
	judge_that(unmap(at, PIECES * PAGE_SIZE), "all of it back", at);
	at = map(0, PAGE_SIZE, 0);
	judge_that(at && unmap(at, PAGE_SIZE), "then again", at);
}

ATTEMPT_STUB(try_without_memory, "mov 0, %rax");

void without_memory(void)
{
	struct outcome fault = fault_at(try_without_memory, X86_TRAP_PF,
					PF_USER);
	u64 size = all_pages * PAGE_SIZE, at = map(0, size, 0);

	judge_that(at && !map(0, PAGE_SIZE, 0), "all of it", size);
	if (!at)
		return;
	attempt_load();
	attempt(try_without_memory);
	judge("a signal", 0, &fault, NULL);
	judge_that(!sys_uname((void *)at), "uname", 0);
	judge_that(!sys_sched_yield(), "sched_yield", 0);
	judge_that(!sys_mprotect(at, size, PROT_NONE), "mprotect", at);
	judge_that(!sys_mprotect(at, size, READ_WRITE), "and back", at);
	judge_that(map(at, PAGE_SIZE, MAP_FIXED) == at, "one for one", at);
	judge_that(unmap(at, size), "all of it back", at);
}

/* Tries to make an LDT with so many pages left. Returns whether it worked. */
static bool take_ldt(u64 left)
{
	struct user_desc info = { .limit = 1 };
	u64 size = (all_pages - left) * PAGE_SIZE, at = map(0, size, 0);
	int error = sys_modify_ldt(LDT_WRITE, &info, sizeof(info));

	judge_that(at && unmap(at, size), "all of it back", left);
	judge_that(!error || error == -ENOMEM, "modify_ldt", -error);
	return !error;
}

/* The LDT stays for the program's life, and espfix's pages for ever. */
void exhaust_ldt(void)
{
	struct chain chain = { NULL, 0 };
	u64 left = 0, entry;

	if (sys_modify_ldt(LDT_READ, &entry, sizeof(entry))) {
		row_skip("the program has an LDT: run hostile:memory alone");
		return;
	}
	judge_that(!take_ldt(left), "without memory", left);
	while (left < LDT_PAGES_AT_MOST && !take_ldt(left))
		left++;
	take_pages(&chain);
	judge_that(left > 16 && chain.pages + left >= all_pages,
		   "what failed is given back", chain.pages);
	all_pages = chain.pages;
	return_pages(&chain, 0);
}

void keep_all(void)
{
	struct chain chain = { NULL, 0 };

	take_pages(&chain);
	judge_that(chain.pages == all_pages, "all of it", chain.pages);
}
