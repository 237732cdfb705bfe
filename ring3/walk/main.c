/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * walk, the default program, crosses into ring 0 by every gate and back by
 * every return, and compares every register with the ABI. It shows one whole
 * crossing a gate; walk:full shows all of each, and walk:quiet only the rows.
 */
#include <asm/errno.h>
#include "ring3/lib/cpu.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "trapnr.h"
#include "walk.h"

#define TITLE_MAX 80

int main(int argc, char **argv);

static struct {
	bool quiet, full;
	bool observe, selftest; /* ring 0 has them */
	bool sysenter;		/* the CPU has it in 64-bit code */
	const char *vendor;
} world;

static void find_world(int argc, char **argv)
{
	long error;

	world.quiet = argc > 1 && !strcmp(argv[1], "quiet");
	world.full = argc > 1 && !strcmp(argv[1], "full");
	world.observe = sys_observe(NULL) != -ENOSYS;
	error = sys_selftest(SELFTESTS, 0);
	world.selftest = error != -ENOSYS && error != -EPERM;
	world.vendor = cpu_identity()->vendor;
}

static void tell_sysenter(void)
{
	if (world.sysenter && !world.full)
		return;
	if (world.sysenter)
		print("# This CPU (%s) has it.\n", world.vendor);
	else
		print("# This CPU (%s) raised signal %d, trapno %lu%s.\n",
		      world.vendor, caught.signal, caught.trapno,
		      caught.trapno == X86_TRAP_UD ? ", #UD" : "");
}

/* SYSENTER's first row: the CPU has it, or raises #UD as documented. */
static void find_sysenter(void)
{
	static const struct trip_kind probe = { .prepare = trip_getpid };
	const u8 *at = gates[BY_SYSENTER].at;
	struct trip trip;
	bool refused;

	if (world.full)
		tell_why("sysenter: is it there",
			 "In long mode Intel's CPUs have it, and AMD's raise "
			 "#UD.\n", DETAIL_ALL);
	trip_prepare(&trip, &probe, BY_SYSENTER);
	travel(&trip);
	world.sysenter = !caught.count;
	refused = caught.signal == SIGILL && caught.trapno == X86_TRAP_UD &&
		  caught.ip == (u64)at;
	tell_sysenter();
	ktap_row(world.sysenter ? arrived(&trip) :
				  refused && !cpu_identity()->sysenter,
		 "sysenter: is there, or raises #UD as documented");
}

/* Returns why the row cannot be run here, or NULL if it can. */
static const char *missing(const struct trip_kind *kind, enum call_way gate)
{
	static char no_sysenter[TITLE_MAX];

	if (gate == BY_SYSENTER && !world.sysenter) {
		snprintf(no_sysenter, sizeof(no_sysenter),
			 "no SYSENTER in long mode on this CPU (%s)",
			 world.vendor);
		return no_sysenter;
	}
	if ((kind->needs & BIT(NEEDS_OBSERVE)) && !world.observe)
		return "observe() is not there: this is not Gatehouse";
	return NULL;
}

/* Rows that a boot option would add are no SKIPs: they are left out. */
static bool is_chosen(const struct trip_kind *kind)
{
	return !(kind->needs & BIT(NEEDS_SELFTEST)) || world.selftest;
}

/* The 32-bit callers' stories are those of the gates, so they come last. */
static enum detail detail_of(const struct trip_kind *kind, enum call_way gate)
{
	if (world.quiet || (gates[gate].compat && !world.full))
		return DETAIL_ROW;
	if (!world.full)
		return kind->brief;
	return kind->full ? kind->full : DETAIL_CHANGES;
}

/* The first gate that makes this kind of trip; its row explains the kind. */
static enum call_way first_gate(const struct trip_kind *kind)
{
	return __builtin_ctz(kind->gates);
}

static void run_row(const struct trip_kind *kind, enum call_way gate)
{
	const char *reason = missing(kind, gate);
	enum detail detail = detail_of(kind, gate);
	char title[TITLE_MAX];
	struct trip trip;

	snprintf(title, sizeof(title), "%s: %s", gates[gate].name, kind->name);
	if (reason) {
		ktap_skip(title, reason);
		return;
	}
	tell_why(title, first_gate(kind) == gate ? kind->why : "", detail);
	trip_prepare(&trip, kind, gate);
	travel(&trip);
	tell_trip(&trip, detail);
	ktap_row(arrived(&trip), title);
}

/* 32-bit code's rows are those of the ways that the CPU has. */
static bool has_rows(enum call_way gate)
{
	return !gates[gate].compat || !gate_lacks(gate);
}

static void run_gate(enum call_way gate)
{
	if (!world.quiet)
		tell_gate(gate, world.full);
	if (!has_rows(gate)) {
		print("# It is not here: %s.\n", gate_lacks(gate));
		return;
	}
	if (gate == BY_SYSENTER)
		find_sysenter();
	for (size_t i = 0; i < trip_kind_count; i++)
		if ((trip_kinds[i].gates & BIT(gate)) &&
		    is_chosen(&trip_kinds[i]))
			run_row(&trip_kinds[i], gate);
}

/* How many rows of the table are chosen, or are not. */
static unsigned int count_rows(bool are_chosen)
{
	unsigned int rows = 0;

	for (enum call_way gate = 0; gate < WAYS; gate++)
		for (size_t i = 0; i < trip_kind_count; i++)
			rows += (trip_kinds[i].gates & BIT(gate)) &&
				has_rows(gate) &&
				is_chosen(&trip_kinds[i]) == are_chosen;
	return rows;
}

int main(int argc, char **argv)
{
	unsigned int left_out;
	long error;

	find_world(argc, argv);
	error = catch_faults();
	left_out = count_rows(false);
	ktap_plan(1 + count_rows(true)); /* and find_sysenter's */
	if (!world.quiet)
		tell_beginning(world.full);
	if (!world.observe)
		print("# observe() is not there: what ring 0 sees is left "
		      "out\n");
	if (error)
		print("# rt_sigaction: %ld, so a fault will end this\n", error);
	for (enum call_way gate = 0; gate < WAYS; gate++)
		run_gate(gate);
	if (left_out)
		print("# %u rows are left out: they need selftest=on\n",
		      left_out);
	if (!world.quiet)
		tell_end();
	return ktap_end();
}
