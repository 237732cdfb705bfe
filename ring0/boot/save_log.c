/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads the module that keeps the log, early: what comes before it is in what
 * log/console.c has kept.
 */

#include "boot/save_log.h"
#include "boot/module.h"
#include "cpu/features.h"
#include "log/console.h"
#include "log/settings.h"

static const struct boot_info *boot_info;

void save_log_init(const struct boot_info *boot)
{
	const char *error;

	boot_info = boot;
	/* QEMU's log has other ways out, and its store is a file. */
	if (settings.save == SAVE_NO ||
	    (settings.save == SAVE_DEFAULT && cpu_is_qemu()))
		return;
	error = module_load("save");
	if (error)
		printk("# save: no module: %s\n", error);
}

const struct boot_info *save_log_boot_info(void)
{
	return boot_info;
}
