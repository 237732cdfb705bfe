/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How bench samples: the crossings, and what interrupts them, are simulated
 * here, and just the runs that something hit must be left out. And how bench
 * chooses its clock.
 */
#include "../../ring3/bench/clock_choice.c"
#include "../../ring3/bench/distribution.c"
#include "../../ring3/bench/sample.c"

#include "tap.h"

#define SAMPLES 10000
#define COST 80	       /* of a crossing, in ticks of the clock */
#define HIT 5000       /* of a crossing that was interrupted */
#define OUTLIER 100000 /* of a slow one that was not */
#define CLOCK_STEP 26  /* reading the clock takes a multiple of this */
#define OVERHEAD (2 * CLOCK_STEP)
#define GAP_STEP (3 * CLOCK_STEP)

struct world world = { .pid = 1, .counts = true, .counts_smis = true };
struct faults faults;
static struct interruptions now;
static unsigned int crossings, outliers, hits, named;
static unsigned int outlier_each, hit_each; /* every nth crossing; 0: none */
static u64 *hit_counts;			    /* the counter that a hit adds to */

static u64 crossing(struct call *call)
{
	crossings++;
	call->result = world.pid;
	if (hit_each && crossings % hit_each == 0) {
		++*hit_counts;
		hits++;
		return OVERHEAD + HIT;
	}
	if (outlier_each && crossings % outlier_each == 0) {
		outliers++;
		return OVERHEAD + OUTLIER;
	}
	return OVERHEAD + COST;
}

/* Every second gap is a tick; the others come from outside the guest. */
static u64 gap(struct call *call)
{
	bool tick = crossings++ % 2;

	call->result = 1;
	if (call->argument[0] == NEVER)
		return GAP_STEP;
	now.interrupts += tick;
	return GAP_STEP + (tick ? COST : HIT);
}

static u64 no_gap(struct call *call)
{
	call->result = 0;
	return GAP_STEP;
}

static timed_call *timed_gap = gap;

static u64 nothing(struct call *call)
{
	(void)call;
	return OVERHEAD;
}

static unsigned int nops_take = NOPS, adds_take = ADDS, clock_step;

static u64 nops(struct call *call)
{
	(void)call;
	return OVERHEAD + nops_take;
}

static u64 adds(struct call *call)
{
	(void)call;
	return OVERHEAD + adds_take;
}

timed_call *clock_timed(enum timed timed)
{
	switch (timed) {
	case TIMED_SYSCALL:
		return crossing;
	case TIMED_GAP:
		return timed_gap;
	case TIMED_NOPS:
		return nops;
	case TIMED_ADDS:
		return adds;
	default:
		return nothing;
	}
}

struct interruptions interruptions_now(void)
{
	return now;
}

void cell_begin(const struct cell *cell)
{
	(void)cell;
}

void cell_end(const struct cell *cell)
{
	(void)cell;
}

void cell_renew(const struct cell *cell, struct call *call)
{
	(void)cell;
	(void)call;
}

void report_method(u32 samples, const struct calibration *c)
{
	check(c->base[BASE_64] == OVERHEAD && c->base[BASE_STEP] == GAP_STEP,
	      "%u samples: subtracted %lu and %lu", samples, c->base[BASE_64],
	      c->base[BASE_STEP]);
	check(c->nops.mode == nops_take, "NOPs: %lu", c->nops.mode);
	check(c->adds.mode == adds_take, "additions: %lu", c->adds.mode);
	check(c->step == clock_step, "the clock's step: %lu", c->step);
}

void report_excluded(const struct result *result,
		     const struct interruptions *seen)
{
	(void)result;
	named += seen->interrupts + seen->nmis + seen->smis;
}

static const struct cell getpid_cell = {
	.timed = TIMED_SYSCALL, .expected = EXPECT_PID,
};
static const struct cell tick_cell = {
	.timed = TIMED_GAP, .base = BASE_STEP, .expected = EXPECT_GAP,
};

static struct result take(const struct cell *cell)
{
	struct result got;

	crossings = outliers = hits = named = 0;
	sample(&got, cell, SAMPLES);
	check(!got.wrong, "%u came back wrong", got.wrong);
	return got;
}

