/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attacks that single instructions prevent: a fence, a cleared register.
 * selftest() compares the code that runs with the file that was built;
 * tests/fences.t and tests/clear-regs.t look for the instructions in that file.
 */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "hostile.h"

static bool live_code_is_as_built(void)
{
	long changes = sys_selftest(SELFTEST_CODE, 0);

	if (changes == -EPERM)
		row_skip("selftest() is not allowed: boot with selftest=on");
	else
		judge_that(!changes, "bytes of code", changes);
	return changes != -EPERM;
}

void attack_live_code(void)
{
	live_code_is_as_built();
}

void attack_speculation(void)
{
	if (!live_code_is_as_built())
		return;
	row_skip(emulated() ? SURVIVED "an emulator does not speculate"
			    : "not shown: it needs a side channel to measure");
}
