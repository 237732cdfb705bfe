/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 0's main path: from the loader's jump (task/context.S, ring0_start) to
 * the last program's end. A list of calls; each is a file to read.
 */

#include "boot_info.h"
#include "log/boot_time.h"
#include "boot/all_cpus.h"
#include "boot/boot_checks.h"
#include "mm/read_only.h"
#include "log/console.h"
#include "cpu/code_sites.h"
#include "cpu/features.h"
#include "cpu/setup.h"
#include "cpu/smap.h"
#include "entry/dispatch.h"
#include "entry/exit_to_user.h"
#include "boot/log_head.h"
#include "boot/machine_page.h"
#include "boot/initramfs.h"
#include "dev/irq.h"
#include "entry/gates.h"
#include "entry/idt.h"
#include "log/ktap.h"
#include "log/uart.h"
#include "mm/pages.h"
#include "boot/module.h"
#include "entry/nmi.h"
#include "panic/panic.h"
#include "boot/outcome.h"
#include "dev/power.h"
#include "dev/serial.h"
#include "boot/programs.h"
#include "log/settings.h"
#include "task/task.h"
#include "dev/timer.h"

void ring0_main(const struct boot_info *boot);

/* On a stack with a guard page, from here to the end. */
static void run(void)
{
	const char *error = settings.selftest ? module_load("selftest") : NULL;
	const char *no_seccomp =
		settings.seccomp ? module_load("seccomp") : NULL;
	/* They take rows of the table, and what comes next takes all of it. */
	const char *no_tracer =
		settings.tracer.value ? module_load("tracer") : NULL;
	const char *no_trace = settings.trace || settings.audit ?
				       module_load("trace") :
				       NULL;

	ktap_plan(!!error + !!no_seccomp + !!no_tracer + !!no_trace +
		  boot_checks_count() + programs_count() + all_cpus_count());
	if (error)
		ktap_result(false, "selftest=on # no module: %s", error);
	if (no_seccomp)
		ktap_result(false, "seccomp=on # no module: %s", no_seccomp);
	if (no_tracer)
		ktap_result(false, "tracer= # no module: %s", no_tracer);
	if (no_trace)
		ktap_result(false, "trace= # no module: %s", no_trace);
	boot_checks_first();
	this_cpu->nmis = 0; /* from here on they come from outside */
	programs_run();
	all_cpus_run();
	boot_checks_last();
	boot_time_report();
	returns_report();
	timer_report();
	nmi_report();
	machine_page_cost();
	leave(ktap_end(false));
}

/* Before another CPU runs this code. */
static void write_code_sites(const struct boot_info *boot)
{
	if (cpu_features.smap)
		smap_enable();
	if (boot->paging_levels == 5)
		code_sites_write(__la57_sites_start, __la57_sites_end);
}

static void load_hardening(void)
{
	const char *error = NULL;

	if (settings.hardening)
		error = module_load("hardening");
	if (error)
		printk("# WARNING: hardening: no module: %s\n", error);
}

void ring0_main(const struct boot_info *boot)
{
	u64 stack;

	/* From here on a fault is reported, not a reset. */
	cpu_setup_early(&boot_cpu);
	idt_init();
	cpu_features_init();
	ring0_table_init(boot);
	power_init(boot);

	boot_time_init(boot);

	/* Something to say it on, and the first line. */
	serial_init(boot);
	console_init(boot->options);
	printk("# gatehouse %s: start\n", GATEHOUSE_VERSION);
	backtrace_init(boot);
	if (boot->size != sizeof(*boot))
		panic("the loader's boot_info has %lu bytes, not %zu",
		      boot->size, sizeof(*boot));

	/* Memory, and what the loader and the options say. */
	pages_init(boot);
	uart_map(ioremap_page);
	log_head_print(boot);
	settings_init(boot->options);
	pages_limit(settings.mem);
	initramfs_init(boot);
	module_init(boot);
	outcome_init(boot);
	console_keep_no_more();

	/* The CPU as we want it; nothing interrupts but what we ask for. */
	write_code_sites(boot);
	cpu_setup(&boot_cpu);
	idt_use_ist();
	log_head_print_now();
	machine_page_init(boot);
	irq_init(boot);
	timer_init(boot);
	syscall_tables_init();
	gates_setup();
	read_only_init();

	load_hardening();
	stack = stack_alloc();
	if (!stack)
		panic("no memory for ring 0's stack");
	call_on_stack(stack, run);
}
