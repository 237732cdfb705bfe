/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz[:COUNT[:SEED]]: COUNT crossings with random values in every register
 * and flag, by a random gate, from 64-bit or 32-bit code, with a random number
 * and random pointers. All that the ABI preserves is compared, and every
 * answer. SEED repeats a run.
 */
#include <linux/auxvec.h>
#include "fuzz/fuzz.h"
#include "lib/caught.h"
#include "lib/number.h"
#include "lib/print.h"
#include "lib/wild.h"
#include "layout.h"
#include "printf.h"
#include "trapnr.h"

#define DEFAULT_COUNT 10000
#define MAX_SHOWN 5 /* states that went wrong, of a gate */
#define TRAP_ONE_IN 16
#define TITLE_MAX 80

int main(int argc, char **argv, char **envp, u64 *auxv);

static struct {
	u64 states, wrong, traps;
} counts[ALL_GATES];

/* One state: what is loaded, and what must be there behind the crossing. */
struct trial {
	u64 number; /* from 0 */
	enum gate gate;
	bool trap; /* TF is set */
	u64 sp;
	s64 answer;
	struct machine_state expected;
	struct segments segments, expected_segments;
};

u64 task_size(void)
{
	return (u64)__builtin_frame_address(0) < TASK_SIZE_4_LEVEL
		       ? TASK_SIZE_4_LEVEL
		       : TASK_SIZE_5_LEVEL;
}

/*
 * Without TF or an argument there nothing needs a stack: rsp is anything; with
 * one, nowhere near what brk and mmap have made memory.
 */
static u64 random_sp(enum gate gate, bool trap)
{
	u64 sp = random_value();

	if (trap)
		return (u64)cross_stack_end - 8 * random_below(64);
	if (gates[gate].arguments[5] != AT_SP)
		return sp;
	if (random_below(2))
		return (u64)scratch + random_below(SCRATCH_SIZE);
	narrow(&sp);
	return sp;
}

static enum gate random_gate(void)
{
	enum gate gate;

	do
		gate = random_below(ALL_GATES);
	while (gate_lacks(gate));
	return gate;
}

/* By the plain stub, whose rsp can take the signal. Its handler clears TF. */
static void expect_trap(struct trial *trial)
{
	u64 *in = cross_in.word;

	in[STATE_SP] = trial->sp;
	abi_name_return(trial->gate, &cross_in);
	in[STATE_FLAGS] |= X86_EFLAGS_TF;
	abi_expect(trial->gate, &cross_in, trial->answer, &trial->expected);
	trial->expected.word[STATE_FLAGS] &= ~X86_EFLAGS_TF;
}

static void prepare(struct trial *trial, u64 number)
{
	u64 *in = cross_in.word;

	*trial = (struct trial){
		.number = number,
		.gate = random_gate(),
		.trap = !random_below(TRAP_ONE_IN),
	};
	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = random_value();
	in[STATE_FLAGS] = ALWAYS_FLAGS | (random_bits() & USER_FLAGS);
	trial->sp = random_sp(trial->gate, trial->trap);
	trial->answer = random_call(trial->gate, trial->sp, &cross_in);
	random_segments(&trial->segments);
	trial->expected_segments = trial->segments;
	expect_bases(trial->gate, &cross_in, trial->answer,
		     &trial->expected_segments);
	if (trial->trap)
		expect_trap(trial);
	else
		wild_expect(trial->gate, trial->sp, trial->answer,
			    &trial->expected);
	if (gates[trial->gate].gate == GATE_INT80)
		trial->expected.word[STATE_SS] = trial->segments.ss;
}

static void run(struct trial *trial)
{
	load_segments(&trial->segments);
	if (trial->trap)
		cross_caught(gates[trial->gate].stub);
	else
		cross_wild(trial->gate, trial->sp);
}

/* The flags that popf cannot change are loaded, too, and must not stick. */
static void load_all_flags(void)
{
	cross_in.word[STATE_FLAGS] |= random_bits() & ~(USER_FLAGS |
							X86_EFLAGS_TF);
}

static bool trapped_right(const struct trial *trial)
{
	if (caught.count != trial->trap)
		return false;
	return !caught.count || (caught.trapno == X86_TRAP_DB &&
				 caught.ip == (u64)gates[trial->gate].stepped);
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

static void show(const struct trial *trial, const struct segments *now)
{
	const u64 *in = cross_in.word;

	print("# state %lu, by %s, number 0x%lx, rsp 0x%lx%s:\n",
	      trial->number, gates[trial->gate].name, in[STATE_AX], trial->sp,
	      trial->trap ? ", with TF" : "");
	same_state(&trial->expected, &cross_out);
	show_segments(trial, now);
	if (!trapped_right(trial))
		print("# %u signals, the last: trapno %lu, error code 0x%lx, "
		      "rip 0x%lx\n",
		      caught.count, caught.trapno, caught.error_code,
		      caught.ip);
}

static void judge(struct trial *trial)
{
	struct segments now;
	u64 shown = counts[trial->gate].wrong;

	store_segments(&now);
	abi_allow(trial->gate, &cross_out, &trial->expected);
	counts[trial->gate].states++;
	counts[trial->gate].traps += trial->trap;
	if (words_same(&trial->expected, &cross_out) &&
	    same_segments(&trial->expected_segments, &now) &&
	    trapped_right(trial))
		return;
	counts[trial->gate].wrong++;
	if (shown < MAX_SHOWN)
		show(trial, &now);
}

static void report(enum gate gate)
{
	const char *reason = gate_lacks(gate);
	char title[TITLE_MAX];

	snprintf(title, sizeof(title), "%s: every register and answer is right",
		 gates[gate].name);
	if (reason) {
		ktap_skip(title, reason);
		return;
	}
	print("# %s: %lu states, %lu of them with TF, %lu wrong\n",
	      gates[gate].name, counts[gate].states, counts[gate].traps,
	      counts[gate].wrong);
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
	ktap_plan(ALL_GATES);
	print("# fuzz: %lu states; init=fuzz:%lu:%lu repeats them\n", count,
	      count, seed);
	tell_excluded();
	catch_faults();
	random_start(seed);
	for (u64 i = 0; i < count; i++) {
		prepare(&trial, i);
		load_all_flags();
		run(&trial);
		judge(&trial);
	}
	for (enum gate gate = 0; gate < ALL_GATES; gate++)
		report(gate);
	return ktap_end();
}
