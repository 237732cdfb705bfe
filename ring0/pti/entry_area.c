/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ring 3's tables map of ring 0: for each CPU its own, in tables that
 * all programs on it share. The page of a program's frame comes with the
 * program: entry_area_frame(). tests/pti.t has this list once more.
 */

#include "pti/pti.h"
#include "cpu/features.h"
#include "cpu/percpu.h"
#include "cpu/setup.h"
#include "entry/espfix.h"
#include "lib/string.h"
#include "panic/panic.h"

#define ENTRIES (PAGE_SIZE / sizeof(u64))
#define GIB (1ull << 30)

extern const u8 __entry_text_start[], __entry_text_end[];
extern const u8 pti_text[], pti_text_end[];

static struct page_table entry_table(void)
{
	struct page_table table = ring0_table;

	table.root_phys = this_cpu->entry_root;
	return table;
}

/* Maps [va, va + size) as ring 0's table has it, but not as global pages. */
static const char *expose(u64 va, u64 size)
{
	struct page_table table = entry_table();
	const char *error = NULL;
	struct page_leaf leaf;
	u64 end = va + size;

	for (; va < end && !error; va += PAGE_SIZE) {
		if (!page_table_lookup(&ring0_table, va, &leaf))
			return "a page of the entry area is not mapped";
		error = page_table_map(&table, va, leaf.pa + (va - leaf.va),
				       PAGE_SIZE,
				       (leaf.write ? PTE_WRITE : 0) |
				       (leaf.execute ? 0 : PTE_NX), false);
	}
	return error;
}

/* Shares the tables below [va, va + size): what they map later is in both. */
static const char *share(u64 va, u64 size)
{
	struct page_table table = entry_table();
	u64 end = va + size;
	u64 *from, *to;

	for (; va < end; va += GIB) {
		from = page_table_slot(&ring0_table, va, 3);
		to = page_table_slot(&table, va, 3);
		if (!from || !to)
			return "no memory for a table of the entry area";
		*to = *from;
	}
	return NULL;
}

static const char *expose_stacks(u32 number)
{
	const char *error = NULL;
	u32 i, count = ENTRY_STACKS;

	/* The last one is SYSENTER's. */
	if (!cpu_features.sysenter)
		count--;
	for (i = 0; i < count && !error; i++)
		error = expose(CPU_ENTRY_STACKS(number) +
			       i * ENTRY_STACK_STRIDE + PAGE_SIZE,
			       ENTRY_STACK_SIZE);
	return error;
}

/* There is none yet: a program's is entered there. */
static const char *share_ldt(u32 number)
{
	if (!page_table_slot(&ring0_table, CPU_LDT(number), 2))
		return "no memory for a table of the LDT";
	return share(LDT_AREA, GIB);
}

bool entry_area_espfix(void)
{
	const char *error;

	spin_lock(&ring0_table_lock);
	error = share(CPU_ESPFIX(this_cpu->number), ESPFIX_SIZE);
	spin_unlock(&ring0_table_lock);
	return !error;
}

const char *entry_area_make(void)
{
	struct cpu *cpu = cpu_self();
	const char *error;

	cpu->entry_root = page_keep();
	if (!cpu->entry_root)
		return "no memory for the entry area";
	memset(phys_to_virt(cpu->entry_root), 0, PAGE_SIZE);
	spin_lock(&ring0_table_lock);
	error = expose((u64)__entry_text_start,
		       __entry_text_end - __entry_text_start);
	if (!error)
		error = expose((u64)pti_text, pti_text_end - pti_text);
	if (!error)
		error = expose((u64)cpu, PAGE_SIZE); /* the TSS */
	if (!error)
		error = expose(CPU_ENTRY_IDT, PAGE_SIZE);
	if (!error)
		error = expose(CPU_ENTRY_GDT(cpu->number), PAGE_SIZE);
	if (!error)
		error = expose_stacks(cpu->number);
	if (!error)
		error = share_ldt(cpu->number);
	spin_unlock(&ring0_table_lock);
	return error;
}

u64 *entry_area_frame(u64 stack_top)
{
	struct page_table table = entry_table();
	u64 *entry = page_table_slot(&table, stack_top, 1);

	if (!entry)
		panic("pti: no memory for the table of a stack's page");
	return entry;
}

void entry_area_copy(u64 root_phys)
{
	u64 *to = phys_to_virt(root_phys);
	const u64 *from = phys_to_virt(this_cpu->entry_root);

	memcpy(to + ENTRIES / 2, from + ENTRIES / 2,
	       ENTRIES / 2 * sizeof(*to));
}
