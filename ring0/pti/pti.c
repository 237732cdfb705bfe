/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page-table isolation (HAZARD meltdown, CVE-2017-5754): some CPUs let ring 3
 * read, by guess, whatever its page tables map, ring 0's pages included. So a
 * program has two tables. Ring 3's map of ring 0 what the CPU needs to enter it
 * (entry_area.c), and nothing more. Ring 0's map all, and ring 3's memory
 * without the right to execute it: a way out that forgets to switch ends in a
 * fault.
 *
 * Linux copies ring 3's frame from a stack that both tables map to the task's,
 * and back. Here nothing is copied. pt_regs, which hold what ring 3 had and
 * nothing else, lie at the bottom of a page of their own, which both tables map
 * at the same address; the task's stack goes on right below, in pages that only
 * ring 0's tables map. So RSP0 is the top of the task's stack, as ever, and the
 * page is the trampoline stack of both directions.
 *
 *            0xb0 bytes  pt_regs, and where a CALL returns to   both tables
 *   page ->              ring 0's stack, 16 KiB                 ring 0's alone
 *
 * The two values of CR3, and RSP2, in which SYSCALL's rsp waits, are in struct
 * cpu's first page, beside the TSS. Entry code is ring 0's own: the few places
 * where it must switch are changed into jumps to switch.S when the module is
 * loaded, and without it they cost nothing.
 *
 * mm.table is ring 3's: what ring 3 may do, it says. Ring 0's table shares all
 * of it but the top level.
 */

#include "pti/pti.h"
#include "cpu/percpu.h"
#include "cpu_ops.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/settings.h"

#define LOW_HALF (PAGE_SIZE / sizeof(u64) / 2) /* entries of the top level */

void pti_init(void);
void pti_run(void);

extern const u8 pti_text[], pti_text_end[], pti_leave[];

static u64 *ring0_entries(const struct mm *mm)
{
	return phys_to_virt(mm->ring0_root);
}

static u64 for_ring0(u64 entry)
{
	return entry ? entry | PTE_NX : 0;
}

static bool mm_init_root(struct mm *mm)
{
	mm->ring0_root = page_alloc();
	if (!mm->ring0_root)
		return false;
	memcpy(ring0_entries(mm) + LOW_HALF,
	       (u64 *)phys_to_virt(ring0_table.root_phys) + LOW_HALF,
	       LOW_HALF * sizeof(u64));
	/* What ring 0 has there, ring 3's has only as start() says. */
	memset((u64 *)phys_to_virt(mm->table.root_phys) + LOW_HALF, 0,
	       LOW_HALF * sizeof(u64));
	return true;
}

static void mm_free_root(const struct mm *mm)
{
	if (mm->ring0_root)
		page_free(mm->ring0_root);
}

/* Every entry that ring 3 has comes into being by itself, and is kept. */
static bool missing(const struct mm *mm, u64 address)
{
	u32 shift = PAGE_SHIFT + 9 * (mm->table.levels - 1);
	u64 i = address >> shift;
	u64 entry;

	if (i >= LOW_HALF)
		return false;
	entry = for_ring0(((u64 *)phys_to_virt(mm->table.root_phys))[i]);
	if (ring0_entries(mm)[i] == entry)
		return false;
	ring0_entries(mm)[i] = entry;
	return true;
}

static void sync(const struct mm *mm)
{
	const u64 *ring3 = phys_to_virt(mm->table.root_phys);
	u64 *ring0 = ring0_entries(mm);
	u32 i;

	for (i = 0; i < LOW_HALF; i++)
		ring0[i] = for_ring0(ring3[i]);
}

static void flush(const struct mm *mm)
{
	sync(mm);
	tlb_flush_both();
}

#define FRAME_PAGE                                                    \
	(PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY | PTE_NX)

/* The last task's. */
static void hide_frame(struct cpu *cpu)
{
	if (cpu->entry_stack)
		*entry_area_frame(cpu->entry_stack) = 0;
	cpu->entry_stack = 0;
}

static void start(const struct mm *mm, u64 stack_top)
{
	struct cpu *cpu = cpu_self();
	struct page_leaf leaf;

	page_table_lookup(&ring0_table, stack_top, &leaf);
	hide_frame(cpu);
	*entry_area_frame(stack_top) = leaf.pa | FRAME_PAGE;
	cpu->entry_stack = stack_top;
	entry_area_copy(mm->table.root_phys);
	sync(mm);
	cpu->kernel_cr3 = tlb_ring0_cr3(mm->ring0_root);
	cpu->user_cr3 = tlb_ring3_cr3(mm->table.root_phys);
	write_cr3(mm->ring0_root);
	tlb_flush_both();
}

/* CR3 has ring 0's own table again. */
static void end(void)
{
	struct cpu *cpu = cpu_self();

	cpu->kernel_cr3 = tlb_ring0_cr3(ring0_table.root_phys);
	cpu->user_cr3 = 0;
	hide_frame(cpu);
}

/* An NMI needs kernel_cr3, so it comes before the hooks, and before the IDT. */
static const char *cpu_start(void)
{
	struct cpu *cpu = cpu_self();
	const char *error = tlb_init();

	cpu->kernel_cr3 = tlb_ring0_cr3(ring0_table.root_phys);
	return error ? error : entry_area_make();
}

/* Called when the module has been loaded. */
void pti_init(void)
{
	static const struct isolation hooks = {
		.mm_init = mm_init_root,
		.mm_free = mm_free_root,
		.missing = missing,
		.flush = flush,
		.start = start,
		.end = end,
		.espfix_made = entry_area_espfix,
		.cpu_start = cpu_start,
		.text = pti_text,
		.text_end = pti_text_end,
		.leave = pti_leave,
	};
	const char *error = cpu_start();

	if (!error)
		error = entry_code_patch();
	if (error) {
		tlb_undo();
		printk("# WARNING: pti: %s\n", error);
		return;
	}
	stack_frames_apart();
	isolation_set(&hooks);
	printk("# pti: on, %s\n", tlb_has_pcids() ? "with PCIDs" :
						    "without PCIDs");
}

/* init=pti: the module is no program, and says so. */
void pti_run(void)
{
	ktap_result(false, "pti # cannot run: it is no program; pti=on loads "
			   "it");
}
