/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The output. Each cell has a KTAP row, and for programs a line of figures
 * ("# bench: ") and one of a histogram ("# histogram: "; README.md has both).
 * The last lines are one table for people.
 */
#include "ring3/lib/print.h"
#include "bench.h"
#include "clock.h"
#include "lib/printf.h"

#define NAME_MAX 64
#define COLUMNS 16
#define COUNT_MAX 24 /* characters of a number, with its end */

static const char *unit(void)
{
	return world.tick_is_instruction ? "instruction" : clock_unit();
}

static void report_exclusion(void)
{
	if (!world.counts) {
		print("# method: this kernel does not tell what interrupts: "
		      "nothing is excluded\n");
		return;
	}
	print("# method: runs of %u crossings; one that an interrupt, an NMI "
	      "or an SMI hits is excluded\n", RUN);
	if (!world.counts_smis)
		print("# method: but this CPU counts no SMIs\n");
}

static void report_known(u32 count, const char *what, const struct summary *s)
{
	print("# method: %u %s take %lu to %lu ticks, mostly %lu\n", count,
	      what, s->min, s->max, s->mode);
}

/* Prints what a tick is, found from a known number of instructions. */
static void report_tick(const struct calibration *found)
{
	report_known(NOPS, "nops", &found->nops);
	report_known(ADDS, "additions, each of the one before,", &found->adds);
	if (world.tick_is_instruction) {
		print("# method: one tick is one instruction: modes are exact "
		      "counts\n");
		return;
	}
	print("# method: ticks are the clock's, in steps of %lu\n",
	      found->step);
	clock_report_core(found->adds.mode);
}

void report_method(u32 samples, const struct calibration *found)
{
	const u64 *base = found->base;

	print("# method: %u samples a cell; subtracted: %lu ticks, from "
	      "32-bit code %lu, in the timer's loop %lu\n", samples,
	      base[BASE_64], base[BASE_32], base[BASE_STEP]);
	report_tick(found);
	report_exclusion();
}

/* Returns the gate's name, marked where 32-bit code uses it. */
static const char *caller(const struct cell *cell)
{
	static char text[NAME_MAX];

	snprintf(text, sizeof(text), cell->bits == 32 ? "%s/32" : "%s",
		 cell->gate);
	return text;
}

static const char *name_of(const struct cell *cell)
{
	static char name[2 * NAME_MAX];

	snprintf(name, sizeof(name), "%s, %s, %s", caller(cell), cell->call,
		 cell->way);
	return name;
}

/* Returns the fields with which each line for programs begins. */
static const char *key(const struct cell *cell)
{
	static char text[2 * NAME_MAX];

	snprintf(text, sizeof(text), "gate=%s bits=%u call=%s", cell->gate,
		 cell->bits, cell->call);
	return text;
}

#define NAMED 4 /* a cell's first excluded runs get a line each */

void report_excluded(const struct result *result,
		     const struct interruptions *seen)
{
	if (result->excluded.runs <= NAMED)
		print("# excluded: %s: run %u: interrupts %lu, NMIs %lu, "
		      "SMIs %lu\n", name_of(result->cell), result->runs,
		      seen->interrupts, seen->nmis, seen->smis);
}

/* Returns the count as text, or "unknown". */
static const char *counted(bool known, u64 count, char *text)
{
	snprintf(text, COUNT_MAX, "%lu", count);
	return known ? text : "unknown";
}

static void report_exclusions(const struct result *result)
{
	const struct excluded *excluded = &result->excluded;
	char interrupts[COUNT_MAX], nmis[COUNT_MAX], smis[COUNT_MAX];

	print("# excluded: %s runs=%u excluded=%u interrupts=%s nmis=%s "
	      "smis=%s\n", key(result->cell), result->runs, excluded->runs,
	      counted(world.counts, excluded->seen.interrupts, interrupts),
	      counted(world.counts, excluded->seen.nmis, nmis),
	      counted(world.counts_smis, excluded->seen.smis, smis));
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
	print("# histogram: %s from=%lu width=%lu counts=%s beyond=%u\n",
	      key(cell), summary->min, width, text, beyond);
}

void report_row(const struct result *result, const struct distribution *d)
{
	const struct cell *cell = result->cell;
	const struct summary *s = &result->summary;

	if (result->wrong)
		print("# %u crossings did not come back as they must\n",
		      result->wrong);
	ktap_row(!result->wrong, name_of(cell));
	print("# bench: %s return=%s samples=%u clock=%s unit=%s min=%lu "
	      "mode=%lu median=%lu p99=%lu max=%lu\n", key(cell), cell->way,
	      d->samples, clock_name(), unit(), s->min, s->mode, s->median,
	      s->p99, s->max);
	report_exclusions(result);
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
		if (!results[i].samples)
			continue;
		s = &results[i].summary;
		print("# %-10s %-11s %-9s %7lu %7lu %7lu %7lu %9lu\n",
		      caller(results[i].cell), results[i].cell->call,
		      results[i].cell->way, s->min, s->mode, s->median, s->p99,
		      s->max);
	}
	print("# in %ss, each from its trap to its return, both included\n#\n",
	      unit());
}
