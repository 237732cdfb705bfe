/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ring 0's checks of itself: each reads back a part of the machine's state and
 * compares it with what the code that set it up meant it to be.
 */

#include "boot/boot_checks.h"
#include "boot/entry_points.h"
#include "dev/apic.h"
#include "mm/read_only.h"
#include "log/console.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "cpu/setup.h"
#include "entry/idt.h"
#include "dev/irq.h"
#include "log/ktap.h"
#include "mm/isolation.h"
#include "mm/pages.h"
#include "msr-index.h"
#include "lib/string.h"
#include "dev/timer.h"

/* What one walk through ring 0's page tables finds, for three checks. */
static struct {
	bool writable_code, for_ring3, alias;
} found;

static bool report(const struct page_leaf *leaf, u64 count, const char *what)
{
	printk("# pages from %#lx, %#lx bytes: %s\n", leaf->va,
	       count * leaf->size, what);
	return true;
}

static bool look(void *context, const struct page_leaf *leaf, u64 count)
{
	if (leaf_is_writable_code(leaf, count))
		found.writable_code = true;
	if (leaf->user || leaf->va < DIRECT_MAP)
		found.for_ring3 = report(leaf, count, "ring 3 has them");
	if (!read_only_allows(context, leaf, count))
		found.alias = true;
	return true;
}

static bool no_writable_code(void)
{
	return !found.writable_code;
}

/* The firmware's mappings, too, would be in the lower half. */
static bool none_for_ring3(void)
{
	return !found.for_ring3;
}

static bool no_alias(void)
{
	return !found.alias;
}

static bool mapped(u64 va)
{
	struct page_leaf leaf;

	return page_table_lookup(&ring0_table, va, &leaf);
}

/* The page below the stack is not there; the stack itself is. */
static bool guarded(const char *name, u64 low, u64 top)
{
	bool good = !mapped(low - 1) && mapped(low) && mapped(top - 1);

	if (!good)
		printk("# stack of %s, %#lx to %#lx: not as it should be\n",
		       name, low, top);
	return good;
}

static bool check_guard_pages(void)
{
	static const char *const name[IST_END] = {
		[IST_DF] = "#DF", [IST_NMI] = "NMI",
		[IST_MC] = "#MC", [IST_DB] = "#DB",
	};
	u64 here = (u64)__builtin_frame_address(0);
	u64 stack = stack_alloc(), top;
	bool good = true;
	unsigned int ist;

	for (ist = IST_DF; ist < IST_END; ist++) {
		top = ALIGN_UP(this_cpu->tss.ist[ist - 1], PAGE_SIZE);
		good &= guarded(name[ist], top - ENTRY_STACK_SIZE, top);
	}
	top = rdmsr(MSR_IA32_SYSENTER_ESP);
	if (cpu_features.sysenter)
		good &= guarded("SYSENTER", top - ENTRY_STACK_SIZE, top);
	good &= stack && guarded("a task", stack_bottom(stack), stack);
	stack_free(stack);
	return good && here >= KERNEL_STACKS; /* this one is such, too */
}

static bool has(const char *name, u64 value, u64 bits)
{
	if ((value & bits) == bits)
		return true;
	printk("# %s is %#lx: %#lx is missing\n", name, value, bits & ~value);
	return false;
}

static bool check_control_registers(void)
{
	const struct cpu_features *cpu = &cpu_features;
	u64 cr4 = X86_CR4_PAE | X86_CR4_OSFXSR;

	cr4 |= isolation_is_on() ? 0 : X86_CR4_PGE;
	cr4 |= cpu->xcr0 ? X86_CR4_OSXSAVE : 0;
	cr4 |= cpu->smep ? X86_CR4_SMEP : 0;
	cr4 |= cpu->smap ? X86_CR4_SMAP : 0;
	cr4 |= cpu->umip ? X86_CR4_UMIP : 0;
	cr4 |= cpu->fsgsbase ? X86_CR4_FSGSBASE : 0;
	return has("CR0", read_cr0(), X86_CR0_WP | X86_CR0_AM | X86_CR0_PG) &&
	       has("CR4", read_cr4(), cr4) &&
	       has("EFER", rdmsr(MSR_EFER), EFER_SCE | EFER_NXE) &&
	       entry_points_by_msr();
}

