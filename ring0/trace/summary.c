/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace=summary: strace -c's table, by call and gate, with the ticks of the TSC
 * that handlers took. Each call is counted; only its ticks go into a bucket.
 */

#include "trace/trace.h"
#include "lib/string.h"
#include "log/console.h"
#include "trace/calls.h"
#include "trace/histogram.h"
#include "trace/results.h"

/* Calls by as many gates; what comes after them is counted as one. */
#define CELLS 96

/* The ticks of those that returned are histogram.count. */
struct cell {
	u64 calls;
	u64 errors;
	u32 number;
	u8 gate, abi;
	struct histogram ticks;
};

struct table {
	struct cell cell[CELLS];
	u32 used;
	u64 beyond; /* calls that found no cell */
};

static struct table *table;

static bool start(void)
{
	table = trace_alloc(sizeof(*table));
	return table;
}

/* NULL: all are taken. */
static struct cell *cell_of(u8 gate, u8 abi, u32 number)
{
	struct cell *cell = table->cell;

	for (; cell < table->cell + table->used; cell++)
		if (cell->number == number && cell->gate == gate &&
		    cell->abi == abi)
			return cell;
	if (table->used == CELLS)
		return NULL;
	cell->number = number;
	cell->gate = gate;
	cell->abi = abi;
	table->used++;
	return cell;
}

/* Numbers past the end of the table count as one. */
static u32 row_of(u8 abi, u32 number)
{
	u32 last = abi == ABI_I386 ? NR_SYSCALLS_32 : NR_SYSCALLS_64;

	return number < last ? number : last;
}

static void enter(const struct pt_regs *regs)
{
	struct cell *cell = cell_of(regs->gate, regs->abi,
				    row_of(regs->abi, regs->orig_ax));

	if (cell)
		cell->calls++;
	else
		table->beyond++;
}

static void leave(const struct pt_regs *regs, u32 number, s64 result, u64 ticks)
{
	struct cell *cell = cell_of(regs->gate, regs->abi,
				    row_of(regs->abi, number));

	if (!cell)
		return;
	cell->errors += is_error(result);
	histogram_add(&cell->ticks, ticks);
}

static u64 all_ticks(void)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < table->used; i++)
		sum += table->cell[i].ticks.sum;
	return sum;
}

/* The cell of most ticks that is not printed yet; strace sorts so, too. */
static const struct cell *next_cell(bool printed[CELLS])
{
	const struct cell *most = NULL, *cell = table->cell;

	for (; cell < table->cell + table->used; cell++)
		if (!printed[cell - table->cell] &&
		    (!most || cell->ticks.sum > most->ticks.sum))
			most = cell;
	if (most)
		printed[most - table->cell] = true;
	return most;
}

/* In hundredths of a per cent; all is at least 1. */
static u64 share(u64 part, u64 all)
{
	return part / (all / 10000 + 1);
}

static void print_name(struct line *line, const struct cell *cell)
{
	line_clear(line);
	if (cell->number == row_of(cell->abi, -1))
		line_add(line, "numbers past the table");
	else
		call_print_name(line, cell->abi, cell->number);
}

/* exit_group does not return, so it has no ticks. */
static void print_ticks(const struct histogram *ticks)
{
	if (ticks->count)
		printk("%9lu %9lu %9lu", ticks->min,
		       histogram_quantile(ticks, 500),
		       histogram_quantile(ticks, 990));
	else
		printk("%9s %9s %9s", "-", "-", "-");
}

static void print_cell(const struct cell *cell, u64 all)
{
	static struct line name;
	u64 part = share(cell->ticks.sum, all);

	print_name(&name, cell);
	printk("# trace: %3lu.%02lu %9lu %9lu ", part / 100, part % 100,
	       cell->calls, cell->errors);
	print_ticks(&cell->ticks);
	printk(" %-9s %s\n", trace_gate(cell->gate, cell->abi), name.text);
}

static void end(const struct task *task)
{
	bool printed[CELLS] = { false };
	u64 all = all_ticks(), calls = 0, errors = 0;
	const struct cell *cell;

	console_end_line();
	printk("# trace: %s: ticks of the TSC in the handler, to 3 %%\n",
	       task->name);
	printk("# trace: %% time     calls    errors       min    median"
	       "       p99 gate      call\n");
	while ((cell = next_cell(printed))) {
		print_cell(cell, all);
		calls += cell->calls;
		errors += cell->errors;
	}
	printk("# trace: 100.00 %9lu %9lu %29s %-9s total\n",
	       calls + table->beyond, errors, "", "");
	if (table->beyond)
		printk("# trace: %lu calls are in no line: there are %u\n",
		       table->beyond, CELLS);
	memset(table, 0, sizeof(*table));
}

const struct trace_mode trace_summary = {
	.start = start,
	.enter = enter,
	.leave = leave,
	.end = end,
};
