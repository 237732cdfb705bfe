/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conformance report: runs every check of every table, judges it, and
 * prints one KTAP result each, nested in the result of "init=check".
 */

#include "check/check.h"
#include "cpu_ops.h"
#include "log/ktap.h"
#include "check/machine.h"
#include "check/needs.h"
#include "check/report.h"
#include "log/settings.h"
#include "check/space.h"
#include "check/state.h"
#include "lib/string.h"
#include "dev/timer.h"
#include "check/watchdog.h"

static const struct check_table *const tables[] = {
	&check_framework,
	&check_syscall,
	&check_sysret,
	&check_sysenter,
	&check_sysexit,
	&check_int,
	&check_gate,
	&check_delivery,
	&check_nested,
	&check_iret,
	&check_iret_flags,
	&check_iret_fault,
	&check_swapgs,
	&check_segments,
	&check_flags,
	&check_debug,
	&check_privilege,
	&check_pages,
	&check_far,
	&check_events,
	&check_iret_compat,
	&check_far_faults,
	&check_far_return,
	&check_registers,
	&check_control,
	&check_system,
	&check_segment_faults,
};

static struct {
	u32 number;
	u32 conform, deviate, skipped, unsettled;
} total;

/* Whether skip= names the check, or the fact it is a part of ("F-005"). */
static bool skipped(const struct check *check)
{
	size_t length = check_id_length(check);
	struct option id;
	u32 i;

	for (i = 0; settings.skip.value &&
		    setting_field(&settings.skip, ',', i, &id); i++) {
		if (id.value_length > length ||
		    memcmp(id.value, check->name, id.value_length))
			continue;
		if (id.value_length == length ||
		    check->name[id.value_length] == '.')
			return true;
	}
	return false;
}

/* inverted: whether the opposite of what the item says holds. */
static bool holds(const struct item *item, const struct experiment *x,
		  bool inverted)
{
	u64 value = item_value(item), mask = ~0ull;
	u32 op = item->op;

	if (op < OP_IS)
		return true;
	if (op == OP_KEEPS)
		value = x->given[item->field];
	if (op == OP_HAS || op == OP_LACKS)
		mask = value;
	if (op == OP_LACKS)
		value = 0;
	if (inverted)
		value ^= mask;
	return (x->seen[item->field] & mask) == value;
}

static bool conforms(const struct check *check, const struct experiment *x)
{
	const struct item *item;

	for (item = check->items; item->op; item++)
		if (!holds(item, x, false))
			return false;
	return true;
}

/* Whether each item, inverted, fails on what was seen: it can go red. */
static bool can_fail(const struct check *check, const struct experiment *x)
{
	const struct item *item;
	u32 judged = 0;

	for (item = check->items; item->op; item++) {
		if (item->op < OP_IS)
			continue;
		judged++;
		if (holds(item, x, true))
			return false;
	}
	return judged;
}

static void result(bool ok, const char *name, const char *note,
		   const char *more)
{
	report("%sok %u - %s # %s%s\n", ok ? "" : "not ", ++total.number, name,
	       note, more);
}

/* A result that cites its source, and the APM's section where both agree. */
static void result_cited(bool ok, const struct check *check)
{
	const char *apm = source_apm(check);

	report("%sok %u - %s # %s%s%s\n", ok ? "" : "not ", ++total.number,
	       check->name, check->source, apm ? "; " : "", apm ? apm : "");
}

/* announced: "done:" and "want:" have been printed before it ran. */
static void judge(const struct check *check, const struct experiment *x,
		  bool announced)
{
	bool good = conforms(check, x);

	if (check->rule == UNSETTLED) {
		total.unsettled++;
		report_done(check, x);
		report_saw(check, x);
		result(true, check->name, "unsettled: ", check->source);
		return;
	}
	if (settings.check_invert)
		good = good && !can_fail(check, x);
	if (good)
		total.conform++;
	else
		total.deviate++;
	if (!good && !announced) {
		report_done(check, x);
		report_want(check, x);
	}
	report_saw(check, x);
	result_cited(good, check);
}

/*
 * The id is printed first, so the log names a check that ends the machine. A
 * risky one is printed whole before it runs, for nothing may come after it.
 */
static void run_one(const struct check *check, bool risky)
{
	static struct experiment x;
	const char *why = check_missing(check);

	if (skipped(check))
		why = "by skip=";
	if (why) {
		total.skipped++;
		result(true, check->name, "SKIP ", why);
		return;
	}
	report("# %.*s\n", check_id_length(check), check->name);
	if (risky) {
		experiment_prepare(&x, check);
		report_done(check, &x);
		report_want(check, &x);
	}
	experiment_run(&x, check);
	if (settings.check_watchdog)
		report("# %.*s watchdog: %u\n", check_id_length(check),
		       check->name, x.nmis);
	judge(check, &x, risky);
}

/* After all checks, the machine must be as it was before them. */
static void check_restored(const u64 *before)
{
	static const char name[] = "F-000 the machine is as it was before";
	static u64 now[FIELDS];
	bool same = machine_tables_same();
	u32 i;

	machine_read(now);
	now[FIELD_CR2] = before[FIELD_CR2];
	for (i = 0; i < FIELDS; i++)
		same &= now[i] == before[i];
	same ^= settings.check_invert;
	if (!same)
		total.deviate++;
	result(same, name, "what each check puts back", "");
}

static void run_all(const struct check_table *table, u32 first, bool risky)
{
	u32 i;

	for (i = first; i < table->count; i++)
		run_one(&table->checks[i], risky);
}

/* The first of the risky checks to run: all with "on", else from that id on. */
static u32 first_risky(void)
{
	const struct check *check = check_risky.checks;
	const struct option *from = &settings.risky;
	u32 i;

	for (i = 0; i < check_risky.count; i++)
		if ((size_t)check_id_length(&check[i]) == from->value_length &&
		    !memcmp(check[i].name, from->value, from->value_length))
			return i;
	return 0;
}

/* risky=ID: those from ID on alone, so that a harness can go on after one. */
static u32 check_tables_run(bool count_only)
{
	bool all = settings.risky.value_length == 0 ||
		   option_value_is(&settings.risky, "on");
	u32 first = first_risky(), count = 0, i;

	for (i = 0; all && i < ARRAY_SIZE(tables); i++) {
		count += tables[i]->count;
		if (!count_only)
			run_all(tables[i], 0, false);
	}
	if (settings.risky.value_length) {
		count += check_risky.count - first;
		if (!count_only)
			run_all(&check_risky, first, true);
	}
	return count;
}

void check_run(void)
{
	static u64 before[FIELDS];

	memset(&total, 0, sizeof(total));
	local_irq_disable();
	timer_pause();
	space_init();
	watchdog_init();
	machine_read(before);
	report("KTAP version 1\n1..%u\n", check_tables_run(true) + 1);
	check_tables_run(false);
	check_restored(before);
	report("# conform:%u deviate:%u skip:%u unsettled:%u\n", total.conform,
	       total.deviate, total.skipped, total.unsettled);
	if (total.deviate)
		ktap_result(false, "check # %u deviations", total.deviate);
	else
		ktap_result(true, "check");
	timer_resume();
}
