/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that is loaded where more than one CPU is to run. Its init is the
 * whole run: it comes from all_cpus_run(), on the boot CPU, after the programs
 * of init=. When it is done, the other CPUs wait in HLT.
 */

#include "smp/member.h"
#include "cpu_ops.h"
#include "dev/timer.h"
#include "panic/panic.h"

#define MHZ 1000000
#define TSC_HZ 5000000000 /* if no clock tells: none is faster */

void smp_init(void);

/*
 * By the TSC, and without PAUSE or a port: for these an emulator takes a lock
 * that the CPU that is waited for needs, too.
 */
void delay(u32 microseconds)
{
	u64 hz = timer_tsc_hz(), start = rdtsc();
	u64 ticks = microseconds * ((hz ? hz : TSC_HZ) / MHZ);

	while (rdtsc() - start < ticks)
		;
}

void smp_init(void)
{
	timer_tsc_hz(); /* measured by this CPU, before others ask */
	compare_init();
	mtrr_init();
	own_log_init();
	requests_init();
	if (!bring_up_all())
		panic("no memory for more than one CPU");
	run_on_all();
}
