/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The NMI is counted. It may have come between any two instructions of ring 0,
 * also before an exception's handler has read CR2. So it must leave CR2 and DR7
 * as they were.
 */

#include "entry/nmi.h"
#include "log/console.h"
#include "cpu/event_hooks.h"
#include "cpu_ops.h"
#include "cpu/percpu.h"
#include "cpu/smp_hooks.h"

u64 nmi_from_ring0(struct pt_regs *regs, u64 gs_base)
{
	u64 cr2 = read_cr2();
	u64 dr7 = read_dr7();

	/* Here a #DB would overwrite the frame of one that is handled. */
	write_dr7(DR7_FIXED);
	this_cpu->nmis++;
	if (smp_hooks.nmi)
		smp_hooks.nmi(regs);
	if (event_hooks.nmi)
		event_hooks.nmi(regs, &gs_base);
	write_dr7(dr7);
	if (read_cr2() != cr2)
		write_cr2(cr2);
	return gs_base;
}

void nmi_from_ring3(struct pt_regs *regs)
{
	this_cpu->nmis++;
	if (smp_hooks.nmi)
		smp_hooks.nmi(regs);
}

void nmi_report(void)
{
	if (this_cpu->nmis)
		printk("# nmis: %lu handled\n", this_cpu->nmis);
	if (this_cpu->window_events)
		printk("# SYSCALL window: %lu #DB and NMIs in it\n",
		       this_cpu->window_events);
}
