/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that map and unmap memory. Arguments that are an error stay. Those
 * that would succeed are changed to a range in the arena, pages that nothing
 * else uses, or at the data segment's end, for which the model is exact.
 */
#include <asm/errno.h>
#include <linux/mman.h>
#include "ring3/lib/sys.h"
#include "fuzz.h"
#include "layout.h"

/* No random pointer points here, and nothing else is mapped around it. */
#define ARENA (LOWEST_RANDOM - 0x400000)
#define ARENA_PAGES 16ul
#define ARENA_END (ARENA + ARENA_PAGES * PAGE_SIZE)
#define BEYOND 4 /* pages after the arena that a range may reach into */
#define BRK_SIZE (16 * PAGE_SIZE)

#define STDERR 2
#define MMAP_MIN_ADDR 0x10000
#define PROT_ANY (PROT_READ | PROT_WRITE | PROT_EXEC)
#define PROT_GROWS (PROT_GROWSDOWN | PROT_GROWSUP)
#define FIXED (MAP_FIXED | MAP_FIXED_NOREPLACE)

static bool there[ARENA_PAGES];

/* Chooses a range in the arena, up to beyond pages longer, of any length. */
static void aim_at_arena(u64 *argument, u64 beyond)
{
	u64 page = random_below(ARENA_PAGES);
	u64 pages = 1 + random_below(ARENA_PAGES + beyond - page);

	argument[0] = ARENA + page * PAGE_SIZE;
	argument[1] = pages * PAGE_SIZE - random_below(PAGE_SIZE);
}

/* Records that the range, as far as it is in the arena, is mapped or not. */
static void change(const u64 *argument, bool is_there)
{
	u64 first = (argument[0] - ARENA) / PAGE_SIZE;
	u64 end = first + ALIGN_UP(argument[1], PAGE_SIZE) / PAGE_SIZE;

	for (u64 page = first; page < end && page < ARENA_PAGES; page++)
		there[page] = is_there;
}

static bool any_there(const u64 *argument)
{
	u64 end = argument[0] + ALIGN_UP(argument[1], PAGE_SIZE);

	for (u64 at = argument[0]; at < end && at < ARENA_END; at += PAGE_SIZE)
		if (there[(at - ARENA) / PAGE_SIZE])
			return true;
	return false;
}

static bool all_there(const u64 *argument)
{
	u64 end = argument[0] + ALIGN_UP(argument[1], PAGE_SIZE);

	for (u64 at = argument[0]; at < end; at += PAGE_SIZE)
		if (at >= ARENA_END || !there[(at - ARENA) / PAGE_SIZE])
			return false;
	return true;
}

static u64 brk_start(void)
{
	static u64 start;

	if (!start)
		start = sys_brk(0);
	return start;
}

void aim_brk(u64 *argument)
{
	u64 start = brk_start();

	if (random_below(2) ||
	    (argument[0] >= start && argument[0] <= task_size() - PAGE_SIZE))
		argument[0] = start + random_below(BRK_SIZE);
}

s64 answer_brk(const u64 *argument)
{
	static u64 brk;
	u64 start = brk_start();

	if (!brk)
		brk = start;
	if (argument[0] >= start && argument[0] < start + BRK_SIZE)
		brk = argument[0];
	return brk;
}

static s64 munmap_error(const u64 *argument)
{
	u64 limit = task_size();

	if (argument[0] % PAGE_SIZE || argument[0] > limit ||
	    argument[1] > limit - argument[0] || !argument[1])
		return -EINVAL;
	return 0;
}

void aim_munmap(u64 *argument)
{
	if (!munmap_error(argument))
		aim_at_arena(argument, BEYOND);
}

s64 answer_munmap(const u64 *argument)
{
	s64 error = munmap_error(argument);

	if (!error)
		change(argument, false);
	return error;
}

