/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fills the rows of the screen's page that are about the machine, and those
 * about the gates.
 */

#include "boot/machine_page.h"
#include "boot/module.h"
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
} rows[PAGE_GATE_ROWS] = {
	[PAGE_SYSCALL] = { "SYSCALL", "SYSRET", GATE_SYSCALL, ABI_X86_64 },
	[PAGE_SYSENTER] = { "SYSENTER", "SYSEXIT", GATE_SYSENTER, ABI_X86_64 },
	[PAGE_INT80] = { "int 0x80", NULL, GATE_INT80, ABI_I386 },
	[PAGE_SYSCALL_32] = { "SYSCALL/32", "SYSRET", GATE_SYSCALL, ABI_I386 },
};

static u64 returns_of(const struct gate_row *row)
{
	u64 all = 0;
	u32 reason;

	for (reason = 0; reason < RETURN_REASONS; reason++)
		all += this_cpu->returns[row->gate][row->abi][reason];
	return all;
}

/*
 * SYSCALL from 32-bit code is AMD's alone, SYSENTER in long mode Intel's. Some
 * emulators let a crossing through that the CPU's manual does not have.
 */
static const char *state(const struct gate_row *row)
{
	bool has = true;

	if (row->gate == GATE_SYSENTER)
		has = cpu_features.sysenter;
	else if (row->gate == GATE_SYSCALL && row->abi == ABI_I386)
		has = cpu_features.amd;
	return has || returns_of(row) ? "open" : "none";
}

static void print_gate(u32 at, const struct gate_row *row)
{
	u64 fast = this_cpu->returns[row->gate][row->abi][RETURN_FAST];
	u64 all = returns_of(row);

	if (row->fast)
		screen_print(at, 0, PAGE_COST, STYLE_TEXT,
			     " %-10s %-5s %7lu %-7s %7lu IRET", row->name,
			     state(row), fast, row->fast, all - fast);
	else
		screen_print(at, 0, PAGE_COST, STYLE_TEXT,
			     " %-10s %-5s %15s %7lu IRET", row->name,
			     state(row), "", all);
}

void machine_page_gates(void)
{
	u32 i;

	screen_print(PAGE_GATES, 0, PAGE_COST, STYLE_LABEL,
		     " Gate       State Returns to ring 3, checked");
	for (i = 0; i < PAGE_GATE_ROWS; i++)
		print_gate(PAGE_GATES + 1 + i, &rows[i]);
}

/* The module's init is the whole measurement. */
void machine_page_cost(void)
{
	const char *error = screen.pixels ? module_load("cost") : NULL;

	if (error)
		printk("# cost: no module: %s\n", error);
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