static void test_hits(u64 *counts, const char *name)
{
	struct result got;

	hit_counts = counts;
	for (hit_each = 7; hit_each < 3000; hit_each += 31) {
		got = take(&getpid_cell);
		check(got.runs - got.excluded.runs ==
			      (got.samples + RUN - 1) / RUN,
		      "1 of %u hit: %u runs, %u excluded", hit_each,
		      got.runs, got.excluded.runs);
		check(!got.samples || got.summary.max == COST,
		      "1 of %u hit: %lu is a sample", hit_each,
		      got.summary.max);
		check(got.samples == (hit_each > RUN + WARM_UP_RUN ?
					 SAMPLES : got.samples),
		      "1 of %u hit: %u samples", hit_each, got.samples);
		check(got.runs <= TRIES * (SAMPLES / RUN + 1),
		      "1 of %u hit: %u runs", hit_each, got.runs);
		check(named && named <= hits, "%u of %u are named", named,
		      hits);
	}
	hit_each = 0;
	result(name);
}

static void test_outliers(void)
{
	struct result got;

	for (outlier_each = 3; outlier_each < 5000; outlier_each += 17) {
		got = take(&getpid_cell);
		check(!got.excluded.runs && got.samples == SAMPLES &&
			      got.runs == SAMPLES / RUN,
		      "%u runs excluded", got.excluded.runs);
		check(got.summary.max == OUTLIER && outliers,
		      "the longest is %lu", got.summary.max);
	}
	outlier_each = 0;
	result("however long it took, it is a sample if nothing came");
}

static void test_counts_nothing(void)
{
	struct result got;

	world.counts = false;
	got = take(&getpid_cell);
	check(got.samples == SAMPLES && !got.excluded.runs, "%u samples",
	      got.samples);
	world.counts = true;
	result("a kernel that counts nothing: nothing is excluded");
}

static void test_ticks(void)
{
	struct result got = take(&tick_cell);

	check(got.samples == TICKS_MAX && got.summary.max == COST,
	      "%u samples to %lu", got.samples, got.summary.max);
	check(got.excluded.runs + 1 >= TICKS_MAX, "%u gaps are excluded",
	      got.excluded.runs);
	result("a gap without a tick is not what a tick takes");
	timed_gap = no_gap;
	sample(&got, &tick_cell, SAMPLES);
	check(got.no_tick && !got.samples, "%u samples", got.samples);
	result("where no tick comes it is said");
}

/* With RDPRU or without, in each way: the clock chosen must be readable. */
static void test_clock(void)
{
	struct rdpru_facts facts;
	unsigned int way;
	const char *why;

	for (way = 0; way < 1 << 6; way++) {
		bool rdpru = way & 1, aperf = way & 2, all;

		facts = (struct rdpru_facts){
			.ebx = ~(1u << 4) | (u32)rdpru << 4,
			.edx = (u32)aperf << 16 | (way & 4 ? 0xffff : 0),
			.faults = way & 8,
			.mperf = way & 16 ? ~0ull : 0,
			.aperf = way & 32 ? 1 : 0,
		};
		all = rdpru && aperf && !facts.faults && facts.mperf &&
		      facts.aperf;
		why = "";
		check(clock_choice(&facts, &why) ==
			      (all ? CLOCK_APERF : CLOCK_TSC),
		      "way %#x: %s", way, why);
		check(*why, "way %#x: no reason", way);
		check(has_rdpru(&facts) == (rdpru && aperf), "way %#x", way);
	}
	result("the clock is APERF where RDPRU gives it, else the TSC");
}

/* What known instructions take decides whether a tick is one instruction. */
static void calibrate_with(unsigned int nop_ticks, unsigned int add_ticks,
			   bool instruction, unsigned int step)
{
	clock_step = step;
	nops_take = nop_ticks;
	adds_take = add_ticks;
	calibrate(SAMPLES);
	check(world.tick_is_instruction == instruction, "%u and %u: %d",
	      nop_ticks, add_ticks, world.tick_is_instruction);
}

static void test_calibration(void)
{
	calibrate_with(NOPS, ADDS, true, 2);
	calibrate_with(NOPS, ADDS - 1, false, 1);
	calibrate_with(NOPS - 1, ADDS, false, 1);
	/* A core runs 4 NOPs a cycle at a quarter of the TSC's frequency. */
	calibrate_with(NOPS, ADDS * 4, false, 2);
	result("a tick is an instruction if each kind takes one");
	calibrate_with(4 * CLOCK_STEP, 7 * CLOCK_STEP, false, CLOCK_STEP);
	result("the clock's step is what all durations are made of");
}

int main(void)
{
	test_calibration();
	test_hits(&now.interrupts, "runs that an interrupt hit are excluded");
	test_hits(&now.nmis, "runs that an NMI hit are excluded");
	test_hits(&now.smis, "runs that an SMI hit are excluded");
	test_outliers();
	test_counts_nothing();
	test_ticks();
	test_clock();
	return tap_end();
}
