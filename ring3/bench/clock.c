/* SPDX-License-Identifier: BSD-2-Clause */
/* Chooses the clock, and gives the timed functions that read it. */
#include "clock.h"
#include <cpuid.h>
#include "ring3/lib/print.h"
#include "bench.h"

#define CPUID_SIZES 0x80000008
#define A_WHILE 100000 /* turns of a loop, in which MPERF must move */

#define DECLARE(clock)                                            \
	extern timed_call timed_nothing_##clock, timed_nops_##clock, \
		timed_adds_##clock, timed_syscall_##clock,        \
		timed_sysenter_##clock,                           \
		timed_int80_##clock, timed_ud2_##clock,           \
		timed_page_fault_##clock, timed_touch_##clock,    \
		timed_map_##clock, timed_gap_##clock,             \
		timed_nothing_32_##clock, timed_int80_32_##clock, \
		timed_syscall_32_##clock
DECLARE(tsc);
DECLARE(aperf);

#define FUNCTIONS(clock)                                   \
	{                                                  \
		[TIMED_NOTHING] = timed_nothing_##clock,   \
		[TIMED_NOPS] = timed_nops_##clock,         \
		[TIMED_ADDS] = timed_adds_##clock,         \
		[TIMED_SYSCALL] = timed_syscall_##clock,   \
		[TIMED_SYSENTER] = timed_sysenter_##clock, \
		[TIMED_INT80] = timed_int80_##clock,       \
		[TIMED_UD2] = timed_ud2_##clock,           \
		[TIMED_PAGE_FAULT] = timed_page_fault_##clock, \
		[TIMED_TOUCH] = timed_touch_##clock,           \
		[TIMED_MAP] = timed_map_##clock,               \
		[TIMED_GAP] = timed_gap_##clock,           \
		[TIMED_NOTHING_32] = timed_nothing_32_##clock, \
		[TIMED_INT80_32] = timed_int80_32_##clock, \
		[TIMED_SYSCALL_32] = timed_syscall_32_##clock, \
	}

static const struct {
	const char *name, *unit;
	timed_call *timed[TIMED_KINDS];
} clocks[CLOCKS] = {
	[CLOCK_TSC] = { "tsc", "tick", FUNCTIONS(tsc) },
	[CLOCK_APERF] = { "aperf", "cycle", FUNCTIONS(aperf) },
};

static enum clock clock;
static u64 mperf, aperf; /* when the clock was chosen */

static bool rdpru_faults(void)
{
	u64 before = faults.caught;

	faults.length = RDPRU_LENGTH;
	rdpru(RDPRU_APERF);
	faults.length = FAULT_LENGTH;
	return faults.caught != before;
}

static void read_both(void)
{
	mperf = rdpru(RDPRU_MPERF);
	aperf = rdpru(RDPRU_APERF);
}

static struct rdpru_facts look(void)
{
	struct rdpru_facts facts = { 0 };
	u32 a, c, i;

	if (!__get_cpuid(CPUID_SIZES, &a, &facts.ebx, &c, &facts.edx) ||
	    !has_rdpru(&facts))
		return facts;
	facts.faults = rdpru_faults();
	if (facts.faults)
		return facts;
	read_both();
	for (i = 0; i < A_WHILE; i++)
		asm volatile("pause");
	facts.mperf = rdpru(RDPRU_MPERF) - mperf;
	facts.aperf = rdpru(RDPRU_APERF) - aperf;
	return facts;
}

void clock_find(void)
{
	struct rdpru_facts facts = look();
	const char *why;

	clock = clock_choice(&facts, &why);
	print("# clock: %s: %s\n", clock_name(), why);
}

timed_call *clock_timed(enum timed timed)
{
	return clocks[clock].timed[timed];
}

const char *clock_name(void)
{
	return clocks[clock].name;
}

const char *clock_unit(void)
{
	return clocks[clock].unit;
}

void clock_report_core(u64 adds)
{
	if (clock != CLOCK_TSC || !adds)
		return;
	print("# cpu: the core ran %u.%02u cycles a tick\n",
	      (u32)(ADDS / adds), (u32)(ADDS % adds * 100 / adds));
	if (world.tsc_mhz)
		print("# cpu: that is %lu MHz\n", ADDS * world.tsc_mhz / adds);
}

void clock_report(void)
{
	u64 mperf_before = mperf, aperf_before = aperf, thousandths;

	if (clock != CLOCK_APERF)
		return;
	read_both();
	thousandths = (aperf - aperf_before) * 1000 / (mperf - mperf_before);
	print("# clock: the core ran at %lu.%03lu times its base frequency "
	      "(APERF/MPERF)\n", thousandths / 1000, thousandths % 1000);
}
