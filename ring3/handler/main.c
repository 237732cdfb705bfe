/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handler tests two things, by each gate from 64-bit and 32-bit code: a call's
 * handler gets six arguments in their order, and each register that the handler
 * changes in the frame arrives in ring 3. Needs selftest=on.
 */
#include <asm/errno.h>
#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "lib/printf.h"
#include "lib/string.h"

#define TITLE_MAX 80

int main(void);

static bool selftest; /* ring 0 allows selftest() */

/* pt_regs' fields that a handler may change; ax gets the call's result. */
static const u8 pt_offset[] = {
	[STATE_CX] = PT_CX,   [STATE_DX] = PT_DX,   [STATE_BX] = PT_BX,
	[STATE_SP] = PT_SP,   [STATE_BP] = PT_BP,   [STATE_SI] = PT_SI,
	[STATE_DI] = PT_DI,   [STATE_R8] = PT_R8,   [STATE_R9] = PT_R9,
	[STATE_R10] = PT_R10, [STATE_R11] = PT_R11, [STATE_R12] = PT_R12,
	[STATE_R13] = PT_R13, [STATE_R14] = PT_R14, [STATE_R15] = PT_R15,
};

/* A value of its own for each n. */
static u64 value(unsigned int n)
{
	return (n + 1) * 0x0123456789abcdef;
}

static void load(enum call_way gate)
{
	u64 *in = cross_in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = ~value(i);
	in[STATE_FLAGS] = ALWAYS_FLAGS;
	in[STATE_SP] = (u64)cross_stack_end - sizeof(u64);
	in[STATE_AX] = gates[gate].selftest;
	abi_name_return(gate, &cross_in);
}

/* Makes the call. Returns whether all registers came back as expected. */
static bool came_back(enum call_way gate, struct machine_state *expected)
{
	bool ok;

	cross_caught(gates[gate].stub);
	abi_allow(gate, &cross_out, expected);
	ok = same_word("", "signals", 0, caught.count);
	ok &= same_state(expected, &cross_out);
	return ok;
}

static bool arguments_arrive(enum call_way gate)
{
	static u64 got[ARGUMENTS];
	const u64 given[ARGUMENTS] = { SELFTEST_ARGUMENTS, (u64)got, value(2),
				       value(3), value(4), value(5) };
	u64 expected[ARGUMENTS];
	struct machine_state state;
	bool ok;

	memset(got, 0, sizeof(got));
	load(gate);
	for (unsigned int n = 0; n < ARGUMENTS; n++)
		expected[n] = abi_put_argument(gate, &cross_in, n, given[n]);
	abi_expect(gate, &cross_in, 0, &state);
	ok = came_back(gate, &state);
	for (unsigned int n = 0; n < ARGUMENTS; n++) {
		char name[TITLE_MAX];

		snprintf(name, sizeof(name), "argument %u", n + 1);
		ok &= same_word("", name, expected[n], got[n]);
	}
	return ok;
}

/* Ring 0 returns to a changed frame by IRET, which can load any value. */
static bool changes_arrive(enum call_way gate)
{
	bool ok = true;

	for (unsigned int i = STATE_CX; i < ARRAY_SIZE(pt_offset); i++) {
		struct machine_state expected;
		u64 changed;

		load(gate);
		abi_put_argument(gate, &cross_in, 0, SELFTEST_SET_REG);
		abi_put_argument(gate, &cross_in, 1, pt_offset[i]);
		changed = abi_put_argument(gate, &cross_in, 2, value(i));
		abi_expect(gate, &cross_in, 0, &expected);
		expected.word[i] = changed;
		ok &= came_back(gate, &expected);
	}
	return ok;
}

static void row(enum call_way gate, const char *what,
		bool (*holds)(enum call_way gate))
{
	const char *reason = gate_lacks(gate);
	char title[TITLE_MAX];

	if (!selftest)
		reason = "selftest() is not allowed: boot with selftest=on";
	snprintf(title, sizeof(title), "%s: %s", gates[gate].name, what);
	if (reason)
		ktap_skip(title, reason);
	else
		ktap_row(holds(gate), title);
}

int main(void)
{
	ktap_plan(2 * WAYS);
	catch_faults();
	selftest = sys_selftest(SELFTESTS, 0) == -EINVAL;
	for (enum call_way gate = 0; gate < WAYS; gate++) {
		row(gate, "six arguments arrive, in order",
		    arguments_arrive);
		row(gate, "what a handler changes in the frame arrives",
		    changes_arrive);
	}
	return ktap_end();
}
