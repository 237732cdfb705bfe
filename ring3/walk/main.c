/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * walk: crosses into ring 0 by every gate and back by every return, compares
 * every register with the ABI, and tells the story. walk:quiet keeps to the
 * rows. The default program; its parts are in walk/, see walk/walk.h.
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
	bool quiet;
	bool observe, selftest; /* ring 0 has them */
	bool sysenter;		/* the CPU has it in 64-bit code */
	const char *vendor;
} world;

static void find_world(int argc, char **argv)
{
	long error;

	world.quiet = argc > 1 && !strcmp(argv[1], "quiet");
	world.observe = sys_observe(NULL) != -ENOSYS;
	error = sys_selftest(SELFTESTS, 0);
	world.selftest = error != -ENOSYS && error != -EPERM;
	world.vendor = cpu_identity()->vendor;
}

static void tell_sysenter(void)
{
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

	if (!world.quiet)
		tell_why("sysenter: is it there",
			 "In long mode Intel's CPUs have it, and AMD's raise "
			 "#UD.\n");
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
	if ((kind->needs & BIT(NEEDS_SELFTEST)) && !world.selftest)
		return "selftest() is not allowed: boot with selftest=on";
	return NULL;
}

/* The first gate that makes this kind of trip; its row explains the kind. */
static enum call_way first_gate(const struct trip_kind *kind)
{
	return __builtin_ctz(kind->gates);
}

static void run_row(const struct trip_kind *kind, enum call_way gate)
{
	const char *reason = missing(kind, gate);
	char title[TITLE_MAX];
	struct trip trip;

	snprintf(title, sizeof(title), "%s: %s", gates[gate].name, kind->name);
	if (reason) {
		ktap_skip(title, reason);
		return;
	}
	if (!world.quiet)
		tell_why(title, first_gate(kind) == gate ? kind->why : "");
	trip_prepare(&trip, kind, gate);
	travel(&trip);
	if (!world.quiet)
		tell_trip(&trip, kind->whole);
	ktap_row(arrived(&trip), title);
}

static void run_gate(enum call_way gate)
{
	if (!world.quiet)
		tell_gate(gate);
	if (gate == BY_SYSENTER)
		find_sysenter();
	for (size_t i = 0; i < trip_kind_count; i++)
		if (trip_kinds[i].gates & BIT(gate))
			run_row(&trip_kinds[i], gate);
}

static unsigned int count_rows(void)
{
	unsigned int rows = 1; /* find_sysenter's */

	for (enum call_way gate = 0; gate < WAYS_64; gate++)
		for (size_t i = 0; i < trip_kind_count; i++)
			rows += (trip_kinds[i].gates & BIT(gate)) != 0;
	return rows;
}

int main(int argc, char **argv)
{
	long error;

	find_world(argc, argv);
	ktap_plan(count_rows());
	if (!world.quiet)
		tell_beginning();
	if (!world.observe)
		print("# observe() is not there: what ring 0 sees is left "
		      "out\n");
	error = catch_faults();
	if (error)
		print("# rt_sigaction: %ld, so a fault will end this\n", error);
	for (enum call_way gate = 0; gate < WAYS_64; gate++)
		run_gate(gate);
	return ktap_end();
}