/* SGDT and SIDT give read-only addresses, and what is there is as it should. */
static bool check_descriptor_tables(void)
{
	struct table_register gdtr, idtr;
	struct page_leaf gdt, idt_leaf;

	asm volatile("sgdt %0" : "=m"(gdtr));
	asm volatile("sidt %0" : "=m"(idtr));
	return page_table_lookup(&ring0_table, gdtr.base, &gdt) &&
	       page_table_lookup(&ring0_table, idtr.base, &idt_leaf) &&
	       !gdt.write && !idt_leaf.write &&
	       idtr.limit == sizeof(struct idt) - 1 &&
	       !memcmp((void *)gdtr.base, &cpu_self()->gdt,
		       sizeof(struct gdt)) &&
	       !memcmp((void *)idtr.base, &idt, sizeof(struct idt)) &&
	       entry_points_by_idt();
}

/*
 * HAZARD espfix: IRET to a 16-bit stack segment is looked after where that is
 * an LDT's. So the GDT has none; and there is no LDT before a task has one.
 */
static bool check_no_small_stacks(void)
{
	const struct descriptor *entry = cpu_self()->gdt.entry;
	u16 ldt;
	size_t i;

	asm volatile("sldt %0" : "=r"(ldt));
	for (i = 0; i < GDT_ENTRIES; i++)
		if (entry[i].p && entry[i].s && !entry[i].d &&
		    !(entry[i].type & DESC_EXECUTABLE))
			return false;
	return !ldt;
}

/* needs: whether the machine has what is checked; NULL: each one has. */
struct check {
	const char *name;
	bool (*check)(void);
	bool (*needs)(void);
	bool each_cpu; /* it looks at the CPU that it runs on */
};

static const struct check first[] = {
	{ "page tables: no leaf is both writable and executable",
	  no_writable_code, NULL, false },
	{ "page tables: ring 0's hold no page of ring 3's",
	  none_for_ring3, NULL, false },
	{ "page tables: code, constants, GDT and IDT have no writable alias",
	  no_alias, NULL, false },
	{ "stacks: an unmapped page below each",
	  check_guard_pages, NULL, true },
	{ "control registers and MSRs: what keeps ring 3 out is set",
	  check_control_registers, NULL, true },
	{ "descriptor tables: read-only for the CPU, and 256 gates as meant",
	  check_descriptor_tables, NULL, true },
	{ "GDT: no 16-bit stack segment; LDT: null",
	  check_no_small_stacks, NULL, true },
};

/* These wait for clocks, so no program has to wait for them. */
static const struct check last[] = {
	{ "local APIC: its timer fires once, or again and again, as told",
	  timer_works, apic_present, false },
	{ "interrupts: all other sources are masked, as at the start",
	  irq_quiet, NULL, false },
};

u32 boot_checks_count(void)
{
	return ARRAY_SIZE(first) + ARRAY_SIZE(last);
}

static void run(const struct check *check, size_t count)
{
	for (; count; count--, check++) {
		if (check->needs && !check->needs())
			ktap_result(true, "%s # SKIP there is none",
				    check->name);
		else
			ktap_result(check->check(), "%s", check->name);
	}
}

void boot_checks_first(void)
{
	struct read_only_map map;

	read_only_find(&map);
	page_table_walk(&ring0_table, 0, ~0ull, look, &map);
	run(first, ARRAY_SIZE(first));
}

const char *boot_checks_failed(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(first); i++)
		if (first[i].each_cpu && !first[i].check())
			return first[i].name;
	return NULL;
}

void boot_checks_last(void)
{
	run(last, ARRAY_SIZE(last));
}
