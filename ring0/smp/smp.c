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

#define DELAY_PORT 0x80 /* each access takes about a microsecond */

void smp_init(void);

void delay(u32 microseconds)
{
	while (microseconds--) {
		inb(DELAY_PORT);
		cpu_relax(); /* an emulator may let another CPU go on */
	}
}

void smp_init(void)
{
	timer_tsc_hz(); /* measured by this CPU, before others ask */
	compare_init();
	own_log_init();
	requests_init();
	if (!bring_up_all())
		panic("no memory for more than one CPU");
	run_on_all();
}
