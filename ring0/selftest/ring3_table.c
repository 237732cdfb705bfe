/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HAZARD meltdown (CVE-2017-5754): what ring 3's tables map of ring 0, ring 3
 * may read. So the tables that the program runs on are walked, and each page of
 * ring 0's must be one that the CPU needs to enter it. Where these are the
 * CPU's registers say, and not the module that made the tables (pti/).
 */

#include "selftest/handlers.h"
#include <asm/errno.h>
#include "cpu/features.h"
#include "cpu/setup.h"
#include "cpu_ops.h"
#include "entry/espfix.h"
#include "log/console.h"
#include "mm/isolation.h"
#include "msr-index.h"
#include "segment.h"

extern const u8 __entry_text_start[], __entry_text_end[];

struct area {
	const char *name;
	u64 start, size, pages;
};

enum { TEXT, SWITCH_TEXT, CPU_PAGE, IDT, GDT, STACK_DF, STACK_NMI, STACK_MC,
       STACK_DB, STACK_SYSENTER, FRAME, LDT, ESPFIX, NAMED };

struct look {
	struct area area[NAMED];
	u64 unnamed, global, user_executable;
};

static u64 table_base(bool interrupts)
{
	struct table_register base;

	if (interrupts)
		asm volatile("sidt %0" : "=m"(base));
	else
		asm volatile("sgdt %0" : "=m"(base));
	return base.base;
}

static struct area stack_of(const char *name, u64 top)
{
	return (struct area){ name, ALIGN_UP(top, PAGE_SIZE) - ENTRY_STACK_SIZE,
			      ENTRY_STACK_SIZE, 0 };
}

static void fill_areas(struct area *area)
{
	const struct cpu *cpu = cpu_self();
	const struct tss *tss = &cpu->tss;

	area[TEXT] = (struct area){ "entry code", (u64)__entry_text_start,
		__entry_text_end - __entry_text_start, 0 };
	area[SWITCH_TEXT] = (struct area){ "the switch of CR3",
		(u64)isolation.text, isolation.text_end - isolation.text, 0 };
	area[CPU_PAGE] = (struct area){ "the TSS", (u64)cpu, PAGE_SIZE, 0 };
	area[IDT] = (struct area){ "the IDT", table_base(true), PAGE_SIZE, 0 };
	area[GDT] = (struct area){ "the GDT", table_base(false), PAGE_SIZE, 0 };
	area[STACK_DF] = stack_of("#DF's stack", tss->ist[IST_DF - 1]);
	area[STACK_NMI] = stack_of("the NMI's stack", tss->ist[IST_NMI - 1]);
	area[STACK_MC] = stack_of("#MC's stack", tss->ist[IST_MC - 1]);
	area[STACK_DB] = stack_of("#DB's stack", tss->ist[IST_DB - 1]);
	area[STACK_SYSENTER].name = "SYSENTER's stack";
	if (cpu_features.sysenter)
		area[STACK_SYSENTER] = stack_of("SYSENTER's stack",
					rdmsr(MSR_IA32_SYSENTER_ESP));
	area[FRAME] = (struct area){ "ring 3's frame",
		ALIGN_DOWN(cpu->tss.rsp[0], PAGE_SIZE), PAGE_SIZE, 0 };
	area[LDT] = (struct area){ "the LDT", LDT_AREA,
				   ESPFIX_AREA - LDT_AREA, 0 };
	area[ESPFIX] = (struct area){ "the stack for IRET to a 16-bit one",
		CPU_ESPFIX(cpu->number), ESPFIX_SIZE, 0 };
}

static void count_page(struct look *look, const struct page_leaf *leaf, u64 va)
{
	u32 i;

	for (i = 0; i < NAMED; i++) {
		if (va - look->area[i].start < look->area[i].size) {
			look->area[i].pages++;
			return;
		}
	}
	if (!look->unnamed++)
		printk("# ring 3's table: %#lx is mapped, at %#lx, and has no "
		       "name\n", va, leaf->pa);
}

static bool look_at(void *context, const struct page_leaf *leaf, u64 count)
{
	struct look *look = context;
	u64 i;

	if (leaf->user)
		return true;
	if (leaf->flags & PTE_GLOBAL)
		look->global += count;
	for (i = 0; i < count * leaf->size; i += PAGE_SIZE)
		count_page(look, leaf, leaf->va + i);
	return true;
}

static bool look_for_code(void *context, const struct page_leaf *leaf,
			  u64 count)
{
	struct look *look = context;

	if (leaf->user && leaf->execute)
		look->user_executable += count;
	return true;
}

static void tell(const struct look *look)
{
	u64 i, sum = 0;

	for (i = 0; i < NAMED; i++) {
		sum += look->area[i].pages;
		if (look->area[i].pages)
			printk("# ring 3's table: %s: %lu\n",
			       look->area[i].name, look->area[i].pages);
	}
	printk("# ring 3's table: %lu pages of ring 0's, %lu without a name, "
	       "%lu global; ring 0's table: %lu of ring 3's to execute\n",
	       sum + look->unnamed, look->unnamed, look->global,
	       look->user_executable);
}

long look_at_ring3_table(void)
{
	struct look look = { .unnamed = 0 };
	struct page_table table = ring0_table;
	u64 ring3 = isolation_is_on() ? this_cpu->user_cr3 : read_cr3();

	fill_areas(look.area);
	table.root_phys = ring3 & PTE_ADDRESS;
	page_table_walk(&table, 0, ~0ull, look_at, &look);
	table.root_phys = read_cr3() & PTE_ADDRESS;
	page_table_walk(&table, 0, this_cpu->task_size, look_for_code, &look);
	tell(&look);
	if (!isolation_is_on())
		return -ENODEV;
	return look.unnamed + look.global + look.user_executable;
}
