/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes one crossing, with ring 0 recording it and the program's own faults
 * caught, and compares what came of it with what must.
 */
#include <asm/errno.h>
#include <asm/processor-flags.h>
#include "../lib/print.h"
#include "../lib/signal.h"
#include "../lib/sys.h"
#include "segment.h"
#include "string.h"
#include "walk.h"

/* More signals than this on one trip: it leads nowhere. */
#define MAX_CAUGHT 8

struct caught caught;
struct crossing seen;
static bool observed;

const char *const state_names[STATE_WORDS] = {
	[STATE_FLAGS] = "rflags", [STATE_AX] = "rax",  [STATE_CX] = "rcx",
	[STATE_DX] = "rdx",	  [STATE_BX] = "rbx",  [STATE_SP] = "rsp",
	[STATE_BP] = "rbp",	  [STATE_SI] = "rsi",  [STATE_DI] = "rdi",
	[STATE_R8] = "r8",	  [STATE_R9] = "r9",   [STATE_R10] = "r10",
	[STATE_R11] = "r11",	  [STATE_R12] = "r12", [STATE_R13] = "r13",
	[STATE_R14] = "r14",	  [STATE_R15] = "r15", [STATE_IP] = "rip",
	[STATE_CS] = "cs",	  [STATE_SS] = "ss",
};

const struct pt_field pt_fields[PT_FIELDS] = {
	{ "r15", STATE_R15 },	  { "r14", STATE_R14 }, { "r13", STATE_R13 },
	{ "r12", STATE_R12 },	  { "bp", STATE_BP },	{ "bx", STATE_BX },
	{ "r11", STATE_R11 },	  { "r10", STATE_R10 }, { "r9", STATE_R9 },
	{ "r8", STATE_R8 },	  { "ax", STATE_AX },	{ "cx", STATE_CX },
	{ "dx", STATE_DX },	  { "si", STATE_SI },	{ "di", STATE_DI },
	{ "orig_ax", NOT_STATE }, { "ip", STATE_IP },	{ "cs", STATE_CS },
	{ "flags", STATE_FLAGS }, { "sp", STATE_SP },	{ "ss", STATE_SS },
};

/* A trap ends here; after any other fault the trip goes on at its end. */
static void catch_fault(int signal, struct siginfo *info,
			struct ucontext *context)
{
	struct sigcontext *regs = &context->uc_mcontext;

	(void)info;
	caught = (struct caught){
		.count = caught.count + 1,
		.signal = signal,
		.trapno = regs->trapno,
		.ip = regs->rip,
		.flags = regs->eflags,
		.address = regs->cr2,
	};
	if (!cross_caller_sp || caught.count > MAX_CAUGHT) {
		print("# walk: signal %d, trapno %lu, at 0x%lx: no way on\n",
		      signal, caught.trapno, caught.ip);
		sys_exit_group(1);
	}
	regs->eflags &= ~X86_EFLAGS_TF;
	if (signal == SIGTRAP)
		return;
	regs->rip = (u64)cross_landing;
	regs->cs = SEL_USER_CODE;
}

long travel_start(void)
{
	return on_fault(catch_fault);
}

/* Between observe() and the crossing there must be no other call. */
void travel(const struct trip *trip)
{
	memset(&caught, 0, sizeof(caught));
	memset(&cross_out, 0, sizeof(cross_out));
	seen.gate = GATE_NONE;
	cross_in = trip->in;
	observed = sys_observe(&seen) != -ENOSYS;
	cross(gates[trip->gate].stub);
}

static bool same(const char *where, const char *name, u64 expected, u64 got)
{
	if (expected == got)
		return true;
	print("# %s%s: expected 0x%016lx, got 0x%016lx\n", where, name,
	      expected, got);
	return false;
}

static bool state_arrived(const struct trip *trip)
{
	bool ok = true;

	for (size_t i = 0; i < STATE_WORDS; i++)
		ok &= same("", state_names[i], trip->expected.word[i],
			   cross_out.word[i]);
	return ok;
}

/* What pt_regs must hold in field i: what the return loads. */
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
	const u64 *field = (const u64 *)&seen.regs;
	bool ok = true;

	for (size_t i = 0; i < PT_FIELDS; i++)
		ok &= same("pt_regs->", pt_fields[i].name,
			   expected_field(trip, i), field[i]);
	ok &= same("", "end of pt_regs", seen.stack_top,
		   seen.regs_at + PT_SIZE);
	ok &= same("", "gate", trip->gate, seen.gate);
	ok &= same("", "return path", trip->path, seen.path);
	ok &= same("", "return reason", trip->reason, seen.reason);
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
	ok &= same("", "SIGTRAP's rip", (u64)trip->trap_ip, caught.ip);
	ok &= same("", "SIGTRAP's trapno", 1, caught.trapno);
	ok &= same("", "SIGTRAP's rflags",
		   trip->expected.word[STATE_FLAGS] | X86_EFLAGS_TF,
		   caught.flags);
	return ok;
}

bool arrived(const struct trip *trip)
{
	bool ok = signals_are_right(trip);

	ok &= state_arrived(trip);
	if (observed)
		ok &= ring0_agrees(trip);
	return ok;
}
