/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that give memory: each error and each address must be Linux's.
 * memory_rights.c has the rows on rights, demand.c those on pages that nobody
 * has touched, exhaust.c those that use up memory.
 */
#include <asm/errno.h>
#include <linux/mman.h>
#include <unistd_32.h>
#include "ring3/lib/sys.h"
#include "ring3/lib/task_size.h"
#include "hostile.h"
#include "memory_rows.h"

#define MIN_ADDR 0x10000ul
#define GIB (1ul << 30)
#define ODD 1ul /* makes an address or a size that is not page-aligned */

/* What mmap refuses, with the errors and the order of checks of Linux 6.1. */
static void mmap_errors(void)
{
	const u64 size = task_size();
	const struct {
		u64 addr, len, prot, flags;
		s64 fd;
		u64 offset;
		long error;
	} bad[] = {
		{ 0, 0, PROT_READ, PRIVATE, -1, 0, -EINVAL },
		{ 0, -1ul, PROT_READ, PRIVATE, -1, 0, -ENOMEM },
		{ 0, -PAGE_SIZE, PROT_READ, PRIVATE, -1, 0, -ENOMEM },
		{ 0, 1ul << 63, PROT_READ, PRIVATE, -1, 0, -ENOMEM },
		{ 0, size, PROT_NONE, PRIVATE, -1, 0, -ENOMEM },
		{ 0, size + PAGE_SIZE, PROT_NONE, PRIVATE, -1, 0, -ENOMEM },
		{ 0, PAGE_SIZE, PROT_READ, PRIVATE, -1, ODD, -EINVAL },
		{ 0, PAGE_SIZE, PROT_READ, MAP_ANONYMOUS, -1, 0, -EINVAL },
		{ 0, PAGE_SIZE, PROT_READ, MAP_ANONYMOUS | MAP_TYPE, -1, 0,
		  -EINVAL },
		{ 0, PAGE_SIZE, PROT_READ, PRIVATE | MAP_HUGETLB, -1, 0,
		  -EINVAL },
		{ 0, PAGE_SIZE, PROT_READ, MAP_PRIVATE, -1, 0, -EBADF },
		{ 0, 0, PROT_READ, MAP_PRIVATE, 7, 0, -EBADF },
		{ 0, PAGE_SIZE, PROT_READ, MAP_PRIVATE, STDOUT, 0, -ENODEV },
		{ 0, 0, PROT_READ, MAP_PRIVATE, STDOUT, 0, -EINVAL },
		{ GIB + ODD, PAGE_SIZE, PROT_READ, PRIVATE | MAP_FIXED, -1, 0,
		  -EINVAL },
		{ 0, PAGE_SIZE, PROT_READ, PRIVATE | MAP_FIXED, -1, 0, -EPERM },
		{ MIN_ADDR - PAGE_SIZE, PAGE_SIZE, PROT_READ,
		  PRIVATE | MAP_FIXED, -1, 0, -EPERM },
		{ size, PAGE_SIZE, PROT_READ, PRIVATE | MAP_FIXED, -1, 0,
		  -ENOMEM },
		{ size - PAGE_SIZE, 2 * PAGE_SIZE, PROT_READ,
		  PRIVATE | MAP_FIXED, -1, 0, -ENOMEM },
		{ -PAGE_SIZE, PAGE_SIZE, PROT_READ, PRIVATE | MAP_FIXED, -1, 0,
		  -ENOMEM },
		{ RING0_LINK, PAGE_SIZE, PROT_READ, PRIVATE | MAP_FIXED, -1, 0,
		  -ENOMEM },
		{ (u64)cross_stack & -PAGE_SIZE, PAGE_SIZE, PROT_READ,
		  PRIVATE | MAP_FIXED_NOREPLACE, -1, 0, -EEXIST },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		judge_that(call_syscall(__NR_mmap, bad[i].addr, bad[i].len,
					bad[i].prot, bad[i].flags, bad[i].fd,
					bad[i].offset) == bad[i].error,
			   "mmap", i);
}

static void other_errors(void)
{
	const u64 size = task_size();
	const u64 page = sys_mmap(0, 3 * PAGE_SIZE, PROT_READ, PRIVATE);
	const struct {
		u64 number, addr, len, prot;
		long result;
	} calls[] = {
		{ __NR_munmap, page + ODD, PAGE_SIZE, 0, -EINVAL },
		{ __NR_munmap, page, 0, 0, -EINVAL },
		{ __NR_munmap, size + PAGE_SIZE, PAGE_SIZE, 0, -EINVAL },
		{ __NR_munmap, page, -1ul, 0, -EINVAL },
		{ __NR_munmap, page, -PAGE_SIZE, 0, -EINVAL },
		{ __NR_munmap, RING0_LINK, PAGE_SIZE, 0, -EINVAL },
		{ __NR_munmap, size - PAGE_SIZE, PAGE_SIZE, 0, 0 },
		{ __NR_munmap, page + PAGE_SIZE, ODD, 0, 0 }, /* a hole */
		{ __NR_mprotect, page + ODD, PAGE_SIZE, PROT_READ, -EINVAL },
		{ __NR_mprotect, page, 0, -1ul, -EINVAL }, /* both grow */
		{ __NR_mprotect, page, 0, PROT_READ, 0 },
		{ __NR_mprotect, page, -1ul, PROT_READ, -ENOMEM },
		{ __NR_mprotect, page, PAGE_SIZE, 1 << 4, -EINVAL },
		{ __NR_mprotect, page, PAGE_SIZE, PROT_GROWSUP, -EINVAL },
		{ __NR_mprotect, page, PAGE_SIZE, PROT_GROWSDOWN, -EINVAL },
		{ __NR_mprotect, page, PAGE_SIZE, PROT_SEM | PROT_READ, 0 },
		{ __NR_mprotect, page + PAGE_SIZE, PAGE_SIZE, PROT_READ,
		  -ENOMEM },
		{ __NR_mprotect, page, 3 * PAGE_SIZE, PROT_READ, -ENOMEM },
		{ __NR_mprotect, 0, PAGE_SIZE, PROT_READ, -ENOMEM },
		{ __NR_mprotect, RING0_LINK, PAGE_SIZE, PROT_WRITE, -ENOMEM },
		{ __NR_munmap, page, 3 * PAGE_SIZE, 0, 0 },
		{ __NR_munmap, page, 3 * PAGE_SIZE, 0, 0 }, /* nothing there */
	};

	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		judge_that(call_syscall(calls[i].number, calls[i].addr,
					calls[i].len, calls[i].prot, 0, 0,
					0) == calls[i].result,
			   "call", i);
}

/* Maps a page, checks its address, and unmaps it. */
static void place(const char *what, u64 hint, u64 flags, u64 expected)
{
	long got = sys_mmap(hint, PAGE_SIZE, PROT_READ, PRIVATE | flags);

	judge_that(got == (long)expected, what, got);
	if (got > 0)
		sys_munmap(got, PAGE_SIZE);
}

/* With 5 levels, only a hint above 47 bits gives an address there. */
static void place_past_the_end(long next)
{
	long got;

	if (task_size() == TASK_SIZE_4_LEVEL) {
		place("a hint past the end", -PAGE_SIZE, 0, next);
		return;
	}
	got = sys_mmap(-PAGE_SIZE, PAGE_SIZE, PROT_READ, PRIVATE);
	judge_that(got >= (long)TASK_SIZE_4_LEVEL &&
			   got < (long)TASK_SIZE_5_LEVEL,
		   "a hint past the end, with 5 levels", got);
	sys_munmap(got, PAGE_SIZE);
}

static void places(void)
{
	long first = sys_mmap(0, 2 * PAGE_SIZE, PROT_READ, PRIVATE);
	long next = first - PAGE_SIZE, below, low;

	judge_that(first < (long)TASK_SIZE_4_LEVEL, "within 47 bits", first);
	place("below the first", 0, 0, next);
	place("a hint", 64 * GIB, 0, 64 * GIB);
	place("a hint, rounded down", 64 * GIB + ODD, 0, 64 * GIB);
	place("a hint that is taken", first + PAGE_SIZE, 0, next);
	place("a low hint", ODD + PAGE_SIZE, 0, MIN_ADDR);
	place_past_the_end(next);
	place("the lowest", MIN_ADDR, MAP_FIXED, MIN_ADDR);
	place("the highest", task_size() - PAGE_SIZE, MAP_FIXED,
	      task_size() - PAGE_SIZE);
	place("no replacement", 64 * GIB, MAP_FIXED_NOREPLACE, 64 * GIB);
	low = sys_mmap(0, PAGE_SIZE, PROT_READ, PRIVATE | MAP_32BIT);
	judge_that(low >= (long)GIB && low < 2 * (long)GIB, "MAP_32BIT", low);
	sys_munmap(low, PAGE_SIZE);
	below = call_int80(__NR_ia32_mmap2, 0, PAGE_SIZE, PROT_READ, PRIVATE,
			   -1ul, -1ul);
	judge_that(below > 0 && below < 4 * (long)GIB, "int 0x80", below);
	judge_that(!call_int80(__NR_ia32_mprotect, below, PAGE_SIZE, PROT_WRITE,
			       0, 0, 0), "i386 mprotect", below);
	judge_that(!call_int80(__NR_ia32_munmap, below, PAGE_SIZE, 0, 0, 0, 0),
		   "i386 munmap", below);
	sys_munmap(first, 2 * PAGE_SIZE);
}

/* brk reports no error: it returns the old end if it cannot change it. */
static void brk_is(const char *what, u64 asked, u64 expected)
{
	judge_that(sys_brk(asked) == expected, what, asked);
}

static void data_end(void)
{
	u64 start = sys_brk(0), above = start + 4 * PAGE_SIZE;
	volatile u8 *last = (volatile u8 *)start + PAGE_SIZE - 1;

	judge_that(start % PAGE_SIZE == 0, "brk's start", start);
	brk_is("below the start", start - 1, start);
	brk_is("past the end", -1ul, start);
	brk_is("one byte", start + ODD, start + ODD);
	*last = 1;
	brk_is("its page", start + PAGE_SIZE, start + PAGE_SIZE);
	judge_that(*last == 1, "and what is in it", start);
	brk_is("back", start, start);
	brk_is("two pages", start + 2 * PAGE_SIZE, start + 2 * PAGE_SIZE);
	judge_that(!*last, "zeros", start);
	sys_mmap(above, PAGE_SIZE, PROT_READ, PRIVATE | MAP_FIXED);
	brk_is("into what is above", above + 1, start + 2 * PAGE_SIZE);
	brk_is("up to what is above", above, start + 2 * PAGE_SIZE);
	brk_is("up to a page below", above - PAGE_SIZE, above - PAGE_SIZE);
	sys_munmap(above, PAGE_SIZE);
	judge_that((u64)call_int80(__NR_ia32_brk, start, 0, 0, 0, 0, 0) ==
			   start, "i386 brk", start);
}

static const struct row rows[] = {
	{ "mmap: each error as Linux has it", mmap_errors, NULL },
	{ "munmap and mprotect: each error as Linux has it", other_errors,
	  NULL },
	{ "mmap: hints, fixed and chosen addresses", places, NULL },
	{ "PROT_READ, WRITE, EXEC and NONE: just that, by each way",
	  memory_rights, NULL },
	{ "munmap: the page is gone at once, and comes back as zeros",
	  memory_gone_at_once, NULL },
	{ "untouched pages: each comes at its first touch, and once",
	  demand_counts, NULL },
	{ "a first touch without the right: SEGV_ACCERR, and no page comes",
	  demand_rights, NULL },
	{ "ring 0's copies touch first, too: the call goes on", demand_copies,
	  NULL },
	{ "a signal's frame on a stack that nobody touched", demand_signal,
	  NULL },
	{ "MAP_POPULATE: all pages are there at once", demand_populate, NULL },
	{ "ring 0's copies: -EFAULT where a page or a right is missing",
	  memory_copies, NULL },
	{ "ring 0's copies: to the last byte below ring 3's end",
	  memory_last_byte, NULL },
	{ "observe: what it was to write to is gone", memory_late_copy, NULL },
	{ "brk: as Linux has it", data_end, NULL },
	{ "mmap, page by page until -ENOMEM: zeros, and all of it comes back",
	  exhaust_by_pages, NULL },
	{ "mmap, as much as there is at once", exhaust_at_once, NULL },
	{ "brk until it stays where it is", exhaust_by_brk, NULL },
	{ "page tables until -ENOMEM: a page here, a page there",
	  exhaust_tables, NULL },
	{ "pages far apart until -ENOMEM: each can be touched",
	  exhaust_scattered, NULL },
	{ "mprotect into pieces until -ENOMEM: nothing is half done",
	  exhaust_pieces, NULL },
	{ "without memory: every other call, and signals", without_memory,
	  NULL },
	{ "modify_ldt with ever more memory until it is enough", exhaust_ldt,
	  NULL },
	{ "leaves with all memory, full of a pattern", keep_all, NULL },
};

const struct group memory_group = { "memory", rows, ARRAY_SIZE(rows) };
