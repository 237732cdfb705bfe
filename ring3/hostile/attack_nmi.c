/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rsp points into the NMI's own stack while NMIs come in the SYSCALL window:
 * from SYSCALL to ring 0's first change of rsp, and after its last one. Each
 * instruction there gets one NMI, then one with another inside its handler
 * after a fault in it, then one with another on its last instruction.
 * selftest() raises them.
 */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "ring3/lib/wild.h"
#include "hostile.h"
#include "layout.h"

#define SYSCALL_SIZE 2
#define ENTRY_PAGES 32 /* of the entry area, with all IST stacks */

/* Makes a call with rsp = sp, which ring 0 disturbs as *sweep says. */
static bool cross_with(struct sweep *sweep, u64 sp)
{
	struct machine_state expected;

	attempt_load();
	sweep->at = (u64)wild_gates[BY_SYSCALL].after - SYSCALL_SIZE;
	sweep->entry = ENTRY_SYSCALL_64;
	if (sys_selftest(SELFTEST_SWEEP, (u64)sweep))
		return false;
	cross_in.word[STATE_AX] = gates[BY_SYSCALL].getpid;
	wild_expect(BY_SYSCALL, sp, sys_getpid(), &expected);
	cross_wild(BY_SYSCALL, sp);
	*sweep = (struct sweep){ 0 };
	return !sys_selftest(SELFTEST_SWEEP, (u64)sweep) && !caught.count &&
	       state_is(&expected);
}

static void nmis_at(u32 index, u64 sp, unsigned int *in_window)
{
	static const u32 events[] = { SWEEP_NMI, SWEEP_NMI_NESTED,
				      SWEEP_NMI_AT_END };

	for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
		struct sweep sweep = { .event = events[i], .index = index };
		bool served = cross_with(&sweep, sp);

		judge_that(served && sweep.landed == 1 &&
				   sweep.nested == (i != 0) && !sweep.wrong_gs,
			   "rsp", sp);
		*in_window += sweep.in_window;
		if (!sweep.in_window)
			return; /* rsp is ring 0's at this instruction */
	}
}

void attack_nmi_stack(void)
{
	long error = sys_selftest(SELFTEST_SWEEP, (u64)&(struct sweep){ 0 });
	unsigned int in_window = 0;

	if (error) {
		row_skip(error == -EPERM ? "boot with selftest=on"
					 : SURVIVED "it has no local APIC to "
						    "raise an NMI with");
		return;
	}
	for (u64 page = 0; page < ENTRY_PAGES; page++) {
		u64 sp = CPU_ENTRY_AREA + page * PAGE_SIZE + PAGE_SIZE / 2;
		struct sweep trace = { .event = SWEEP_TRACE };

		judge_that(cross_with(&trace, sp), "the trace of rsp", sp);
		for (u32 i = 0; i < trace.instructions; i++)
			nmis_at(i, sp, &in_window);
	}
	judge_that(in_window, "NMIs in the window", in_window);
}
