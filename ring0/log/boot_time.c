/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot's stopwatch. Code whose time is counted apart switches to its own
 * part, and back to the previous part when it is done. Nothing is written after
 * boot_time_end(), so other CPUs, which start later, may call all of it.
 */

#include "log/boot_time.h"
#include "log/console.h"
#include "cpu_ops.h"

static u64 since; /* the TSC at the last switch */
static u64 ticks[BOOT_PARTS];
static enum boot_part now;
static bool ended;

void boot_time_init(const struct boot_info *boot)
{
	since = rdtsc();
	ticks[BOOT_FIRMWARE] = boot->in_firmware;
	ticks[BOOT_OWN] = since - boot->start_tsc - boot->in_firmware;
}

enum boot_part boot_time_switch(enum boot_part part)
{
	enum boot_part before = now;
	u64 tsc;

	if (ended)
		return before;
	tsc = rdtsc();
	ticks[before] += tsc - since;
	since = tsc;
	now = part;
	return before;
}

void boot_time_end(void)
{
	boot_time_switch(BOOT_OWN);
	ended = true;
}

void boot_time_report(void)
{
	static const char *const name[BOOT_PARTS] = {
		[BOOT_OWN] = "from efi_main to ring 3",
		[BOOT_FIRMWARE] = "not counted in it: the firmware's services",
		[BOOT_OUTPUT] = "not counted in it: this log",
	};
	unsigned int part;

	if (!ended)
		return;
	for (part = 0; part < BOOT_PARTS; part++)
		printk("# boot: %10lu ticks %s\n", ticks[part], name[part]);
}
