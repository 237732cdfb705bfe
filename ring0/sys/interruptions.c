/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interruptions and tick: how a program that measures knows what came between,
 * and has the timer come.
 */

#include "cpu/features.h"
#include "cpu_ops.h"
#include "msr-index.h"
#include "log/settings.h"
#include "lib/string.h"
#include "sys/syscall.h"
#include "dev/timer.h"
#include "mm/user_copy.h"

/* Intel's CPUs count them; elsewhere the number may be another register's. */
static bool read_smi_count(u64 *count)
{
	*count = 0;
	return !strcmp(cpu_features.vendor, "GenuineIntel") &&
	       rdmsr_safe(MSR_SMI_COUNT, count);
}

SYSCALL_DEFINE1(interruptions, u64, user)
{
	struct interruptions now = { 0 };

	now.counts_smis = read_smi_count(&now.smis);
	now.interrupts = this_cpu->interrupts;
	now.nmis = this_cpu->nmis;
	return copy_to_user(user, &now, sizeof(now)) ? 0 : -EFAULT;
}

SYSCALL_DEFINE1(tick, u32, hz)
{
	bool done;

	if (hz > TICK_MAX)
		return -EINVAL;
	local_irq_disable();
	done = timer_set_rate(hz);
	local_irq_enable();
	return done ? 0 : -ENODEV;
}
