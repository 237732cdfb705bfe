/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot options: a table of the words that ring 0 knows. A word that it does
 * not know or cannot use is named in the log and ignored; none stops the boot.
 */

#include "log/settings.h"
#include "log/console.h"

#define SHOWN 40 /* bytes of an unknown word, which may be of any length */

struct settings settings = {
	.screen = true,
	.max_cpus = UINT32_MAX,
	.init = { .value = "walk", .value_length = sizeof("walk") - 1 },
};

static bool set_init(const struct option *option)
{
	struct option name;
	bool any = false, empty = false;
	unsigned int i;

	/* Some loaders hand any image a line for Linux: init=/sbin/init. */
	if (option->value_length && *option->value == '/') {
		printk("# option: init: a path, which no program here has, "
		       "ignored\n");
		return true;
	}
	for (i = 0; setting_field(option, ',', i, &name); i++) {
		any |= name.value_length != 0;
		empty |= name.value_length == 0;
	}
	if (!any)
		return false;
	if (empty)
		printk("# option: init: an empty name, ignored\n");
	settings.init = *option;
	return true;
}

static bool set_exit(const struct option *option)
{
	static const char *const word[] = {
		[EXIT_HALT] = "halt",
		[EXIT_REBOOT] = "reboot",
		[EXIT_POWEROFF] = "poweroff",
	};
	size_t i;

	for (i = EXIT_HALT; i < ARRAY_SIZE(word); i++) {
		if (option_value_is(option, word[i])) {
			settings.exit = i;
			return true;
		}
	}
	return false;
}

/* A bad value leaves what a good one before it has set: here and below. */
static bool set_switch(const struct option *option, bool *setting)
{
	bool on = option_value_is(option, "on");

	if (!on && !option_value_is(option, "off"))
		return false;
	*setting = on;
	return true;
}

static bool selftest_was_set;

static bool set_selftest(const struct option *option)
{
	bool good = set_switch(option, &settings.selftest);

	selftest_was_set |= good;
	return good;
}

static bool set_seccomp(const struct option *option)
{
	return set_switch(option, &settings.seccomp);
}

static bool set_check(const struct option *option)
{
	bool invert = option_value_is(option, "invert");

	if (!invert && !option_value_is(option, "watchdog"))
		return false;
	settings.check_invert = invert;
	settings.check_watchdog = !invert;
	return true;
}

static bool set_risky(const struct option *option)
{
	settings.risky = *option;
	return option->value_length;
}

/* "strace" or "events", both with ",BYTES" or without; "summary"; "off". */
static bool set_trace(const struct option *option)
{
	static const char *const word[] = {
		[TRACE_OFF] = "off",
		[TRACE_STRACE] = "strace",
		[TRACE_SUMMARY] = "summary",
		[TRACE_EVENTS] = "events",
	};
	struct option kind, size;
	u64 bytes = 0;
	size_t i;

	setting_field(option, ',', 0, &kind);
	if (setting_field(option, ',', 1, &size) &&
	    (!option_size(&size, &bytes) || bytes < TRACE_RING_MIN ||
	     bytes > TRACE_RING_MAX || kind.value_length + 1 +
	     size.value_length != option->value_length))
		return false;
	for (i = 0; i < ARRAY_SIZE(word); i++) {
		if (option_value_is(&kind, word[i])) {
			settings.trace = i;
			settings.trace_ring = bytes;
			return true;
		}
	}
	return false;
}

static bool set_audit(const struct option *option)
{
	u64 number;

	if (!option_number(option, &number) || number > 1)
		return false;
	settings.audit = number;
	return true;
}

#define AUDIT_RECORDS_MAX (1 << 20)

static bool set_audit_limit(const struct option *option)
{
	u64 number;

	if (!option_number(option, &number) || !number ||
	    number > AUDIT_RECORDS_MAX)
		return false;
	settings.audit_records = number;
	return true;
}

static bool set_tracer(const struct option *option)
{
	settings.tracer = *option;
	return option->value_length;
}

static bool set_skip(const struct option *option)
{
	if (!option->value_length)
		return false;
	settings.skip = *option;
	return true;
}

static bool set_screen(const struct option *option)
{
	return set_switch(option, &settings.screen);
}

static bool set_wanted(const struct option *option, enum wanted *setting)
{
	bool yes = option_value_is(option, "yes");

	if (!yes && !option_value_is(option, "no"))
		return false;
	*setting = yes ? WANTED_YES : WANTED_NO;
	return true;
}

static bool set_save(const struct option *option)
{
	return set_wanted(option, &settings.save);
}

static bool set_qr(const struct option *option)
{
	return set_wanted(option, &settings.qr);
}

static bool set_x2apic(const struct option *option)
{
	return set_switch(option, &settings.x2apic);
}

static bool set_stdin(const struct option *option)
{
	return set_switch(option, &settings.stdin);
}

static bool set_max_cpus(const struct option *option)
{
	u64 number;

	if (!option_number(option, &number) || number > UINT32_MAX)
		return false;
	settings.max_cpus = number ? number : 1; /* 0, as on Linux: nosmp */
	return true;
}

static bool set_nosmp(const struct option *option)
{
	settings.max_cpus = 1;
	return !option->value;
}

static bool set_smp(const struct option *option)
{
	settings.smp = *option;
	settings.smp_shown = true;
	return option->value_length;
}

