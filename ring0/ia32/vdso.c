/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps the 32-bit vDSO. Its pages are the program's own copy, as those of a
 * file would be; a debugger may write to them. Ring 0 takes nothing from them.
 */

#include "ia32/vdso.h"
#include <asm/errno.h>
#include <linux/mman.h>
#include "cpu/features.h"
#include "cpu_ops.h"
#include "entry/gates.h"
#include "lib/random.h"
#include "lib/string.h"
#include "log/settings.h"
#include "task/task.h"
#include "vdso_32.h"

/* Below 32-bit programs' stack, above what else the loader maps. */
#define LOWEST 0xf8000000ull
#define RANDOM_PAGES 0x6000
#define TRIES 64
#define SIZE PAGE_SIZE

extern const u8 vdso32_image[], vdso32_image_end[];

static bool is_free(const struct mm *mm, u64 base)
{
	return base && base + SIZE <= 1ull << 32 &&
	       vma_is_free(mm->vmas, base, base + SIZE);
}

/* A page that is free: hint, or a random one. 0: there is none. */
static u64 choose(const struct mm *mm, u64 hint)
{
	u64 base = ALIGN_DOWN(hint, PAGE_SIZE);
	unsigned int i;

	for (i = 0; i < TRIES && !is_free(mm, base); i++)
		base = LOWEST + random_u64() % RANDOM_PAGES * PAGE_SIZE;
	return i < TRIES ? base : 0;
}

/* The best gate that the CPU has in 32-bit code; int 0x80 stands there. */
static void choose_gate(u8 *page)
{
	u32 from = 0;

	if (cpu_features.sysenter)
		from = VDSO32_BY_SYSENTER;
	else if (cpu_features.amd && cpu_features.syscall)
		from = VDSO32_BY_SYSCALL;
	if (from)
		memcpy(page + VDSO32_GATE, page + from, VDSO32_GATE_SIZE);
}

/* Returns where it is; 0: no memory. */
static u64 map(struct mm *mm, u64 hint)
{
	u64 base = choose(mm, hint);
	struct page_leaf leaf;

	if (!base || !mm_map(mm, base, base + SIZE, PROT_READ | PROT_EXEC))
		return 0;
	mm_populate(mm, base, base + SIZE);
	page_table_lookup(&mm->table, base, &leaf);
	memcpy(phys_to_virt(leaf.pa), vdso32_image,
	       vdso32_image_end - vdso32_image);
	choose_gate(phys_to_virt(leaf.pa));
	return base;
}

const char *vdso32_map(struct mm *mm, struct exec_start *start)
{
	if (settings.vdso32 == VDSO32_NONE)
		return NULL;
	start->vdso = map(mm, 0);
	if (!start->vdso)
		return "no memory for the vDSO";
	start->sysinfo = start->vdso + VDSO32_VSYSCALL;
	return NULL;
}

void vdso32_enter(const struct task *task)
{
	bool i386 = task->vdso32 || task->personality == PERSONALITY_I386;

	gates_choose(i386, task->vdso32 ? task->vdso32 + VDSO32_LANDING_PAD :
					  0);
}

long vdso32_map_current(u64 hint)
{
	struct task *task = current_task();
	u64 base;

	if (task->vdso32 && mm_has(&task->mm, task->vdso32))
		return -EEXIST;
	base = map(&task->mm, hint);
	if (!base)
		return -ENOMEM;
	local_irq_disable();
	task->vdso32 = base;
	vdso32_enter(task);
	local_irq_enable();
	return vdso32_image_end - vdso32_image;
}

u64 vdso32_sigreturn(const struct task *task)
{
	return task->vdso32 ? task->vdso32 + VDSO32_SIGRETURN : 0;
}

u64 vdso32_rt_sigreturn(const struct task *task)
{
	return task->vdso32 ? task->vdso32 + VDSO32_RT_SIGRETURN : 0;
}
