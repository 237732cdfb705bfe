/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads back each entry point of ring 0 from the CPU: where it leads, whether
 * ring 3 may take it, and with which flags and stack. The boot checks call it.
 */

#include "boot/entry_points.h"
#include "log/console.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "entry/idt.h"
#include "msr-index.h"
#include "segment.h"
#include "cpu/tss.h"

/* Every flag that ring 3 can have, by POPF, IRET or an instruction. */
#define RING3_FLAGS                                                         \
	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |    \
	 X86_EFLAGS_SF | X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_DF |    \
	 X86_EFLAGS_OF | X86_EFLAGS_IOPL | X86_EFLAGS_NT | X86_EFLAGS_RF |  \
	 X86_EFLAGS_AC | X86_EFLAGS_ID)

extern const u8 __entry_text_start[], __entry_text_end[];

static bool is_entry(u64 address)
{
	return address >= (u64)__entry_text_start &&
	       address < (u64)__entry_text_end;
}

bool entry_points_by_msr(void)
{
	bool sysenter = cpu_features.sysenter;
	u64 fmask = rdmsr(MSR_FMASK), lstar = rdmsr(MSR_LSTAR);
	u32 cs = sysenter ? SEL_KERNEL_CODE : 0;

	/* Where SYSENTER is not served it is closed. */
	if (rdmsr(MSR_STAR) >> 32 == (STAR_USER << 16 | STAR_KERNEL) &&
	    (fmask & RING3_FLAGS) == RING3_FLAGS && is_entry(lstar) &&
	    is_entry(rdmsr(MSR_CSTAR)) && rdmsr(MSR_IA32_SYSENTER_CS) == cs &&
	    (!sysenter || is_entry(rdmsr(MSR_IA32_SYSENTER_EIP))))
		return true;
	printk("# FMASK %#lx LSTAR %#lx\n", fmask, lstar);
	return false;
}

/* Ring 3 may raise these by instruction. */
static unsigned int dpl_of(unsigned int vector)
{
	return vector == X86_TRAP_BP || vector == X86_TRAP_OF ||
			       vector == VECTOR_SYSCALL ? 3 : 0;
}

/* These may come while the stack is ring 3's, or none. */
static const u8 ist_of[X86_EXCEPTIONS] = {
	[X86_TRAP_DF] = IST_DF,
	[X86_TRAP_NMI] = IST_NMI,
	[X86_TRAP_MC] = IST_MC,
	[X86_TRAP_DB] = IST_DB,
};

static bool gate_holds(unsigned int vector)
{
	const struct gate_descriptor *gate = &idt.gate[vector];
	u64 entry = gate->offset_low | (u64)gate->offset_middle << 16 |
		    (u64)gate->offset_high << 32;

	if (gate->p && !gate->s && gate->type == GATE_INTERRUPT &&
	    gate->selector == SEL_KERNEL_CODE && is_entry(entry) &&
	    gate->dpl == dpl_of(vector) &&
	    gate->ist == (vector < X86_EXCEPTIONS ? ist_of[vector] : 0))
		return true;
	printk("# gate %u is bad\n", vector);
	return false;
}

bool entry_points_by_idt(void)
{
	bool good = true;
	unsigned int vector;

	for (vector = 0; vector < VECTORS; vector++)
		good &= gate_holds(vector);
	return good;
}
