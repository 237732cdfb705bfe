/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A bare gate points at its own return instruction, so it returns at once: what
 * a crossing costs that does nothing (bench's floor). Exception entry knows
 * each of these instructions by its label, so one that comes there finds the
 * right GS base: at SYSEXITQ, too, it is HAZARD sti-shadow.
 */

#include "selftest/handlers.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "entry/gates.h"
#include "entry/idt.h"
#include "lib/string.h"
#include "mm/read_only.h"
#include "msr-index.h"

extern const u8 entry_int80[];
extern const u8 entry_SYSCALL_64_sysretq[], entry_SYSCALL_compat_sysretl[];
extern const u8 entry_SYSENTER_64_sti[], return_iret_iretq[];

/* 0: it is not present, and int 0x80 is #NP. */
static void set_int80(u64 entry)
{
	struct gate_descriptor gate = idt.gate[VECTOR_SYSCALL];

	gate.offset_low = entry & 0xffff;
	gate.offset_middle = entry >> 16 & 0xffff;
	gate.offset_high = entry >> 32;
	gate.p = !!entry;
	if (!memcmp(&gate, &idt.gate[VECTOR_SYSCALL], sizeof(gate)))
		return;
	read_only_patch(&idt.gate[VECTOR_SYSCALL], &gate, sizeof(gate));
}

void bare_gate(enum entry_point bare)
{
	gates_open();
	set_int80((u64)entry_int80);
	if (bare == ENTRY_SYSCALL_64)
		wrmsr(MSR_LSTAR, (u64)entry_SYSCALL_64_sysretq);
	else if (bare == ENTRY_SYSCALL_COMPAT)
		wrmsr(MSR_CSTAR, (u64)entry_SYSCALL_compat_sysretl);
	else if (bare == ENTRY_SYSENTER && cpu_features.sysenter)
		wrmsr(MSR_IA32_SYSENTER_EIP, (u64)entry_SYSENTER_64_sti);
	else if (bare == ENTRY_INT80)
		set_int80((u64)return_iret_iretq);
}

void close_int80(void)
{
	set_int80(0);
}
