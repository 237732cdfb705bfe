/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Brings the CPU from the state that firmware left to ours. Control registers
 * are written whole, so nothing of the firmware's setting survives.
 */

#include "cpu/setup.h"
#include "cpu/extra_msrs.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "mm/pages.h"
#include "msr-index.h"

struct cpu boot_cpu PERCPU;

void cpu_setup_early(struct cpu *cpu)
{
	cpu->self = cpu;
	cpu->exit_ok = cpu->exit_ok_iret = X86_EFLAGS_IF;
	gdt_init(cpu); /* loads a null GS, so the base comes after it */
	wrmsr(MSR_GS_BASE, (u64)cpu);
	wrmsr(MSR_KERNEL_GS_BASE, 0);
}

struct cpu *cpu_by_gdtr(void)
{
	struct table_register gdtr;
	struct cpu *cpu;

	asm volatile("sgdt %0" : "=m"(gdtr));
	for_each_cpu(cpu)
		if (gdtr.base == (u64)&cpu->gdt ||
		    gdtr.base == CPU_ENTRY_GDT(cpu->number))
			return cpu;
	return &boot_cpu;
}

/*
 * The page attribute table: a memory type for each value of a page's PAT, PCD
 * and PWT (SDM vol. 3, "Page Attribute Table"), as Linux has it. Entry 1, PWT
 * alone, was write-through, which nothing uses.
 */
enum { PAT_UC = 0, PAT_WC = 1, PAT_WT = 4, PAT_WP = 5, PAT_WB = 6,
       PAT_UC_MINUS = 7 };
#define PAT_ENTRY(number, type) ((u64)(type) << 8 * (number))

static void set_pat(void)
{
	wrmsr_safe(MSR_IA32_CR_PAT,
		   PAT_ENTRY(0, PAT_WB) | PAT_ENTRY(1, PAT_WC) |
		   PAT_ENTRY(2, PAT_UC_MINUS) | PAT_ENTRY(3, PAT_UC) |
		   PAT_ENTRY(4, PAT_WB) | PAT_ENTRY(5, PAT_WP) |
		   PAT_ENTRY(6, PAT_UC_MINUS) | PAT_ENTRY(7, PAT_WT));
}

static void set_control_registers(void)
{
	u64 cr4 = X86_CR4_PAE | X86_CR4_PGE | X86_CR4_MCE | X86_CR4_OSFXSR |
		  X86_CR4_OSXMMEXCPT;

	if (cpu_features.smep)
		cr4 |= X86_CR4_SMEP;
	if (cpu_features.umip)
		cr4 |= X86_CR4_UMIP;
	if (cpu_features.fsgsbase)
		cr4 |= X86_CR4_FSGSBASE;
	if (cpu_features.smap)
		cr4 |= X86_CR4_SMAP;
	if (cpu_features.xcr0)
		cr4 |= X86_CR4_OSXSAVE;
	/* CR4.LA57 cannot be changed while paging is on. */
	cr4 |= read_cr4() & X86_CR4_LA57;
	write_cr4(cr4);
	write_cr0(X86_CR0_PE | X86_CR0_MP | X86_CR0_ET | X86_CR0_NE |
		  X86_CR0_WP | X86_CR0_AM | X86_CR0_PG);
	wrmsr(MSR_EFER, EFER_SCE | EFER_LME | EFER_LMA | EFER_NXE);
	write_dr7(DR7_FIXED);
}

/*
 * AMD's LFENCE waits for the instructions before it only if this bit is set
 * (APM vol. 3, LFENCE). The fences beside SWAPGS need that, and so do those
 * around RDTSC.
 */
static bool make_lfence_wait(void)
{
	u64 value;

	if (!cpu_features.amd)
		return true;
	if (!rdmsr_safe(MSR_DE_CFG, &value))
		return false;
	if (!(value & DE_CFG_LFENCE_SERIALIZE))
		wrmsr_safe(MSR_DE_CFG, value | DE_CFG_LFENCE_SERIALIZE);
	return rdmsr(MSR_DE_CFG) & DE_CFG_LFENCE_SERIALIZE;
}

u64 map_entry_stack(u64 number, unsigned int slot)
{
	u64 low = CPU_ENTRY_STACKS(number) + slot * ENTRY_STACK_STRIDE +
		  PAGE_SIZE;

	map_new_pages(low, ENTRY_STACK_SIZE);
	return low + ENTRY_STACK_SIZE;
}

/*
 * Makes the IST stacks. The address of struct cpu lies above each frame, where
 * entry_paranoid finds it without a GS base. #DB has two stacks, the second for
 * a #DB that comes while another is handled.
 */
static void set_ist_stacks(struct cpu *cpu)
{
	unsigned int ist;

	for (ist = IST_DF; ist < IST_END; ist++) {
		u64 *top = (u64 *)map_entry_stack(cpu->number, ist - 1) - 2;

		*top = (u64)cpu;
		top[1] = 0; /* HAZARD nmi-nesting: its count. Pages are dirty */
		if (ist == IST_DB)
			top[-(s64)(DEBUG_STACK_STEP / sizeof(*top))] = *top;
		cpu->tss.ist[ist - 1] = (u64)top;
	}
	/* No I/O bitmap: in and out at CPL 3 are #GP. */
	cpu->tss.iomap_base = sizeof(struct tss);
}

void cpu_setup(struct cpu *cpu)
{
	set_control_registers();
	set_pat();
	if (cpu_features.xcr0)
		xsetbv(0, cpu_features.xcr0);
	extra_msrs_write();
	cpu->lfence_waits = make_lfence_wait();
	cpu->canonical_end = read_cr4() & X86_CR4_LA57 ? CANONICAL_END_5_LEVEL
						       : CANONICAL_END_4_LEVEL;
	cpu->task_size = cpu->canonical_end - PAGE_SIZE;
	set_ist_stacks(cpu);
	map_read_only(CPU_ENTRY_GDT(cpu->number), &cpu->gdt);
	gdt_load_tss(cpu, CPU_ENTRY_GDT(cpu->number));
}
