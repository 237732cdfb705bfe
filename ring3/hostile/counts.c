/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls about interrupts: interruptions() and tick(), with addresses and
 * rates that ring 0 must refuse. The last row raises a spurious interrupt.
 */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "layout.h"

#define TICK_TOO_OFTEN 100001
#define PATIENCE 100000000ul /* turns of a loop, which take seconds */

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
	bool always = interrupted(A_WHILE); /* the boot option tick= is set */

	judge_that(sys_tick(TICK_TOO_OFTEN) == -EINVAL, "tick, too often",
		   TICK_TOO_OFTEN);
	if (sys_tick(TICK_HZ) == -ENODEV) {
		row_skip("there is no timer");
		return;
	}
	judge_that(interrupted(PATIENCE), "tick", TICK_HZ);
	sys_tick(0);
	interrupts(); /* one may still be pending */
	judge_that(interrupted(A_WHILE) == always, "no tick", 0);
}

#define SPURIOUS_VECTOR 0xff

/*
 * Ring 0 does not acknowledge a spurious interrupt, which is not in service.
 * This one is raised by software, so it is in service; selftest() acknowledges
 * it, or it would block all other interrupts on Bochs 2.7.
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
	{ "tick: the timer comes when it is asked for, and not after that",
	  tick_on_demand, NULL },
	{ "an interrupt by the spurious vector is not acknowledged", spurious,
	  NULL },
};

const struct group count_group = { "counts", rows, ARRAY_SIZE(rows) };
