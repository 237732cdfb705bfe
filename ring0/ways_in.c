/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads back each way into ring 0: where it leads, who may take it, and with
 * which flags and stack. For ring 0's checks of itself.
 */

#include "ways_in.h"
#include "console.h"
#include "cpu_features.h"
#include "cpu_ops.h"
#include "idt.h"
#include "msr-index.h"
#include "segment.h"
#include "tss.h"

#define LL(x) ((unsigned long long)(x))

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

static bool holds(const char *name, u64 value, bool as_it_should)
{
	if (!as_it_should)
		printk("# %s is %#llx\n", name, LL(value));
	return as_it_should;
}

static bool leads_to_entry(const char *name, u32 msr)
{
	u64 value = rdmsr(msr);

	return holds(name, value, is_entry(value));
}

/* Where it is not served it is closed. */
static bool sysenter_holds(void)
{
	u64 cs = rdmsr(MSR_IA32_SYSENTER_CS);
	u64 wanted = cpu_features.sysenter ? SEL_KERNEL_CODE : 0;

	return holds("SYSENTER_CS", cs, cs == wanted) &&
	       (!cpu_features.sysenter ||
		leads_to_entry("SYSENTER_EIP", MSR_IA32_SYSENTER_EIP));
}

bool ways_in_by_msr(void)
{
	u64 star = rdmsr(MSR_STAR), fmask = rdmsr(MSR_FMASK);

	return holds("STAR", star, star >> 48 == STAR_USER &&
			     (star >> 32 & 0xffff) == STAR_KERNEL) &&
	       holds("FMASK", fmask, (fmask & RING3_FLAGS) == RING3_FLAGS) &&
	       leads_to_entry("LSTAR", MSR_LSTAR) &&
	       leads_to_entry("CSTAR", MSR_CSTAR) && sysenter_holds();
}

/* Ring 3 may raise these by instruction. */
static unsigned int dpl_of(unsigned int vector)
{
	return vector == X86_TRAP_BP || vector == X86_TRAP_OF ||
			       vector == VECTOR_SYSCALL ? 3 : 0;
}

/* These may come while the stack is ring 3's, or none. */
static unsigned int ist_of(unsigned int vector)
{
	switch (vector) {
	case X86_TRAP_DF:
		return IST_DF;
	case X86_TRAP_NMI:
		return IST_NMI;
	case X86_TRAP_MC:
		return IST_MC;
	case X86_TRAP_DB:
		return IST_DB;
	default:
		return IST_NONE;
	}
}

static bool gate_holds(unsigned int vector)
{
	const struct gate_descriptor *gate = &idt.gate[vector];
	u64 entry = gate->offset_low | (u64)gate->offset_middle << 16 |
		    (u64)gate->offset_high << 32;

	if (gate->p && !gate->s && gate->type == GATE_INTERRUPT &&
	    gate->selector == SEL_KERNEL_CODE && is_entry(entry) &&
	    gate->dpl == dpl_of(vector) && gate->ist == ist_of(vector))
		return true;
	printk("# gate %u, to %#llx: not as it should be\n", vector, LL(entry));
	return false;
}

bool ways_in_by_idt(void)
{
	bool good = true;
	unsigned int vector;

	for (vector = 0; vector < VECTORS; vector++)
		good &= gate_holds(vector);
	return good;
}
