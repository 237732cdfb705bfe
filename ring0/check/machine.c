/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads and writes the CPU's state that a check may change, field by field. GS
 * base, CR3 and TR, which ring 0 needs, are part of it: from machine_write() to
 * the one that undoes it, nothing may use this_cpu.
 */

#include "check/machine.h"
#include "cpu_ops.h"
#include "check/landing.h"
#include "cpu/percpu.h"
#include "lib/string.h"

struct check_tables check_tables;

static struct table_register idtr_before;
static u32 ldtr_before;

/* In fields.h's order, from FIELD_EFER on. */
static const u32 msr[] = {
	MSR_EFER,	 MSR_STAR,	       MSR_LSTAR,
	MSR_CSTAR,	 MSR_FMASK,	       MSR_IA32_SYSENTER_CS,
	MSR_IA32_SYSENTER_ESP, MSR_IA32_SYSENTER_EIP, MSR_FS_BASE,
	MSR_GS_BASE,	 MSR_KERNEL_GS_BASE,
};
_Static_assert(FIELD_EFER + ARRAY_SIZE(msr) == FIELD_RSP0, "fields.h");

#define READ_SELECTOR(seg)                                     \
	({                                                     \
		u32 selector;                                  \
		asm volatile("movl %%" #seg ", %0" : "=r"(selector)); \
		selector;                                      \
	})
#define WRITE_SELECTOR(seg, value) \
	asm volatile("movl %0, %%" #seg : : "r"((u32)(value)) : "memory")
#define READ_DR(dr)                                        \
	({                                                 \
		u64 value;                                 \
		asm volatile("movq %%" #dr ", %0" : "=r"(value)); \
		value;                                     \
	})
#define WRITE_DR(dr, value) \
	asm volatile("movq %0, %%" #dr : : "r"((u64)(value)) : "memory")

/* XCR0 exists for software only while CR4.OSXSAVE is 1. */
static u64 read_xcr0(void)
{
	u32 low, high;

	asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (u64)high << 32 | low;
}

void machine_read(u64 *seen)
{
	size_t i;

	seen[FIELD_DS] = READ_SELECTOR(ds);
	seen[FIELD_ES] = READ_SELECTOR(es);
	seen[FIELD_FS] = READ_SELECTOR(fs);
	seen[FIELD_GS] = READ_SELECTOR(gs);
	seen[FIELD_CR0] = read_cr0();
	seen[FIELD_CR2] = read_cr2();
	seen[FIELD_CR3] = read_cr3();
	seen[FIELD_CR4] = read_cr4();
	seen[FIELD_CR8] = read_cr8();
	seen[FIELD_XCR0] =
		seen[FIELD_CR4] & X86_CR4_OSXSAVE ? read_xcr0() : 0;
	seen[FIELD_DR0] = READ_DR(dr0);
	seen[FIELD_DR1] = READ_DR(dr1);
	seen[FIELD_DR6] = read_dr6();
	seen[FIELD_DR7] = read_dr7();
	for (i = 0; i < ARRAY_SIZE(msr); i++)
		seen[FIELD_EFER + i] = rdmsr(msr[i]);
}

/* The MSRs come after FS and GS, for loading those changes their bases. */
void machine_write(const u64 *give)
{
	size_t i;

	write_dr7(DR7_FIXED);
	WRITE_SELECTOR(ds, give[FIELD_DS]);
	WRITE_SELECTOR(es, give[FIELD_ES]);
	WRITE_SELECTOR(fs, give[FIELD_FS]);
	WRITE_SELECTOR(gs, give[FIELD_GS]);
	write_cr3(give[FIELD_CR3]);
	if (read_cr4() != give[FIELD_CR4])
		write_cr4(give[FIELD_CR4]);
	if (give[FIELD_CR4] & X86_CR4_OSXSAVE && give[FIELD_XCR0] &&
	    read_xcr0() != give[FIELD_XCR0])
		xsetbv(0, give[FIELD_XCR0]);
	write_cr8(give[FIELD_CR8]);
	if (read_cr0() != give[FIELD_CR0])
		write_cr0(give[FIELD_CR0]);
	for (i = 0; i < ARRAY_SIZE(msr); i++)
		if (rdmsr(msr[i]) != give[FIELD_EFER + i])
			wrmsr(msr[i], give[FIELD_EFER + i]);
	WRITE_DR(dr0, give[FIELD_DR0]);
	WRITE_DR(dr1, give[FIELD_DR1]);
	write_dr6(give[FIELD_DR6]);
	write_dr7(give[FIELD_DR7]);
}

static struct table_register read_gdtr(void)
{
	struct table_register gdtr;

	asm volatile("sgdt %0" : "=m"(gdtr));
	return gdtr;
}

static struct table_register read_idtr(void)
{
	struct table_register idtr;

	asm volatile("sidt %0" : "=m"(idtr));
	return idtr;
}

static void load(u64 gdt, u32 gdt_limit, u64 idt_base, u32 idt_limit)
{
	struct table_register gdtr = { gdt_limit, gdt };
	struct table_register idtr = { idt_limit, idt_base };

	asm volatile("lgdt %0\n"
		     "ltr %w1\n"
		     "lidt %2\n"
		     :
		     : "m"(gdtr), "r"(SEL_TSS), "m"(idtr)
		     : "memory");
}

void machine_enter(const u64 *give)
{
	landing_gdtr = read_gdtr();
	idtr_before = read_idtr();
	asm volatile("sldt %0" : "=r"(ldtr_before));
	load((u64)check_tables.gdt, give[FIELD_GDT_LIMIT],
	     (u64)&check_tables.idt, give[FIELD_IDT_LIMIT]);
}

/*
 * LTR marks its TSS busy, which would be a write to ring 0's read-only GDT. So
 * TR is loaded from a copy in the checks' GDT, and GDTR afterwards.
 */
void machine_leave(void)
{
	struct descriptor *tss = &check_tables.gdt[SEL_TSS >> 3];

	memcpy(tss, &cpu_self()->gdt.entry[SEL_TSS >> 3], 2 * sizeof(*tss));
	tss->type = DESC_TSS;
	load((u64)check_tables.gdt, landing_gdtr.limit, idtr_before.base,
	     idtr_before.limit);
	asm volatile("lgdt %0\n"
		     "lldt %w1\n"
		     :
		     : "m"(landing_gdtr), "r"(ldtr_before)
		     : "memory");
}

bool machine_tables_same(void)
{
	struct table_register gdtr = read_gdtr(), idtr = read_idtr();

	return gdtr.base == landing_gdtr.base &&
	       gdtr.limit == landing_gdtr.limit &&
	       idtr.base == idtr_before.base &&
	       idtr.limit == idtr_before.limit;
}
