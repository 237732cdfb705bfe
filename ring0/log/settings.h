/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot options, as ring 0 understands them (lib/options.h has the form). */
#ifndef RING0_LOG_SETTINGS_H
#define RING0_LOG_SETTINGS_H

#include "lib/options.h"

enum exit_action {
	EXIT_DEFAULT, /* isa-debug-exit in QEMU, else as EXIT_HALT */
	EXIT_HALT,
	EXIT_REBOOT,
	EXIT_POWEROFF,
};

#define TICK_MAX 100000 /* with more, an emulator would do nothing else */

struct settings {
	struct option init; /* programs, "NAME[:ARG...],..." */
	enum exit_action exit;
	struct option skip; /* checks not to run, "F-nnn,...". NULL: none */
	bool selftest; /* ring 3 may call selftest() */
	bool invert;   /* checks expect what must not be */
	bool sweep_watchdog; /* its NMI comes at each instruction of a check */
	u64 mem;       /* bytes to be used; 0: all that there is */
	bool x2apic;   /* the local APIC by MSRs, where the CPU has it so */
	u32 tick;      /* per second; 0: the timer is off */
	bool tick_one_shot; /* started anew by each tick, not periodic */
};

extern struct settings settings;

/* Reads them all, and says in the log which words it ignores, and why. */
void settings_init(const char *options);

/* Field index of a value, between separators. false: it has fewer. */
bool setting_field(const struct option *value, char separator,
		   unsigned int index, struct option *field);

/* How many bytes at the start of the value are decimal digits. */
size_t setting_digits(const struct option *value);

#endif
