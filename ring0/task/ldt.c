/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A task's LDT is a page table: its first entries map the LDT's pages. While
 * the task runs, a page directory has it where LDTR points to. It is read-only
 * there, as the GDT is; ring 0 writes it in the direct map.
 */

#include "task/ldt.h"
#include "cpu_ops.h"
#include "lib/nospec.h"
#include "task/task.h"

#define LDT_PAGES (LDT_SIZE / PAGE_SIZE)
#define PAGE_DESCRIPTORS (PAGE_SIZE / LDT_ENTRY_SIZE)

/* Not global: they are another task's after the next write to CR3. */
#define LDT_PAGE (PTE_PRESENT | PTE_ACCESSED | PTE_NX)
#define LDT_TABLE (PTE_PRESENT | PTE_ACCESSED | PTE_WRITE)

/* The page directory's entry for this CPU's LDT. NULL: no memory. */
static u64 *window(void)
{
	u64 *entry;

	spin_lock(&ring0_table_lock);
	entry = page_table_slot(&ring0_table, CPU_LDT(this_cpu->number), 2);
	spin_unlock(&ring0_table_lock);
	return entry;
}

void ldt_free(struct task *task)
{
	const u64 *entry = phys_to_virt(task->ldt);
	unsigned int i;

	if (!task->ldt)
		return;
	for (i = 0; i < LDT_PAGES && entry[i]; i++)
		page_free(entry[i] & PTE_ADDRESS);
	page_free(task->ldt);
	task->ldt = 0;
}

/* Empty: no descriptor in it is present. */
static bool ldt_alloc(struct task *task)
{
	u64 *entry;
	unsigned int i;

	task->ldt = page_alloc();
	if (!task->ldt)
		return false;
	entry = phys_to_virt(task->ldt);
	for (i = 0; i < LDT_PAGES; i++) {
		u64 phys = page_alloc();

		if (!phys) {
			ldt_free(task);
			return false;
		}
		entry[i] = phys | LDT_PAGE;
	}
	return true;
}

void ldt_load(const struct task *task)
{
	*window() = task->ldt | LDT_TABLE;
	lldt(SEL_LDT);
}

bool ldt_provide(void)
{
	struct task *task = current_task();

	if (task->ldt)
		return true;
	if (!window() || !ldt_alloc(task))
		return false;
	local_irq_disable();
	ldt_load(task);
	/* From here on the task may have a 16-bit stack: HAZARD espfix. */
	work_set(WORK_LDT);
	local_irq_enable();
	return true;
}

void ldt_unload(void)
{
	if (!current_task()->ldt)
		return;
	lldt(0);
	*window() = 0;
}

void ldt_write(u32 index, struct descriptor descriptor)
{
	const u64 *table = phys_to_virt(current_task()->ldt);
	struct descriptor *entry;

	index = array_index_nospec(index, LDT_ENTRIES);
	entry = phys_to_virt(table[index / PAGE_DESCRIPTORS] & PTE_ADDRESS);
	entry[index % PAGE_DESCRIPTORS] = descriptor;
}