/* Returns 1 if the answer depends on which pages are mapped. */
static s64 mprotect_error(const u64 *argument)
{
	u64 prot = argument[2];

	if ((prot & PROT_GROWS) == PROT_GROWS || argument[0] % PAGE_SIZE)
		return -EINVAL;
	if (!argument[1])
		return 0;
	if (argument[0] + ALIGN_UP(argument[1], PAGE_SIZE) <= argument[0])
		return -ENOMEM;
	if (prot & ~(PROT_ANY | PROT_SEM | PROT_GROWS))
		return -EINVAL;
	return 1;
}

void aim_mprotect(u64 *argument)
{
	if (random_below(2))
		argument[2] = random_below(2 * PROT_SEM);
	if (mprotect_error(argument) > 0)
		aim_at_arena(argument, BEYOND);
}

/* With PROT_GROWSDOWN Linux takes the first range that reaches into it. */
s64 answer_mprotect(const u64 *argument)
{
	const u64 first[] = { argument[0], PAGE_SIZE };
	s64 error = mprotect_error(argument);

	if (error <= 0)
		return error;
	if (argument[2] & PROT_GROWSDOWN)
		return any_there(argument) ? -EINVAL : -ENOMEM;
	if (argument[2] & PROT_GROWSUP)
		return all_there(first) ? -EINVAL : -ENOMEM;
	return all_there(argument) ? 0 : -ENOMEM;
}

static bool no_file(const u64 *argument)
{
	return (u32)argument[4] > STDERR; /* 0 to 2 are the console */
}

/* The errors that mmap finds before it looks at the address; 1: none. */
static s64 mmap_error(const u64 *argument)
{
	u64 flags = argument[3];

	if (!(flags & MAP_ANONYMOUS) && no_file(argument))
		return -EBADF;
	if (!argument[1] || (flags & MAP_HUGETLB))
		return -EINVAL;
	if (!ALIGN_UP(argument[1], PAGE_SIZE))
		return -ENOMEM;
	return 1;
}

/* The errors of the address; 1: none, so aim_mmap() chose it in the arena. */
static s64 place_error(const u64 *argument)
{
	u64 size = ALIGN_UP(argument[1], PAGE_SIZE), limit = task_size();

	if (size > limit || argument[0] > limit - size)
		return -ENOMEM;
	if (argument[0] % PAGE_SIZE)
		return -EINVAL;
	if (argument[0] < MMAP_MIN_ADDR)
		return -EPERM;
	return 1;
}

/*
 * Always asks for a fixed address, since the model cannot know ring 0's, and
 * for no range that grows, since the model does not.
 */
void aim_mmap(u64 *argument)
{
	static const u32 kinds[] = { MAP_PRIVATE, MAP_SHARED, 0, MAP_TYPE };

	if (random_below(2))
		argument[3] = MAP_ANONYMOUS | kinds[random_below(4)] |
			      (random_below(2) ? MAP_FIXED : FIXED);
	argument[3] |= MAP_FIXED;
	if ((argument[3] & MAP_TYPE) == MAP_PRIVATE)
		argument[3] &= ~(u64)MAP_GROWSDOWN;
	if (random_below(2))
		argument[5] = 0;
	if (mmap_error(argument) > 0 &&
	    (random_below(2) || place_error(argument) > 0))
		aim_at_arena(argument, 0);
}

s64 answer_mmap2(const u64 *argument)
{
	u64 flags = argument[3], type = flags & MAP_TYPE;
	s64 error = mmap_error(argument);

	if (error > 0)
		error = place_error(argument);
	if (error <= 0)
		return error;
	if ((flags & MAP_FIXED_NOREPLACE) && any_there(argument))
		return -EEXIST;
	if (type != MAP_PRIVATE && type != MAP_SHARED)
		return -EINVAL;
	if (!(flags & MAP_ANONYMOUS))
		return -ENODEV;
	if (flags & MAP_GROWSDOWN)
		return -EINVAL;
	change(argument, true);
	return argument[0];
}

s64 answer_mmap(const u64 *argument)
{
	return argument[5] % PAGE_SIZE ? -EINVAL : answer_mmap2(argument);
}
