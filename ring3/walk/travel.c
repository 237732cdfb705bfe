/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes one crossing, which ring 0 records and whose faults are caught, and
 * compares its results with the expected ones.
 */
#include <asm/errno.h>
#include <asm/processor-flags.h>
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "walk.h"

struct crossing seen;
static bool observed;

const struct pt_field pt_fields[PT_FIELDS] = {
	{ "r15", STATE_R15 },	  { "r14", STATE_R14 }, { "r13", STATE_R13 },
	{ "r12", STATE_R12 },	  { "bp", STATE_BP },	{ "bx", STATE_BX },
	{ "r11", STATE_R11 },	  { "r10", STATE_R10 }, { "r9", STATE_R9 },
	{ "r8", STATE_R8 },	  { "ax", STATE_AX },	{ "cx", STATE_CX },
	{ "dx", STATE_DX },	  { "si", STATE_SI },	{ "di", STATE_DI },
	{ "orig_ax", NOT_STATE }, { "ip", STATE_IP },	{ "cs", STATE_CS },
	{ "flags", STATE_FLAGS }, { "sp", STATE_SP },	{ "ss", STATE_SS },
};

/* observe() records the next call, so the crossing must be that call. */
void travel(const struct trip *trip)
{
	seen.regs.gate = GATE_NONE;
	cross_in = trip->in;
	observed = sys_observe(&seen) != -ENOSYS;
	cross_caught(gates[trip->gate].stub);
}

/* IRETQ and others look at CS alone, in the lowest bits of its slot. */
u64 seen_field(size_t i)
{
	const u64 *field = (const u64 *)&seen.regs;

	return i * sizeof(u64) == PT_CS ? seen.regs.cs : field[i];
}

/* The value that pt_regs must hold in field i when ring 0 returns. */
static u64 expected_field(const struct trip *trip, size_t i)
{
	switch (i * sizeof(u64)) {
	case PT_ORIG_AX:
		return trip->orig_ax;
	case PT_FLAGS:
		return trip->flags;
	default:
		return trip->expected.word[pt_fields[i].state];
	}
}

static bool ring0_agrees(const struct trip *trip)
{
	bool ok = true;

	for (size_t i = 0; i < PT_FIELDS; i++)
		ok &= same_word("pt_regs->", pt_fields[i].name,
				expected_field(trip, i), seen_field(i));
	ok &= same_word("", "end of pt_regs", seen.stack_top,
			seen.regs_at + PT_SIZE);
	ok &= same_word("", "gate", gates[trip->gate].gate, seen.regs.gate);
	ok &= same_word("", "return path", trip->path, seen.path);
	ok &= same_word("", "return reason", trip->reason, seen.reason);
	if (!trip->replaced && trip->expected.word[STATE_AX] != (u64)-ENOSYS)
		ok &= same_word("", "row of the table", (u32)trip->orig_ax,
				seen.row);
	return ok;
}

static bool signals_are_right(const struct trip *trip)
{
	bool ok = true;

	if (caught.count != trip->traps ||
	    (caught.count && caught.signal != SIGTRAP)) {
		print("# %u signals, expected %u SIGTRAP; the last: signal %d, "
		      "trapno %lu\n# at 0x%lx, cr2 0x%lx\n",
		      caught.count, trip->traps, caught.signal, caught.trapno,
		      caught.ip, caught.address);
		return false;
	}
	if (!caught.count)
		return true;
	ok &= same_word("", "SIGTRAP's rip", (u64)trip->trap_ip, caught.ip);
	ok &= same_word("", "SIGTRAP's trapno", 1, caught.trapno);
	ok &= same_word("", "SIGTRAP's rflags",
			trip->expected.word[STATE_FLAGS] | X86_EFLAGS_TF,
			caught.flags);
	return ok;
}

bool arrived(const struct trip *trip)
{
	bool ok = signals_are_right(trip);

	ok &= same_state(&trip->expected, &cross_out);
	if (observed)
		ok &= ring0_agrees(trip);
	return ok;
}
