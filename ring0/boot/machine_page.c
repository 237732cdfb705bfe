/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fills the rows of the screen's page that are about the machine, and those
 * about the gates.
 */

#include "boot/machine_page.h"
#include "cpu/features.h"
#include "cpu/percpu.h"
#include "lib/return_decision.h"
#include "log/boot_time.h"
#include "log/console.h"
#include "log/page.h"
#include "log/settings.h"
#include "mm/pages.h"
#include "ptrace.h"

#define MIB_PAGES 256

static const struct gate_row {
	const char *name, *fast; /* fast: its own return; NULL: IRET is that */
	enum gate gate;
	u32 abi;
} rows[] = {
	{ "SYSCALL", "SYSRET", GATE_SYSCALL, ABI_X86_64 },
	{ "SYSENTER", "SYSEXIT", GATE_SYSENTER, ABI_X86_64 },
	{ "int 0x80", NULL, GATE_INT80, ABI_I386 },
	{ "SYSCALL, 32-bit code", "SYSRET", GATE_SYSCALL, ABI_I386 },
};

/* SYSCALL from 32-bit code is AMD's alone, SYSENTER in long mode Intel's. */
static const char *state(const struct gate_row *row)
{
	if (row->gate == GATE_SYSENTER && !cpu_features.sysenter)
		return "not on this CPU";
	if (row->gate == GATE_SYSCALL && row->abi == ABI_I386 &&
	    !cpu_features.amd)
		return "not on this CPU";
	return "open";
}

static u64 returns_of(const struct gate_row *row)
{
	u64 all = 0;
	u32 reason;

	for (reason = 0; reason < RETURN_REASONS; reason++)
		all += this_cpu->returns[row->gate][row->abi][reason];
	return all;
}

static void print_gate(u32 at, const struct gate_row *row)
{
	u64 fast = this_cpu->returns[row->gate][row->abi][RETURN_FAST];
	u64 all = returns_of(row);

	if (row->fast)
		screen_print(at, 0, SCREEN_COLUMNS, STYLE_TEXT,
			     " %-21s %-16s %12lu %-7s %12lu IRET", row->name,
			     state(row), fast, row->fast, all - fast);
	else
		screen_print(at, 0, SCREEN_COLUMNS, STYLE_TEXT,
			     " %-21s %-16s %20s %12lu IRET", row->name,
			     state(row), "", all);
}

void machine_page_gates(void)
{
	u32 i;

	screen_print(PAGE_GATES, 0, SCREEN_COLUMNS, STYLE_LABEL,
		     " %-21s %-16s %s", "Gate into ring 0", "State",
		     "     Returns to ring 3, each checked");
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		print_gate(PAGE_GATES + 1 + i, &rows[i]);
}

static void print_machine(const struct boot_info *boot)
{
	const struct firmware *firmware = &boot->firmware;
	const struct cpu_features *cpu = &cpu_features;

	page_print(PAGE_MACHINE, "Firmware", "%s, revision %#x, UEFI %u.%u",
		   firmware->vendor, firmware->revision,
		   firmware->uefi_revision >> 16,
		   (firmware->uefi_revision & 0xffff) / 10);
	page_print(PAGE_MACHINE + 1, "CPU", "%s",
		   *cpu->brand ? cpu->brand : "(no brand string)");
	page_print(PAGE_MACHINE + 2, "", "%s family %u model %u stepping %u, "
		   "hypervisor %s", cpu->vendor, cpu->family, cpu->model,
		   cpu->stepping, *cpu->hypervisor ? cpu->hypervisor : "none");
	page_print(PAGE_MACHINE + 3, "Memory", "%lu MiB",
		   pages_total() / MIB_PAGES);
}

void machine_page_init(const struct boot_info *boot)
{
	const struct framebuffer *framebuffer = &boot->framebuffer;
	enum boot_part part = boot_time_switch(BOOT_OUTPUT);
	void *pixels = NULL;

	if (framebuffer->base_phys && !settings.screen)
		printk("# screen: off\n");
	else if (framebuffer->base_phys)
		pixels = ioremap_wc(framebuffer->base_phys,
				    (u64)framebuffer->pixels_per_line *
				    framebuffer->height * sizeof(u32));
	if (screen_init(framebuffer, pixels)) {
		printk("# console: the screen\n");
		page_init();
		print_machine(boot);
		machine_page_gates();
	}
	boot_time_switch(part);
}
