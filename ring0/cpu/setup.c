/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Brings the CPU from the state that firmware left to ours. Control registers
 * are written whole, so nothing of the firmware's setting survives.
 */

#include "cpu/setup.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "entry/debug.h"
#include "entry/idt.h"
#include "mm/pages.h"
#include "msr-index.h"
#include "panic/panic.h"
#include "cpu/smap.h"

struct cpu boot_cpu __attribute__((section(".bss..percpu")));

void entry_SYSCALL_64(void);
void entry_SYSCALL_compat(void);
void entry_SYSENTER_64(void);
void entry_int80(void);
/* Their last instructions, which return and do nothing else. */
void entry_SYSCALL_64_sysretq(void);
void entry_SYSCALL_64_sysretl(void);
void entry_SYSENTER_64_sti(void);
void return_iret_iretq(void);

void cpu_setup_early(struct cpu *cpu)
{
	cpu->self = cpu;
	cpu->gate = GATE_NONE;
	cpu->exit_ok = X86_EFLAGS_IF;
	gdt_init(cpu); /* loads a null GS, so the base comes after it */
	wrmsr(MSR_GS_BASE, (u64)cpu);
	wrmsr(MSR_KERNEL_GS_BASE, 0);
	idt_init();
	idt_load((u64)&idt);
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
	if (cpu_features.smap) {
		smap_enable();
		cr4 |= X86_CR4_SMAP;
	}
	/* Writing it under paging faults; and it says how many levels. */
	cr4 |= read_cr4() & X86_CR4_LA57;
	write_cr4(cr4);
	write_cr0(X86_CR0_PE | X86_CR0_MP | X86_CR0_ET | X86_CR0_NE |
		  X86_CR0_WP | X86_CR0_AM | X86_CR0_PG);
	wrmsr(MSR_EFER, EFER_SCE | EFER_LME | EFER_LMA | EFER_NXE);
	write_dr7(DR7_FIXED);
}

/*
 * AMD's LFENCE waits for all that stands before it only with this bit (APM vol.
 * 3, LFENCE). The fences beside SWAPGS count on it, and who reads a clock does.
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

/* An entry stack with an unmapped page below. Its top. */
static u64 map_entry_stack(u64 number, unsigned int slot)
{
	u64 low = CPU_ENTRY_STACKS(number) + slot * ENTRY_STACK_STRIDE +
		  PAGE_SIZE;

	map_new_pages(low, ENTRY_STACK_SIZE);
	return low + ENTRY_STACK_SIZE;
}

/* Ring 0's page at virtual address va, once more at alias, read-only. */
static void map_read_only(u64 alias, const void *va)
{
	struct page_leaf leaf;
	u64 phys;

	if (!page_table_lookup(&ring0_table, (u64)va, &leaf))
		panic("%p is not mapped", va);
	phys = leaf.pa + ((u64)va - leaf.va);
	if (page_table_map(&ring0_table, alias, phys, PAGE_SIZE,
			   PTE_NX | PTE_GLOBAL, false))
		panic("no memory for %p's alias", va);
}

/*
 * The IST stacks. Above each frame lies the address of struct cpu, where
 * entry_paranoid finds it without a GS base; #DB's stack is two, one for a #DB
 * while another is handled.
 */
static void set_ist_stacks(struct cpu *cpu)
{
	unsigned int ist;

	for (ist = IST_DF; ist < IST_END; ist++) {
		u64 *top = (u64 *)map_entry_stack(cpu->number, ist - 1) - 2;

		*top = (u64)cpu;
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
	cpu_features.lfence_waits = make_lfence_wait();
	cpu->canonical_end = read_cr4() & X86_CR4_LA57 ? CANONICAL_END_5_LEVEL
						       : CANONICAL_END_4_LEVEL;
	cpu->task_size = cpu->canonical_end - PAGE_SIZE;
	set_ist_stacks(cpu);
	map_read_only(CPU_ENTRY_GDT(cpu->number), &cpu->gdt);
	gdt_load_tss(cpu, CPU_ENTRY_GDT(cpu->number));
	if (cpu == &boot_cpu)
		map_read_only(CPU_ENTRY_IDT, &idt);
	idt_use_ist();
	idt_load(CPU_ENTRY_IDT);
}

/*
 * FMASK: every flag that ring 3 can set is 0 on entry. IF and TF, so nothing
 * comes before there is a stack; DF, for C; NT, or IRETQ would be #GP; AC, or
 * SMAP would be off; the rest, so ring 0 starts from one state.
 */
#define FMASK                                                               \
	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |    \
	 X86_EFLAGS_SF | X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_DF |    \
	 X86_EFLAGS_OF | X86_EFLAGS_IOPL | X86_EFLAGS_NT | X86_EFLAGS_RF |  \
	 X86_EFLAGS_AC | X86_EFLAGS_ID)

static void sysenter_setup(void)
{
	u64 number = this_cpu->number;

	if (!cpu_features.sysenter) {
		wrmsr(MSR_IA32_SYSENTER_CS, 0); /* #GP, not a way in */
		return;
	}
	wrmsr(MSR_IA32_SYSENTER_CS, SEL_KERNEL_CODE);
	wrmsr(MSR_IA32_SYSENTER_ESP, map_entry_stack(number, ENTRY_STACKS - 1));
}

void gates_setup(void)
{
	wrmsr(MSR_STAR, (u64)STAR_USER << 48 | (u64)STAR_KERNEL << 32);
	wrmsr(MSR_FMASK, FMASK);
	sysenter_setup();
	gates_bare(GATE_NONE);
}

/*
 * What leads into a gate's last instructions needs no code of its own, and is
 * known to all that know these: HAZARD sti-shadow is at SYSEXITQ here, too.
 */
void gates_bare(enum gate gate)
{
	wrmsr(MSR_LSTAR, (u64)(gate == GATE_SYSCALL ? entry_SYSCALL_64_sysretq
						    : entry_SYSCALL_64));
	wrmsr(MSR_CSTAR,
	      (u64)(gate == GATE_SYSCALL_32 ? entry_SYSCALL_64_sysretl
					    : entry_SYSCALL_compat));
	if (cpu_features.sysenter)
		wrmsr(MSR_IA32_SYSENTER_EIP,
		      (u64)(gate == GATE_SYSENTER ? entry_SYSENTER_64_sti
						  : entry_SYSENTER_64));
	idt_set_int80(
		(u64)(gate == GATE_INT80 ? return_iret_iretq : entry_int80));
}
