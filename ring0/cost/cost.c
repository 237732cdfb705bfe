/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs bench:costs, whose lines come here and not into the log, and shows what
 * it has measured. It is the last thing that runs, so that no count of the log
 * has its crossings.
 */

#include "cost/row.h"
#include "boot/initramfs.h"
#include "boot/module.h"
#include "cpu/percpu.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/settings.h"
#include "task/task.h"

#define LINE 240
#define BAR_COLUMN (PAGE_COST + 13)
#define BAR (SCREEN_COLUMNS - BAR_COLUMN - 1)

void cost_init(void);
void cost_run(void);

static struct {
	u64 call, bare; /* 0: not measured */
} cost[PAGE_GATE_ROWS];
static char unit[sizeof(((struct cost_row *)0)->unit)];

static void end_line(const char *line)
{
	struct cost_row row;

	if (!cost_row_read(line, &row))
		return;
	memcpy(unit, row.unit, sizeof(unit));
	if (row.bare)
		cost[row.gate].bare = row.median;
	else
		cost[row.gate].call = row.median;
}

/* Takes what bench prints. What ring 0 has to say goes into the log. */
static bool take(const char *text, size_t length, bool ring3)
{
	static char line[LINE];
	static u32 used;

	for (; ring3 && length; length--, text++) {
		if (*text != '\n') {
			line[used] = *text;
			used += used < LINE - 1;
			continue;
		}
		line[used] = '\0';
		end_line(line);
		used = 0;
	}
	return ring3;
}

static bool no_interpreter(const char *path, struct file *file)
{
	(void)path;
	(void)file;
	return false;
}

/* Returns NULL, or why nothing was measured. */
static const char *run_bench(void)
{
	static const char *const argv[] = { "bench", "costs", NULL };
	const char *error = module_load("selftest");
	console_divert *last;
	struct task *task;
	struct file file;
	bool own;

	if (error)
		return error;
	if (!initramfs_find(argv[0], &file, &own) || !own)
		return "the program bench is not Gatehouse's";
	task = task_create(&file, no_interpreter, argv, &error);
	if (!task)
		return error;
	last = console_set_divert(take);
	task_run(task);
	console_set_divert(last);
	if (task->fatal_signal || task->exit_code)
		error = "bench has failed";
	task_free(task);
	return error;
}

/* The counts of returns stay the log's: a QR code shows them, too. */
static const char *measure(void)
{
	static u64 returns[GATES][ABIS][RETURN_REASONS];
	struct cpu *cpu = cpu_self();
	bool selftest = settings.selftest;
	const char *error;

	memcpy(returns, cpu->returns, sizeof(returns));
	settings.selftest = true; /* the bare gates need its help */
	error = run_bench();
	settings.selftest = selftest;
	memcpy(cpu->returns, returns, sizeof(returns));
	return error;
}

static u64 longest(void)
{
	u64 most = 1;
	u32 i;

	for (i = 0; i < PAGE_GATE_ROWS; i++)
		if (cost[i].call > most)
			most = cost[i].call;
	return most;
}

/* A bar as long as the call, whose first part is as long as the bare pair. */
static void draw(u32 i)
{
	u32 row = PAGE_GATES + 1 + i;
	u32 all = (cost[i].call * BAR + longest() - 1) / longest();
	u32 bare = (cost[i].bare * BAR + longest() / 2) / longest();

	screen_print(row, PAGE_COST, BAR_COLUMN - PAGE_COST, STYLE_TEXT,
		     "%6lu %5lu", cost[i].call, cost[i].bare);
	screen_print(row, BAR_COLUMN, bare, STYLE_BARE, " ");
	if (all > bare)
		screen_print(row, BAR_COLUMN + bare, all - bare, STYLE_REST,
			     " ");
}

static void show(void)
{
	static const char *const name[PAGE_GATE_ROWS] = {
		[PAGE_SYSCALL] = "syscall",
		[PAGE_SYSENTER] = "sysenter",
		[PAGE_INT80] = "int80",
		[PAGE_SYSCALL_32] = "syscall32",
	};
	u32 i;

	printk("# cost: %ss of this machine, for getpid, and for the gate's "
	       "two instructions alone\n", unit);
	screen_print(PAGE_GATES, PAGE_COST, SCREEN_COLUMNS - PAGE_COST,
		     STYLE_LABEL, "  Cost in %ss; bare pair", unit);
	for (i = 0; i < PAGE_GATE_ROWS; i++) {
		if (!cost[i].call)
			continue;
		printk("# cost: %-9s %7lu %7lu\n", name[i], cost[i].call,
		       cost[i].bare);
		draw(i);
	}
}

/* Called when the module has been loaded. */
void cost_init(void)
{
	const char *error = measure();

	if (error)
		printk("# cost: not measured: %s\n", error);
	else
		show();
}

/* init=cost: the module is no program, and says so. */
void cost_run(void)
{
	ktap_result(false, "cost # cannot run: it is no program; it is loaded "
			   "where there is a screen");
}
