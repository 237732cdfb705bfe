/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HAZARD espfix (CVE-2014-8133): IRET to a 16-bit stack segment loads SP alone
 * (SDM, "IRET/IRETD/IRETQ"; Linux's espfix_64.c). ESP[31:16] keeps the bits of
 * the rsp that IRET was executed with, which would be ring 0's. So the frame is
 * copied to a page that is mapped at the start of each 64 KiB of 4 GiB, and
 * IRET is executed at the address whose bits 31:16 are ring 3's.
 *
 * The page is writable at each address, so an IRET that faults there finds a
 * stack like any other: it is HAZARD bad-iret, no more. NMI, #DB, #MC and #DF
 * have stacks of their own; other interrupts are off.
 *
 * Nothing can be done about RSP[63:32]: Intel's CPUs clear them, others leave
 * ring 0's. Here these are the same on every machine (layout.h), so they tell
 * ring 3 nothing.
 */

#include "entry/espfix.h"
#include "mm/isolation.h"
#include "cpu/percpu.h"

#define ESPFIX_STEP (1ull << 16)
#define ESPFIX_CPUS ((KERNEL_STACKS - ESPFIX_AREA) / ESPFIX_SIZE)

/* One entry of each level of a page table: 4 KiB, 2 MiB, 1 GiB. */
#define TABLE_ENTRIES (PAGE_SIZE / sizeof(u64))
#define TABLE_SIZE (PAGE_SIZE * TABLE_ENTRIES)
#define DIRECTORY_SIZE (TABLE_SIZE * TABLE_ENTRIES)

/* Not global: ring 3's tables share it (pti/). */
#define ESPFIX_PAGE \
	(PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY | PTE_NX)

/* Sets entries 0, step, 2 * step and so on, below end, to value. */
static void repeat(u64 *entry, u64 end, u64 step, u64 value)
{
	u64 i;

	for (i = 0; i < end; i += step)
		entry[i] = value;
}

static bool make_stack(void)
{
	u64 base = CPU_ESPFIX(this_cpu->number), phys;
	u64 *table = page_table_slot(&ring0_table, base, 1);
	u64 *directory = page_table_slot(&ring0_table, base, 2);
	u64 *above = page_table_slot(&ring0_table, base, 3);

	if (!table || *table)
		return table;
	phys = page_keep();
	if (!phys)
		return false;
	repeat(table, TABLE_ENTRIES, ESPFIX_STEP / PAGE_SIZE,
	       phys | ESPFIX_PAGE);
	repeat(directory, TABLE_ENTRIES, 1, *directory);
	repeat(above, ESPFIX_SIZE / DIRECTORY_SIZE, 1, *above);
	return true;
}

bool espfix_init(void)
{
	bool made;

	spin_lock(&ring0_table_lock);
	made = this_cpu->number < ESPFIX_CPUS && make_stack();
	spin_unlock(&ring0_table_lock);
	return made && (!isolation.espfix_made || isolation.espfix_made());
}

struct pt_regs *espfix_frame(const struct pt_regs *regs)
{
	u64 page = CPU_ESPFIX(this_cpu->number) +
		   ALIGN_DOWN((u32)regs->sp, ESPFIX_STEP);
	struct pt_regs *frame = (struct pt_regs *)(page + PAGE_SIZE) - 1;

	*frame = *regs;
	return frame;
}
