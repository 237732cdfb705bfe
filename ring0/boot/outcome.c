/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads modules that read the log, early: what comes before them is in what
 * log/console.c has kept.
 */

#include "boot/outcome.h"
#include "boot/module.h"
#include "cpu/features.h"
#include "log/console.h"
#include "log/settings.h"

static const struct boot_info *boot_info;

/* QEMU's log has other ways out, and its variables are a file. */
static void load(enum wanted wanted, const char *module)
{
	const char *error;

	if (wanted == WANTED_NO || (wanted == WANTED_HERE && cpu_is_qemu()))
		return;
	error = module_load(module);
	if (error)
		printk("# %s: no module: %s\n", module, error);
}

void outcome_init(const struct boot_info *boot)
{
	boot_info = boot;
	load(settings.save, "save");
	/* The last one loaded comes first at the end: the screen is safe. */
	load(settings.qr, "qr");
}

const struct boot_info *outcome_boot_info(void)
{
	return boot_info;
}
