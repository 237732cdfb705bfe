/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The output: a KTAP row a cell with a line of figures and a histogram for
 * machines ("# bench: ", "# histogram: "; bench.md), and at the end one table
 * for people.
 */
#include "../lib/print.h"
#include "bench.h"
#include "printf.h"

#define NAME_MAX 64
#define COLUMNS 16

static const char *unit(void)
{
	return world.tick_is_instruction ? "instruction" : "tick";
}

void report_method(u32 samples, u64 overhead, const struct summary *nops)
{
	print("# method: %u samples a cell, %lu ticks of overhead "
	      "subtracted\n", samples, overhead);
	print("# method: %u nops take %lu to %lu ticks, mostly %lu\n",
	      TIMED_NOPS, nops->min, nops->max, nops->mode);
	print("# method: %s\n", world.tick_is_instruction ?
	      "one tick is one instruction: modes are exact counts" :
	      "ticks are the time-stamp counter's");
}

static const char *name_of(const struct cell *cell)
{
	static char name[NAME_MAX];

	snprintf(name, sizeof(name), "%s, %s, %s", cell->gate, cell->call,
		 cell->way);
	return name;
}

static void report_histogram(const struct cell *cell,
			     const struct distribution *d,
			     const struct summary *summary)
{
	u32 column[COLUMNS], beyond, i;
	char text[COLUMNS * 11 + 1] = "";
	int length = 0;
	u64 width = distribution_columns(d, summary, column, COLUMNS, &beyond);

	for (i = 0; i < COLUMNS; i++)
		length += snprintf(text + length, sizeof(text) - length,
				   "%s%u", i ? "," : "", column[i]);
	print("# histogram: gate=%s call=%s from=%lu width=%lu counts=%s "
	      "beyond=%u\n", cell->gate, cell->call, summary->min, width, text,
	      beyond);
}

void report_row(const struct result *result, const struct distribution *d)
{
	const struct cell *cell = result->cell;
	const struct summary *s = &result->summary;

	if (result->wrong)
		print("# %u crossings did not come back as they must\n",
		      result->wrong);
	ktap_row(!result->wrong, name_of(cell));
	print("# bench: gate=%s bits=64 call=%s return=%s samples=%u unit=%s "
	      "min=%lu mode=%lu median=%lu p99=%lu max=%lu\n", cell->gate,
	      cell->call, cell->way, d->samples, unit(), s->min, s->mode,
	      s->median, s->p99, s->max);
	report_histogram(cell, d, s);
}

void report_skip(const struct cell *cell, const char *reason)
{
	ktap_skip(name_of(cell), reason);
}

void report_table(const struct result *results, u32 count)
{
	const struct summary *s;
	u32 i;

	print("#\n# %-10s %-11s %-9s %7s %7s %7s %7s %9s\n", "gate", "call",
	      "return", "min", "mode", "median", "p99", "max");
	for (i = 0; i < count; i++) {
		if (!results[i].cell)
			continue;
		s = &results[i].summary;
		print("# %-10s %-11s %-9s %7lu %7lu %7lu %7lu %9lu\n",
		      results[i].cell->gate, results[i].cell->call,
		      results[i].cell->way, s->min, s->mode, s->median, s->p99,
		      s->max);
	}
	print("# in %ss, each from its trap to its return, both included\n#\n",
	      unit());
}
