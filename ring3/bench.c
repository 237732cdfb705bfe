/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench: what a crossing costs, by gate, call and return. A static Linux
 * program, which runs unchanged on Gatehouse and on Linux. bench:N takes N
 * samples a cell. bench.md documents the method and each line of the output.
 */
#include <asm/errno.h>
#include "bench/bench.h"
#include "lib/print.h"
#include "lib/sys.h"

#define SAMPLES 100000
#define SAMPLES_MAX 100000000
#define WARM_UP 1000

int main(int argc, char **argv);

static struct distribution distribution;
static struct result results[MAX_CELLS];

/* How many samples the argument asks for; 0: it is no number from 1 to max. */
static u32 samples_asked(int argc, char **argv)
{
	u64 number = 0;
	const char *digit;

	if (argc < 2)
		return SAMPLES;
	for (digit = argv[1]; *digit; digit++) {
		if (*digit < '0' || *digit > '9' || number > SAMPLES_MAX)
			return 0;
		number = 10 * number + *digit - '0';
	}
	return number <= SAMPLES_MAX ? number : 0;
}

static bool is_expected(const struct cell *cell, const struct call *call)
{
	switch (cell->expected) {
	case EXPECT_PID:
		return call->result == (u64)world.pid;
	case EXPECT_ENOSYS:
		return call->result == (u64)-ENOSYS;
	case EXPECT_ZERO:
		return call->result == 0;
	case EXPECT_NUMBER:
		return call->result == call->number;
	default:
		return true;
	}
}

/* Fills distribution; the number of crossings that came back wrong. */
static u32 sample(const struct cell *cell, u64 overhead, u32 samples)
{
	struct call call = { .number = cell->number };
	u32 i, wrong = 0;

	__builtin_memcpy(call.argument, cell->argument, sizeof(call.argument));
	distribution_clear(&distribution);
	for (i = 0; i < WARM_UP + samples; i++) {
		u64 ticks = cell->timed(&call);

		wrong += !is_expected(cell, &call);
		ticks = ticks > overhead ? ticks - overhead : 0;
		if (i >= WARM_UP)
			distribution_add(&distribution, ticks);
	}
	return wrong;
}

static void measure(struct result *result, const struct cell *cell,
		    u64 overhead, u32 samples)
{
	u64 faults = faults_caught;

	result->cell = cell;
	bare_gate(cell->bare);
	result->wrong = sample(cell, overhead, samples);
	bare_gate(0);
	if (cell->expected == EXPECT_ANY)
		result->wrong += WARM_UP + samples - (faults_caught - faults);
	result->summary = distribution_summary(&distribution);
	report_row(result, &distribution);
}

/* What timed_nothing takes; and whether a nop more is a tick more, always. */
static u64 calibrate(u32 samples)
{
	static const struct cell nothing = { .timed = timed_nothing,
					     .expected = EXPECT_ANY };
	static const struct cell nops = { .timed = timed_nops,
					  .expected = EXPECT_ANY };
	struct summary summary;
	u64 overhead;

	sample(&nothing, 0, samples);
	overhead = distribution_summary(&distribution).mode;
	sample(&nops, overhead, samples);
	summary = distribution_summary(&distribution);
	world.tick_is_instruction = summary.min == TIMED_NOPS &&
				    summary.mode == TIMED_NOPS;
	report_method(samples, overhead, &summary);
	return overhead;
}

int main(int argc, char **argv)
{
	u32 samples = samples_asked(argc, argv), i;
	u64 overhead;

	if (!samples) {
		print("# bench: \"%s\" is no number of samples (1 to %u)\n",
		      argv[1], SAMPLES_MAX);
		return 1;
	}
	ktap_plan(cell_count);
	world_find();
	overhead = calibrate(samples);
	for (i = 0; i < cell_count; i++) {
		const char *reason = world_lacks(cells[i].need);

		if (reason)
			report_skip(&cells[i], reason);
		else
			measure(&results[i], &cells[i], overhead, samples);
	}
	report_table(results, cell_count);
	return ktap_end();
}
