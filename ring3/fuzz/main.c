/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz[:COUNT[:SEED]] makes COUNT crossings with random values in every
 * register and flag, by a random gate, from 64-bit or 32-bit code, with a
 * random number and random pointers; a quarter of them have segments of an LDT.
 * It compares every register that the ABI preserves, and every answer. The same
 * SEED makes the same crossings.
 */
#include <linux/auxvec.h>
#include "fuzz.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/number.h"
#include "ring3/lib/print.h"
#include "ring3/lib/wild.h"
#include "lib/printf.h"
#include "trapnr.h"

#define DEFAULT_COUNT 10000
#define MAX_SHOWN 5 /* wrong states that are printed, a gate */
#define LDT_ONE_IN 4 /* the last quarter of the states has an LDT */
#define TITLE_MAX 80

int main(int argc, char **argv, char **envp, u64 *auxv);

static struct {
	u64 states, wrong, traps;
	u64 far, frames; /* from other code segments; by rt_sigreturn */
	u64 departures; /* #NP where the SDM has #SS */
} counts[WAYS];

static void make_crossing(struct trial *trial)
{
	load_segments(&trial->segments);
	if (trial->far.stub && !trial->frame)
		far_cross(&trial->far, trial->sp, trial->trap);
	else if (trial->trap)
		cross_caught(gates[trial->gate].stub);
	else
		cross_wild(trial->gate, trial->sp);
}

/* POPF gets random bits for the flags, too, that ring 3 cannot change. */
static void load_all_flags(void)
{
	cross_in.word[STATE_FLAGS] |= random_bits() & ~(USER_FLAGS |
							X86_EFLAGS_TF);
}

/* A stack segment that is not present must be #SS (SDM vol. 2, "IRET"). */
static bool departs(const struct trial *trial)
{
	return trial->frame && trial->signal.trapno == X86_TRAP_SS &&
	       caught.trapno == X86_TRAP_NP;
}

static bool signalled_right(const struct trial *trial)
{
	const struct caught *signal = &trial->signal;

	if (caught.count != signal->count)
		return false;
	return !caught.count ||
	       ((caught.trapno == signal->trapno || departs(trial)) &&
		caught.error_code == signal->error_code &&
		caught.ip == signal->ip && caught.cs == signal->cs &&
		caught.ss == signal->ss);
}

static bool same_segments(const struct segments *a, const struct segments *b)
{
	return a->ds == b->ds && a->es == b->es && a->fs == b->fs &&
	       a->gs == b->gs && a->fs_base == b->fs_base &&
	       a->gs_base == b->gs_base;
}

static bool words_same(const struct machine_state *a,
		       const struct machine_state *b)
{
	for (size_t i = 0; i < STATE_WORDS; i++)
		if (a->word[i] != b->word[i])
			return false;
	return true;
}

static void show_segments(const struct trial *trial,
			  const struct segments *now)
{
	const struct segments *was = &trial->expected_segments;

	same_word("", "ds", was->ds, now->ds);
	same_word("", "es", was->es, now->es);
	same_word("", "fs", was->fs, now->fs);
	same_word("", "gs", was->gs, now->gs);
	same_word("", "fs base", was->fs_base, now->fs_base);
	same_word("", "gs base", was->gs_base, now->gs_base);
}

static void show_signal(const char *when, const struct caught *signal)
{
	print("# %s: %u signals, the last: trapno %lu, error code 0x%lx, "
	      "rip 0x%lx, cs 0x%lx, ss 0x%lx\n",
	      when, signal->count, signal->trapno, signal->error_code,
	      signal->ip, signal->cs, signal->ss);
}

static void show(const struct trial *trial, u64 number,
		 const struct segments *now)
{
	const u64 *in = cross_in.word;

	print("# state %lu, by %s, number 0x%lx, rsp 0x%lx%s%s:\n", number,
	      gates[trial->gate].name, in[STATE_AX], trial->sp,
	      trial->trap ? ", with TF" : "",
	      trial->frame ? ", a frame" : "");
	if (trial->far.stub)
		print("# code segment 0x%x from 0x%x\n", trial->far.cs,
		      trial->far.base);
	same_state(&trial->expected, &cross_out);
	show_segments(trial, now);
	if (signalled_right(trial))
		return;
	show_signal("expected", &trial->signal);
	show_signal("got", &caught);
}

static void judge(struct trial *trial, u64 number)
{
	struct segments now;
	u64 shown = counts[trial->gate].wrong;

	store_segments(&now);
	if (trial->loses_rsp)
		cross_out.word[STATE_SP] = (u32)cross_out.word[STATE_SP];
	abi_allow(trial->lands_as, &cross_out, &trial->expected);
	counts[trial->gate].states++;
	counts[trial->gate].traps += trial->trap;
	counts[trial->gate].frames += trial->frame;
	counts[trial->gate].far += trial->far.stub && !trial->frame;
	counts[trial->gate].departures += departs(trial);
	if (words_same(&trial->expected, &cross_out) &&
	    same_segments(&trial->expected_segments, &now) &&
	    signalled_right(trial))
		return;
	counts[trial->gate].wrong++;
	if (shown < MAX_SHOWN)
		show(trial, number, &now);
}

static void report(enum call_way gate)
{
	const char *reason = gate_lacks(gate);
	char title[TITLE_MAX];

	snprintf(title, sizeof(title), "%s: every register and answer is right",
		 gates[gate].name);
	if (reason) {
		ktap_skip(title, reason);
		return;
	}
	print("# %s: %lu states, %lu of them with TF, %lu from segments of "
	      "their own, %lu frames, %lu wrong\n",
	      gates[gate].name, counts[gate].states, counts[gate].traps,
	      counts[gate].far, counts[gate].frames, counts[gate].wrong);
	if (counts[gate].departures)
		print("# finding: IRET to an ss that is not present is #NP, "
		      "not #SS (%lu times)\n", counts[gate].departures);
	ktap_row(counts[gate].states && !counts[gate].wrong, title);
}

static u64 seed_of_boot(const u64 *auxv)
{
	for (; auxv[0] != AT_NULL; auxv += 2)
		if (auxv[0] == AT_RANDOM)
			return *(const u64 *)auxv[1] >> 32;
	return 0;
}

int main(int argc, char **argv, char **envp, u64 *auxv)
{
	u64 count = argc > 1 ? number(argv[1]) : DEFAULT_COUNT;
	u64 seed = argc > 2 ? number(argv[2]) : seed_of_boot(auxv);
	struct trial trial;

	(void)envp;
	ktap_plan(WAYS);
	print("# fuzz: %lu states; init=fuzz:%lu:%lu repeats them\n", count,
	      count, seed);
	tell_excluded();
	catch_faults();
	random_start(seed);
	for (u64 i = 0; i < count; i++) {
		if (i == count - count / LDT_ONE_IN)
			ldt_start();
		trial_prepare(&trial);
		load_all_flags();
		make_crossing(&trial);
		judge(&trial, i);
	}
	for (enum call_way gate = 0; gate < WAYS; gate++)
		report(gate);
	return ktap_end();
}
