/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ring 3 may ask of the interrupts: how many came, and that the timer's
 * do; with addresses and rates that must be refused. And a spurious one.
 */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "layout.h"

#define TICK_TOO_OFTEN 100001
#define PATIENCE 100000000ul /* turns of a loop: seconds */

static void bad_addresses(void)
{
	static const u64 bad[] = {
		0, TASK_SIZE_4_LEVEL - 8, NONCANONICAL, DIRECT_MAP, RING0_LINK,
		-sizeof(struct interruptions),
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		judge_that(sys_interruptions((struct interruptions *)bad[i]) ==
			   -EFAULT, "interruptions", bad[i]);
}

static u64 interrupts(void)
{
	struct interruptions now = { 0 };

	sys_interruptions(&now);
	return now.interrupts;
}

bool interrupted(u64 turns)
{
	u64 before = interrupts();

	for (u64 i = 0; i < turns; i++)
		if (i % TICK_HZ == 0 && interrupts() != before)
			return true;
	return false;
}

static void tick_on_demand(void)
{
	bool always = interrupted(A_WHILE); /* the boot option tick= */

	judge_that(sys_tick(TICK_TOO_OFTEN) == -EINVAL, "tick, too often",
		   TICK_TOO_OFTEN);
	if (sys_tick(TICK_HZ) == -ENODEV) {
		row_skip("there is no timer");
		return;
	}
	judge_that(interrupted(PATIENCE), "tick", TICK_HZ);
	sys_tick(0);
	interrupts(); /* one may have been under way */
	judge_that(interrupted(A_WHILE) == always, "no tick", 0);
}

#define SPURIOUS_VECTOR 0xff

/*
 * This one is raised, so ring 0's handler leaves it in service, and selftest()
 * acknowledges it; on Bochs 2.7 it would stay so for good, and hold back all.
 */
static void spurious(void)
{
	long answer = sys_selftest(SELFTEST_INTERRUPT, SPURIOUS_VECTOR);

	if (answer < 0)
		row_skip(answer == -EPERM ? "boot with selftest=on"
					  : "there is no local APIC");
	else
		judge_that(answer == (SPURIOUS_VECTOR | SELFTEST_IN_SERVICE),
			   "vector", answer);
}

static const struct row rows[] = {
	{ "interruptions: nothing is written where ring 3 may not",
	  bad_addresses, NULL },
	{ "tick: the timer comes when it is asked for, and no more behind it",
	  tick_on_demand, NULL },
	{ "an interrupt by the spurious vector is not acknowledged", spurious,
	  NULL },
};

const struct group count_group = { "counts", rows, ARRAY_SIZE(rows) };
