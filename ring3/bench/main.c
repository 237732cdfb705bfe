/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench measures what a crossing costs, by gate, call and return. It is a
 * static Linux program, which runs unchanged on Gatehouse and on Linux. bench:N
 * takes N samples a cell. README.md documents the method and each line of the
 * output. bench:costs has a few cells alone: a null call and the floor, by each
 * gate; they are what ring 0's page on the screen shows.
 */
#include "bench.h"
#include "clock.h"
#include "lib/string.h"
#include "ring3/lib/print.h"

#define SAMPLES 100000
#define SAMPLES_OF_COSTS 1000
#define SAMPLES_MAX 100000000

int main(int argc, char **argv, char **envp, u64 *auxv);

static struct result results[MAX_CELLS];
static bool costs; /* bench:costs */

static bool wanted(const struct cell *cell)
{
	if (!costs)
		return true;
	return (cell->expected == EXPECT_NUMBER ||
		(cell->expected == EXPECT_PID && !cell->ldt)) &&
	       (cell->bits == 64 || cell->timed == TIMED_SYSCALL_32);
}

static u32 wanted_cells(void)
{
	u32 count = 0, i;

	for (i = 0; i < cell_count; i++)
		count += wanted(&cells[i]);
	return count;
}

/* Returns the number of samples asked for; 0 if it is not 1 to SAMPLES_MAX. */
static u32 samples_asked(int argc, char **argv)
{
	u64 number = 0;
	const char *digit;

	if (argc < 2)
		return SAMPLES;
	costs = !strcmp(argv[1], "costs");
	if (costs)
		return SAMPLES_OF_COSTS;
	for (digit = argv[1]; *digit; digit++) {
		if (*digit < '0' || *digit > '9' || number > SAMPLES_MAX)
			return 0;
		number = 10 * number + *digit - '0';
	}
	return number <= SAMPLES_MAX ? number : 0;
}

static void measure(struct result *result, const struct cell *cell,
		    u32 samples)
{
	sample(result, cell, samples);
	if (result->no_tick)
		report_skip(cell, "the timer does not interrupt");
	else if (!distribution.samples)
		report_skip(cell, "something interrupted each run");
	else
		report_row(result, &distribution);
}

int main(int argc, char **argv, __attribute__((unused)) char **envp, u64 *auxv)
{
	u32 samples = samples_asked(argc, argv), i;

	if (!samples) {
		print("# bench: \"%s\" is no number of samples (1 to %u)\n",
		      argv[1], SAMPLES_MAX);
		return 1;
	}
	ktap_plan(wanted_cells());
	world_find(auxv);
	calibrate(samples);
	for (i = 0; i < cell_count; i++) {
		const char *reason = world_lacks(cells[i].need);

		if (!wanted(&cells[i]))
			continue;
		if (reason)
			report_skip(&cells[i], reason);
		else
			measure(&results[i], &cells[i], samples);
	}
	report_table(results, cell_count);
	clock_report();
	return ktap_end();
}