static bool set_mem(const struct option *option)
{
	return option_size(option, &settings.mem);
}

/* "HZ" or "HZ,oneshot". 0 Hz turns the timer off. */
static bool set_tick(const struct option *option)
{
	struct option hz, mode;
	bool one_shot = false;
	u64 number;

	setting_field(option, ',', 0, &hz);
	if (setting_field(option, ',', 1, &mode)) {
		one_shot = option_value_is(&mode, "oneshot");
		if (!one_shot)
			return false;
	}
	if (!option_number(&hz, &number) || number > TICK_MAX)
		return false;
	settings.tick = number;
	settings.tick_one_shot = one_shot;
	return true;
}

static bool set_vdso32(const struct option *option)
{
	u64 number;

	if (!option_number(option, &number) || number > 1)
		return false;
	settings.vdso32 = number ? VDSO32_ASKED : VDSO32_NONE;
	return true;
}

#define CONSOLE_VALUES \
	"ttyS0..ttyS3|uart8250,io|mmio|mmio32,ADDRESS[,BAUD]|tty0|none"

/* serial_init() has looked at all of these words, so here it only judges. */
static bool judge_console(const struct option *option)
{
	return console_accepts(option);
}

/* The loader has looked at all of these words, so here it only judges. */
static bool judge_la57(const struct option *option)
{
	return option_value_is(option, "on") || option_value_is(option, "off");
}

static const struct {
	const char *key;
	bool (*set)(const struct option *option);
	const char *values;
} known[] = {
	{ "init", set_init, "NAME[:ARG...][,NAME...]" },
	{ "console", judge_console, CONSOLE_VALUES },
	{ "earlycon", judge_console, CONSOLE_VALUES },
	{ "screen", set_screen, "on|off" },
	{ "save", set_save, "yes|no" },
	{ "qr", set_qr, "yes|no" },
	{ "exit", set_exit, "halt|reboot|poweroff" },
	{ "selftest", set_selftest, "on|off" },
	{ "check", set_check, "invert|watchdog" },
	{ "risky", set_risky, "on|F-nnn" },
	{ "skip", set_skip, "F-nnn[,F-nnn...]" },
	{ "seccomp", set_seccomp, "on|off" },
	{ "audit", set_audit, "0|1" },
	{ "audit_backlog_limit", set_audit_limit, "1..1048576" },
	{ "tracer", set_tracer, "NAME[:ARG...]" },
	{ "trace", set_trace, "strace|events[,RING_BYTES]|summary|off" },
	{ "mem", set_mem, "BYTES, or with K, M, G" },
	{ "maxcpus", set_max_cpus, "N" },
	{ "nosmp", set_nosmp, NULL },
	{ "smp", set_smp, "NAME[:ARG...]" },
	{ "stdin", set_stdin, "on|off" },
	{ "x2apic", set_x2apic, "on|off" },
	{ "la57", judge_la57, "on|off" },
	{ "vdso32", set_vdso32, "0|1" },
	{ "tick", set_tick, "HZ[,oneshot], up to 100000" },
};

/* The words that the module hardening reads; it judges their values. */
static const char *const hardening_words[] = {
	"mitigations", "vulnerabilities", "pti", "nopti", "mds",
	"tsx_async_abort", "mmio_stale_data", "reg_file_data_sampling",
	"gather_data_sampling",
	"spectre_v2", "spectre_bhi", "retbleed", "spec_store_bypass_disable",
	"spec_rstack_overflow", "setcpuid", "clearcpuid",
	"randomize_kstack_offset", "stack_erasing", "debug_entry",
	"context_tracking",
};

static bool is_hardening(const struct option *option)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hardening_words); i++)
		if (option_key_is(option, hardening_words[i]))
			return true;
	return false;
}

static void apply(const struct option *option)
{
	int shown = option->key_length < SHOWN ? option->key_length : SHOWN;
	const char *cut = option->key_length > SHOWN ? "..." : "";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++) {
		if (!option_key_is(option, known[i].key))
			continue;
		if (!option->value && known[i].values)
			printk("# option: %s: no value, ignored (%s=%s)\n",
			       known[i].key, known[i].key, known[i].values);
		else if (!known[i].set(option))
			printk("# option: %s: bad value, ignored (%s=%s)\n",
			       known[i].key, known[i].key, known[i].values);
		return;
	}
	if (option_key_is(option, "no5lvl")) /* the loader's, too */
		return;
	if (is_hardening(option)) {
		settings.hardening = true;
		return;
	}
	printk("# option: unknown: %.*s%s (%zu bytes), ignored\n", shown,
	       option->key, cut, option->key_length);
}

/* init= has the program, with arguments or without. */
static bool runs(const char *program)
{
	struct option one, name;
	unsigned int i;

	for (i = 0; setting_field(&settings.init, ',', i, &one); i++) {
		setting_field(&one, ':', 0, &name);
		if (option_value_is(&name, program))
			return true;
	}
	return false;
}

void settings_init(const char *options)
{
	struct option option;

	settings.options = options;
	while ((options = option_next(options, &option)))
		apply(&option);
	/* Some of bench's cells need its help; selftest=off is without them. */
	if (!selftest_was_set)
		settings.selftest = runs("bench");
	if (!settings.smp.value && runs("walk"))
		settings.smp = (struct option){
			.value = "walk:quiet",
			.value_length = sizeof("walk:quiet") - 1,
		};
}
