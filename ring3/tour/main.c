/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The crossings that `make tour` steps through: getpid by each way, and, with
 * selftest=on, a call after which only IRET is right. Each register has a value
 * of its own, so that a reader sees where ring 3's values are in ring 0.
 */
#include <asm/prctl.h>
#include <asm/processor-flags.h>
#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "selftest.h"

/* Eight times the same byte, another one in each register. */
#define PATTERN(register) (0x0101010101010101ul * (0xa0 + (register)))

#define GS_BASE 0x6a6a6a6a6a6aul

int main(void);

static void prepare(enum call_way way)
{
	u64 *word = cross_in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		word[i] = PATTERN(i);
	word[STATE_FLAGS] = ALWAYS_FLAGS | X86_EFLAGS_CF;
	word[STATE_SP] = (u64)cross_stack_end - 0x100;
	abi_name_return(way, &cross_in);
}

static bool result_is(enum call_way way, const char *what, u64 expected)
{
	bool ok = cross_out.word[STATE_AX] == expected;

	print("%s - %s: %s\n", ok ? "# ok" : "# not ok", gates[way].name, what);
	return ok;
}

static bool tour_getpid(enum call_way way)
{
	prepare(way);
	cross_in.word[STATE_AX] = gates[way].getpid;
	cross_caught(gates[way].stub);
	return result_is(way, "getpid", sys_getpid());
}

/* RF in pt_regs is what a debugger sets there to pass a breakpoint. */
static bool tour_iret(enum call_way way)
{
	prepare(way);
	cross_in.word[STATE_AX] = gates[way].selftest;
	abi_put_argument(way, &cross_in, 0, SELFTEST_SET_RF);
	cross_caught(gates[way].stub);
	return result_is(way, "selftest sets RF", 0);
}

int main(void)
{
	bool ok = true;

	catch_faults();
	sys_arch_prctl(ARCH_SET_GS, GS_BASE);
	for (enum call_way way = 0; way < WAYS; way++) {
		const char *lacks = gate_lacks(way);

		if (lacks) {
			print("# %s: %s\n", gates[way].name, lacks);
			continue;
		}
		ok &= tour_getpid(way);
		if (way == BY_SYSCALL || way == BY_SYSENTER)
			ok &= tour_iret(way);
	}
	return !ok;
}
