/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The story of one crossing, told behind it: the instruction and what was put
 * in, the pt_regs that ring 0 saw, the return that it took and why, and what
 * came back.
 */
#include "../lib/print.h"
#include "walk.h"

#define MAX_CHANGES 5 /* more changed registers than this make a table */

static const char *const path_names[] = {
	[RETURN_SYSRET] = "SYSRET",
	[RETURN_SYSEXIT] = "SYSEXIT",
	[RETURN_IRET] = "IRET",
};

static const struct {
	const char *name, *words;
} reasons[RETURN_REASONS] = {
	[RETURN_FAST] = { "RETURN_FAST", "it loads just what pt_regs holds" },
	[RETURN_NO_FAST] = { "RETURN_NO_FAST", "the gate has no other return" },
	[RETURN_CX] = { "RETURN_CX", "rcx is not what the fast return needs" },
	[RETURN_DX] = { "RETURN_DX", "rdx is not the rip to return to" },
	[RETURN_NONCANONICAL] = { "RETURN_NONCANONICAL",
				  "the way back is not in ring 3" },
	[RETURN_CS] = { "RETURN_CS", "cs is not what it would load" },
	[RETURN_SS] = { "RETURN_SS", "ss is not what it would load" },
	[RETURN_R11] = { "RETURN_R11", "r11 is not the rflags to load" },
	[RETURN_FLAGS] = { "RETURN_FLAGS", "rflags has a bit it cannot load" },
};

/* Who fills the fields of pt_regs that are not general registers. */
static const char *const filled_by[GATES] = {
	[GATE_SYSCALL] =
		"by the stub: ip from rcx, flags from r11, sp from where the\n"
		"# stub parked it, cs and ss constants, orig_ax from rax:",
	[GATE_SYSENTER] =
		"by the stub: ip from rdx, sp from rcx, flags by pushf with IF\n"
		"# set, cs and ss constants, orig_ax from rax:",
	[GATE_INT80] = "ip cs flags sp ss by the CPU, orig_ax by the stub, "
		       "from rax:",
};

/* Three columns, 76 characters. */
static void tell_cell(size_t column, const char *name, u64 value)
{
	print("%s%8s %016lx%s", column ? "" : "#", name, value,
	      column == 2 ? "\n" : "");
}

static void tell_state(const struct machine_state *state)
{
	for (size_t i = STATE_AX; i <= STATE_R15; i++)
		tell_cell((i - STATE_AX) % 3, state_names[i], state->word[i]);
	tell_cell(1, state_names[STATE_FLAGS], state->word[STATE_FLAGS]);
	print("\n");
}

static void tell_instruction(const struct trip *trip)
{
	const struct gate_info *gate = &gates[trip->gate];

	print("# 0x%lx: ", (u64)gate->at);
	for (const u8 *byte = gate->at; byte < gate->behind; byte++)
		print("%02x ", *byte);
	print(" %s  with rax 0x%lx, rflags 0x%lx\n", gate->instruction,
	      trip->in.word[STATE_AX], trip->in.word[STATE_FLAGS]);
}

static void tell_pt_regs(const struct trip *trip)
{
	const u64 *field = (const u64 *)&seen.regs;

	print("# pt_regs at 0x%lx, %u bytes, up to the very top of\n"
	      "# the kernel stack. Pushed by the stub (ax is the result by "
	      "now):\n",
	      seen.regs_at, PT_SIZE);
	for (size_t i = 0; i < PT_FIELDS; i++) {
		if (i * sizeof(u64) == PT_ORIG_AX)
			print("# Filled %s\n", filled_by[trip->gate]);
		tell_cell(i % 3, pt_fields[i].name, field[i]);
	}
}

static void tell_arguments(const struct trip *trip)
{
	const u8 *arguments = gates[trip->gate].arguments;

	print("# arguments:");
	for (size_t i = 0; i < ARRAY_SIZE(gates->arguments); i++)
		print(" %s", state_names[arguments[i]]);
	print("\n");
}

static void tell_return(void)
{
	if (seen.path >= ARRAY_SIZE(path_names) ||
	    seen.reason >= RETURN_REASONS)
		return;
	print("# back by %s: %s, %s\n", path_names[seen.path],
	      reasons[seen.reason].name, reasons[seen.reason].words);
}

static void tell_signal(void)
{
	if (caught.count)
		print("# %u signal %d, trapno %lu, at 0x%lx, rflags 0x%lx\n",
		      caught.count, caught.signal, caught.trapno, caught.ip,
		      caught.flags);
}

static void tell_changes(const struct trip *trip)
{
	const u64 *in = trip->in.word, *out = cross_out.word;
	unsigned int changes = 0;

	for (size_t i = 0; i <= STATE_R15; i++)
		changes += in[i] != out[i];
	if (changes > MAX_CHANGES) {
		print("# %u of 17 changed; behind it:\n", changes);
		tell_state(&cross_out);
		return;
	}
	for (size_t i = 0; i <= STATE_R15; i++)
		if (in[i] != out[i])
			print("#%8s %016lx -> %016lx\n", state_names[i], in[i],
			      out[i]);
	print("# the %u others of 16 registers and rflags are as they were\n",
	      17 - changes);
}

void tell_trip(const struct trip *trip, bool whole)
{
	tell_instruction(trip);
	if (whole) {
		tell_arguments(trip);
		tell_state(&trip->in);
	}
	if (whole && seen.gate != GATE_NONE)
		tell_pt_regs(trip);
	if (seen.gate != GATE_NONE)
		tell_return();
	tell_signal();
	tell_changes(trip);
}
