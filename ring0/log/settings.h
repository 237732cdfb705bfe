/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot options that ring 0 knows; lib/options.h says how to write them. */
#ifndef RING0_LOG_SETTINGS_H
#define RING0_LOG_SETTINGS_H

#include "lib/options.h"

enum exit_action {
	EXIT_DEFAULT, /* isa-debug-exit under QEMU or KVM, elsewhere a halt */
	EXIT_HALT,
	EXIT_REBOOT,
	EXIT_POWEROFF,
};

/* Bytes of trace='s ring. A record has at most 4 KiB. */
#define TRACE_RING_MIN (4 << 10)
#define TRACE_RING_MAX (1 << 30)

enum wanted {
	WANTED_HERE, /* on a real machine, but not in QEMU */
	WANTED_NO,
	WANTED_YES,
};

/* Who has the 32-bit vDSO. */
enum vdso32 {
	VDSO32_DEFAULT, /* 32-bit programs */
	VDSO32_NONE,	/* nobody: 32-bit programs cross by int 0x80 */
	VDSO32_ASKED,	/* 64-bit programs that ask, too (ARCH_MAP_VDSO_32) */
};

#define TICK_MAX 100000 /* Hz; above it an emulator only handles ticks */

enum trace_kind {
	TRACE_OFF,
	TRACE_STRACE,  /* a line for each call */
	TRACE_SUMMARY, /* a table of them */
	TRACE_EVENTS,  /* two lines for each, Linux's trace points */
};

struct settings {
	bool screen; /* the page is drawn, where there is a screen */
	enum wanted save; /* the log, in a variable */
	enum wanted qr; /* the outcome as a QR code on the screen */
	struct option init; /* programs, "NAME[:ARG...],..." */
	enum exit_action exit;
	u32 max_cpus; /* how many may run; 1: the boot CPU alone */
	struct option smp; /* what all CPUs run at once, "NAME[:ARG...]" */
	bool smp_shown; /* their logs are printed: smp= asked for it */
	struct option skip; /* checks not to run, "F-nnn,..."; NULL: none */
	bool selftest; /* ring 3 may call selftest() */
	bool hardening;	     /* the module is wanted, which reads options */
	const char *options; /* all words, as the loader gave them */
	bool check_invert; /* checks expect the opposite: each must fail */
	bool check_watchdog; /* an NMI comes at each instruction of a check */
	bool seccomp; /* programs may have filters, and user dispatch */
	bool audit; /* a record of each call */
	u64 audit_records; /* that are kept; 0: as the module has it */
	struct option tracer; /* "NAME[:ARG...]"; value NULL: none */
	enum trace_kind trace;
	u64 trace_ring; /* bytes; 0: as the module has it */
	struct option risky; /* checks that may end the machine: "on", an id */
	u64 mem;       /* bytes of memory to use; 0: all */
	bool stdin;    /* programs read what is typed on the serial port */
	bool x2apic;   /* put the local APIC into x2APIC mode, if it has it */
	u32 tick;      /* Hz; 0: the timer is off */
	enum vdso32 vdso32;
	bool tick_one_shot; /* each tick starts the next; else periodic mode */
};

extern struct settings settings;

/* Reads all options. The log says which words are ignored, and why. */
void settings_init(const char *options);

#endif
