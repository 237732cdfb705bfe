/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that an option of hardening loads: which of the CPU's
 * vulnerabilities this CPU has, what is done against each, and the doing.
 * Without such an option ring 0's code is as it was built, and costs nothing.
 */

#include "hardening/hardening.h"
#include "boot/module.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/settings.h"
#include "mm/isolation.h"

void hardening_init(void);
void hardening_run(void);

static void print_table(const struct mitigations *mitigations)
{
	u32 i;

	for (i = 0; i < VULNERABILITIES; i++)
		printk("# vulnerability: %s: %s\n", vulnerability_name[i],
		       mitigations->text[i]);
}

static void warn(const char *what, const char *error)
{
	if (error)
		printk("# WARNING: %s: %s\n", what, error);
}

/* The module says itself what is wrong, if it is there and cannot do it. */
static void isolate(struct mitigations *mitigations)
{
	if (!mitigations->pti)
		return;
	warn("pti: no module", module_load("pti"));
	if (!isolation_is_on())
		mitigations_failed(mitigations, MELTDOWN);
}

static void mitigate(const struct wishes *wishes)
{
	static struct mitigations mitigations;
	struct cpu_facts cpu = { 0 };

	facts_read(&cpu);
	cpu.has = (cpu.has | wishes->set) & ~wishes->clear;
	mitigations_choose(&cpu, cpu_bugs(&cpu), &wishes->choices,
			   &mitigations);
	warn("mitigations", mitigations_apply(&mitigations));
	isolate(&mitigations);
	print_table(&mitigations);
}

/* Called when the module has been loaded. */
void hardening_init(void)
{
	struct wishes wishes = { 0 };

	wishes_read(settings.options, &wishes);
	if (wishes.table || wishes.mitigate)
		mitigate(&wishes);
	if (wishes.kstack_offset)
		warn("randomize_kstack_offset", kstack_offset_apply());
	if (wishes.stack_erasing)
		warn("stack_erasing", stack_erasing_apply());
	if (wishes.context_tracking)
		warn("context_tracking", context_tracking_apply());
	if (wishes.debug_entry)
		warn("debug_entry", debug_entry_apply());
}

/* init=hardening: the module is no program, and says so. */
void hardening_run(void)
{
	ktap_result(false, "hardening # cannot run: it is no program; an "
			   "option of hardening loads it");
}
