/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages come when they are first touched: by ring 3, by a copy of ring 0's, or
 * by a signal's frame. getrusage counts those that came.
 */
#include <asm/errno.h>
#include <asm/siginfo.h>
#include <linux/mman.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "layout.h"
#include "memory_rows.h"

#define READ_WRITE (PROT_READ | PROT_WRITE)
#define PAGES 16
#define SET_MASK 2 /* SIG_SETMASK */

ATTEMPT_STUB(try_first_read, "mov (%rax), %bl");
ATTEMPT_STUB(try_first_write, "mov %bl, (%rax)");
ATTEMPT_STUB(try_first_call, "call *%rax");

static u64 untouched(u64 pages, u64 prot, u64 flags)
{
	return sys_mmap(0, pages * PAGE_SIZE, prot, PRIVATE | flags);
}

/* Reads a byte of each page; returns whether all were 0. */
static bool touch(u64 at, u64 pages)
{
	const volatile u8 *byte = (const volatile u8 *)at;
	u8 seen = 0;

	for (u64 i = 0; i < pages; i++)
		seen |= byte[i * PAGE_SIZE + i];
	return !seen;
}

/* Judges how many pages came since there were before of them. */
static void came(const char *what, long before, long expected)
{
	long now = sys_minor_faults();

	judge_that(now - before == expected, what, now - before);
}

void demand_counts(void)
{
	long before = sys_minor_faults();
	u64 at = untouched(PAGES, READ_WRITE, 0);

	came("none at the call", before, 0);
	judge_that(touch(at, PAGES), "zeros", at);
	came("one a page", before, PAGES);
	judge_that(touch(at, PAGES), "zeros", at);
	sys_mprotect(at, PAGES * PAGE_SIZE, PROT_NONE);
	sys_mprotect(at, PAGES * PAGE_SIZE, PROT_READ);
	judge_that(touch(at, PAGES), "zeros", at);
	came("none again", before, PAGES);
	sys_munmap(at, PAGES * PAGE_SIZE);
	sys_mmap(at, PAGES * PAGE_SIZE, PROT_NONE, PRIVATE | MAP_FIXED);
	sys_mprotect(at, PAGES * PAGE_SIZE, PROT_READ);
	judge_that(touch(at, PAGES), "zeros", at);
	came("one a page, mapped anew", before, 2 * PAGES);
	sys_munmap(at, PAGES * PAGE_SIZE);
}

/* The fault must say that no page was there, and leave it so. */
static void refused(attempt_stub *stub, u64 prot, u64 error_code, u64 flags)
{
	u64 page = untouched(1, prot, flags);
	struct outcome fault = fault_at(stub, X86_TRAP_PF,
					PF_USER | error_code);
	long before = sys_minor_faults();

	if (stub == try_first_call)
		fault.ip = page;
	attempt_load();
	fault.address = cross_in.word[STATE_AX] = page;
	attempt(stub);
	judge("refused", prot, &fault, NULL);
	judge_that(caught.code == SEGV_ACCERR, "si_code", caught.code);
	came("no page", before, 0);
	sys_munmap(page, PAGE_SIZE);
}

void demand_rights(void)
{
	refused(try_first_read, PROT_NONE, 0, 0);
	refused(try_first_write, PROT_NONE, PF_WRITE, 0);
	refused(try_first_write, PROT_READ, PF_WRITE, 0);
	refused(try_first_write, PROT_READ | PROT_EXEC, PF_WRITE, 0);
	refused(try_first_call, PROT_NONE, PF_FETCH, 0);
	refused(try_first_call, READ_WRITE, PF_FETCH, 0);
}

/* Each copy's first byte is the last of a page, and its last in the next. */
void demand_copies(void)
{
	u64 page = untouched(4, READ_WRITE, 0);
	u64 across = page + PAGE_SIZE - 1, size = PAGE_SIZE;
	u64 read_only = untouched(1, PROT_READ, 0);
	u64 mask = 0;
	long before = sys_minor_faults();

	judge_that(!sys_uname((struct new_utsname *)across), "to ring 3", 0);
	came("both pages", before, 2);
	across += 2 * size;
	judge_that(!sys_rt_sigprocmask(SET_MASK, (u64 *)across, &mask),
		   "from ring 3", 0);
	came("both of these", before, 4);
	judge_that(sys_uname((struct new_utsname *)read_only) == -EFAULT,
		   "read-only", 0);
	came("none for what is refused", before, 4);
	sys_rt_sigprocmask(SET_MASK, &mask, NULL);
	sys_munmap(read_only, PAGE_SIZE);
	sys_munmap(page, 4 * PAGE_SIZE);
}

void demand_signal(void)
{
	u64 stack = untouched(PAGES, READ_WRITE, 0);
	struct outcome fault = fault_at(try_first_read, X86_TRAP_PF, PF_USER);
	long before = sys_minor_faults();

	attempt_load();
	cross_in.word[STATE_SP] = stack + PAGES * PAGE_SIZE;
	fault.address = cross_in.word[STATE_AX] = 0;
	attempt(try_first_read);
	judge("a signal", stack, &fault, NULL);
	judge_that(sys_minor_faults() > before, "a page came", stack);
	sys_munmap(stack, PAGES * PAGE_SIZE);
}

void demand_populate(void)
{
	static const u64 flags[] = { MAP_POPULATE, MAP_LOCKED };

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		long before = sys_minor_faults();
		u64 at = untouched(PAGES, READ_WRITE, flags[i]);

		came("at the call", before, PAGES);
		judge_that(touch(at, PAGES), "zeros", at);
		came("no more at a touch", before, PAGES);
		sys_munmap(at, PAGES * PAGE_SIZE);
	}
	refused(try_first_read, PROT_NONE, 0, MAP_POPULATE);
}
