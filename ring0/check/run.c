/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conformance report: runs every check of every table, judges it, and
 * prints one KTAP result each, nested in the result of "init=check".
 */

#include "check/check.h"
#include "dev/apic.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "log/ktap.h"
#include "check/machine.h"
#include "check/report.h"
#include "log/settings.h"
#include "check/space.h"
#include "check/state.h"
#include "lib/string.h"
#include "dev/timer.h"
#include "check/watchdog.h"

#define CPUID_1_EDX_VME (1 << 1)

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
};

static struct {
	u32 number;
	u32 conform, deviate, skipped, unsettled;
} total;

/* Why the check cannot run on this CPU; NULL if it can. */
static const char *missing(const struct check *check)
{
	const struct {
		bool here;
		const char *name;
	} need[] = {
		[NEED_NOTHING] = { true, NULL },
		[NEED_SYSENTER] = { cpu_features.sysenter, "SYSENTER" },
		[NEED_SMEP] = { cpu_features.smep, "SMEP" },
		[NEED_SMAP] = { cpu_features.smap, "SMAP" },
		[NEED_UMIP] = { cpu_features.umip, "UMIP" },
		[NEED_FSGSBASE] = { cpu_features.fsgsbase, "FSGSBASE" },
		[NEED_APIC] = { apic_present(), "local APIC" },
		[NEED_WATCHDOG] = { watchdog_works, "watchdog" },
		[NEED_VME] = { cpu_features.hwcap & CPUID_1_EDX_VME, "VME" },
	};

	if (check->rule == INTEL && cpu_features.amd)
		return "Intel's rule, this is AMD";
	if (check->rule == AMD && !cpu_features.amd)
		return "AMD's rule, this is Intel";
	return need[check->need].here ? NULL : need[check->need].name;
}

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

static void judge(const struct check *check, const struct experiment *x)
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
	if (!good) {
		report_done(check, x);
		report_want(check, x);
	}
	report_saw(check, x);
	result(good, check->name, check->source, "");
}

/* The id is printed first, so the log names a check that ends the machine. */
static void run_one(const struct check *check)
{
	static struct experiment x;
	const char *why = missing(check);

	if (skipped(check))
		why = "by skip=";
	if (why) {
		total.skipped++;
		result(true, check->name, "SKIP ", why);
		return;
	}
	report("# %.*s\n", check_id_length(check), check->name);
	experiment_run(&x, check);
	if (settings.check_watchdog)
		report("# %.*s watchdog: %u\n", check_id_length(check),
		       check->name, x.nmis);
	judge(check, &x);
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

void check_run(void)
{
	static u64 before[FIELDS];
	u32 count = 1, i, j;

	memset(&total, 0, sizeof(total));
	for (i = 0; i < ARRAY_SIZE(tables); i++)
		count += tables[i]->count;
	local_irq_disable();
	timer_pause();
	space_init();
	watchdog_init();
	machine_read(before);
	report("KTAP version 1\n1..%u\n", count);
	for (i = 0; i < ARRAY_SIZE(tables); i++)
		for (j = 0; j < tables[i]->count; j++)
			run_one(&tables[i]->checks[j]);
	check_restored(before);
	report("# conform:%u deviate:%u skip:%u unsettled:%u\n", total.conform,
	       total.deviate, total.skipped, total.unsettled);
	if (total.deviate)
		ktap_result(false, "check # %u deviations", total.deviate);
	else
		ktap_result(true, "check");
	timer_resume();
}
