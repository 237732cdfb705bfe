/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes the samples in runs of RUN crossings. A run that the kernel counts an
 * interruption in is excluded whole and reported, and another is taken. No
 * sample is ever excluded for how long it took.
 */
#include <asm/errno.h>
#include "bench.h"
#include "clock.h"
#include "lib/string.h"

#define WARM_UP 1000
#define WARM_UP_RUN 2 /* crossings, after asking for the counts */
/* Each sample waits for a tick, so more would take minutes. */
#define TICKS_MAX 500
#define WARM_UP_TICKS 10

#define TRIES 4 /* at most so many runs for each that is wanted */

#define GAP_STEPS 8 /* a step more than this many times as long is a gap */
#define TWO_STEPS 2 /* turns of the loop: the first step is not whole */
#define NEVER ~0ull

struct distribution distribution;
static struct calibration found;

static bool is_expected(const struct cell *cell, const struct call *call,
			u64 faulted)
{
	switch (cell->expected) {
	case EXPECT_PID:
		return call->result == (u64)world.pid;
	case EXPECT_ENOSYS:
		return call->result == (u64)-ENOSYS;
	case EXPECT_EBADF:
		return call->result == (u64)-EBADF;
	case EXPECT_ZERO:
		return call->result == 0;
	case EXPECT_NUMBER:
		return call->result == call->number;
	case EXPECT_GAP:
		return call->result != 0;
	case EXPECT_FAULT:
		return faulted == 1;
	default:
		return true;
	}
}

/* Makes one crossing. Returns its duration without the base's. */
static u64 cross(struct result *result, struct call *call)
{
	const struct cell *cell = result->cell;
	u64 caught = faults.caught;
	u64 base = found.base[cell->base];
	u64 ticks;

	if (cell->renew)
		cell_renew(cell, call);
	ticks = clock_timed(cell->timed)(call);
	result->wrong += !is_expected(cell, call, faults.caught - caught);
	return ticks > base ? ticks - base : 0;
}

static void cross_times(struct result *result, struct call *call, u32 count)
{
	while (count--)
		cross(result, call);
}

/* Returns whether the run had its cell's one tick, or no interruption. */
static bool undisturbed(const struct cell *cell,
			const struct interruptions *seen)
{
	u64 wanted = world.counts && waits_for_tick(cell);

	return seen->interrupts == wanted && !seen->nmis && !seen->smis;
}

static void exclude(struct result *result, const struct interruptions *seen)
{
	struct excluded *excluded = &result->excluded;

	excluded->runs++;
	excluded->seen.interrupts += seen->interrupts;
	excluded->seen.nmis += seen->nmis;
	excluded->seen.smis += seen->smis;
	report_excluded(result, seen);
}

/* Makes count crossings. All of them become samples, or none. */
static void take_run(struct result *result, struct call *call, u32 count)
{
	struct interruptions before, seen;
	u64 ticks[RUN];
	u32 i;

	result->runs++;
	if (!waits_for_tick(result->cell))
		cross_times(result, call, WARM_UP_RUN);
	before = interruptions_now();
	for (i = 0; i < count; i++)
		ticks[i] = cross(result, call);
	seen = interruptions_now();
	seen.interrupts -= before.interrupts;
	seen.nmis -= before.nmis;
	seen.smis -= before.smis;
	if (!undisturbed(result->cell, &seen)) {
		exclude(result, &seen);
		return;
	}
	for (i = 0; i < count; i++)
		distribution_add(&distribution, ticks[i]);
}

/* Takes runs until there are enough samples, or TRIES times as many runs. */
static void sample_runs(struct result *result, struct call *call, u32 samples,
			u32 length)
{
	u32 tries = TRIES * (samples / length + 1);

	while (tries-- && distribution.samples < samples) {
		u32 left = samples - distribution.samples;

		take_run(result, call, left < length ? left : length);
	}
}

static void sample_ticks(struct result *result, struct call *call, u32 samples)
{
	call->argument[0] = GAP_STEPS * found.base[BASE_STEP];
	cross_times(result, call, 1);
	result->no_tick = result->wrong;
	if (result->no_tick)
		return;
	cross_times(result, call, WARM_UP_TICKS);
	sample_runs(result, call, samples < TICKS_MAX ? samples : TICKS_MAX, 1);
}

void sample(struct result *result, const struct cell *cell, u32 samples)
{
	struct call call = { .number = cell->number };

	*result = (struct result){ .cell = cell };
	memcpy(call.argument, cell->argument, sizeof(call.argument));
	distribution_clear(&distribution);
	cell_begin(cell);
	if (waits_for_tick(cell)) {
		sample_ticks(result, &call, samples);
	} else {
		cross_times(result, &call, WARM_UP);
		sample_runs(result, &call, samples, RUN);
	}
	cell_end(cell);
	result->samples = distribution.samples;
	if (result->samples)
		result->summary = distribution_summary(&distribution);
}

static struct summary calibrate_by(const struct cell *cell, u32 samples)
{
	struct result result;

	sample(&result, cell, samples);
	found.step = distribution_step(&distribution, found.step);
	return result.summary;
}

#define NOTHING .gate = "nothing", .call = "calibration", .way = "none"

/* A base is the mode of its samples, from which nothing is subtracted. */
static void calibrate_bases(u32 samples)
{
	static const struct cell empty[] = {
		{ NOTHING, .timed = TIMED_NOTHING, .base = BASE_64 },
		{ NOTHING, .timed = TIMED_NOTHING_32, .base = BASE_32 },
		{ NOTHING, .timed = TIMED_GAP, .base = BASE_STEP,
		  .argument = { NEVER, TWO_STEPS } },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(empty); i++)
		found.base[empty[i].base] =
			calibrate_by(&empty[i], samples).mode;
}

/* A slow core may happen to take a tick a NOP, but not an addition. */
void calibrate(u32 samples)
{
	static const struct cell nops = { NOTHING, .timed = TIMED_NOPS };
	static const struct cell adds = { NOTHING, .timed = TIMED_ADDS };

	found = (struct calibration){ 0 };
	calibrate_bases(samples);
	found.nops = calibrate_by(&nops, samples);
	found.adds = calibrate_by(&adds, samples);
	world.tick_is_instruction =
		found.nops.min == NOPS && found.nops.mode == NOPS &&
		found.adds.min == ADDS && found.adds.mode == ADDS;
	report_method(samples, &found);
}
