/* SPDX-License-Identifier: BSD-2-Clause */
/* Decides whether more than one CPU runs. If so, the module smp does it all. */

#include "boot/all_cpus.h"
#include "boot/module.h"
#include "dev/apic.h"
#include "log/ktap.h"
#include "log/settings.h"

struct all_cpus all_cpus;

u32 all_cpus_find(const struct boot_info *boot)
{
	all_cpus.trampoline_phys = boot->trampoline_phys;
	madt_find_cpus(boot, &all_cpus.listed);
	return all_cpus.listed.count;
}

u32 all_cpus_count(void)
{
	u32 count = all_cpus.listed.count;

	if (count > settings.max_cpus)
		count = settings.max_cpus;
	return count > 1 && settings.smp.value && apic_present() ? count : 0;
}

/* The module's init is the whole run. Without it no CPU has a result. */
void all_cpus_run(void)
{
	const char *error = all_cpus_count() ? module_load("smp") : NULL;
	u32 i;

	for (i = 0; error && i < all_cpus_count(); i++)
		ktap_result(false, "cpu %u # no module: %s", i, error);
}
