/* SPDX-License-Identifier: BSD-2-Clause */
/* DR0, DR1 and DR7: ring 0's breakpoints, and the watchpoint of a program. */

#include "cpu/debug_registers.h"
#include <asm/debugreg.h>
#include "cpu_ops.h"
#include "cpu/percpu.h"

#define DR7_LOCAL_0 (1 << 0)
#define DR7_LOCAL_1 (1 << 2)

/* Breaks on execution: kind and length are 0 in DR7. */
void breakpoints_set(u64 ip_0, u64 ip_1)
{
	write_dr0(ip_0);
	write_dr1(ip_1);
	write_dr7(DR7_FIXED | (ip_0 ? DR7_LOCAL_0 : 0) |
		  (ip_1 ? DR7_LOCAL_1 : 0));
}

u64 watchpoint_set(u64 address)
{
	u64 hits = this_cpu->watchpoint_hits;

	this_cpu->watchpoint = address;
	this_cpu->watchpoint_hits = 0;
	write_dr0(address);
	write_dr7(address ?
			  DR7_FIXED | DR7_LOCAL_0 |
				  (DR_RW_READ | DR_LEN_8) << DR_CONTROL_SHIFT :
			  DR7_FIXED);
	return hits;
}
