/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps the 64-bit vDSO (vdso/vdso64.c) into a program, and a page of data below
 * it, which ring 3 may only read. Both are the program's own copies.
 */

#include "more/more.h"
#include <linux/mman.h>
#include "cpu/percpu.h"
#include "lib/random.h"
#include "lib/string.h"
#include "task/exec.h"
#include "vdso_data.h"

/* Between the interpreter and the stack, where little else is. */
#define LOWEST 0x7f8000000000
#define RANDOM_PAGES (1ull << 26)
#define TRIES 64
#define SIZE (2 * PAGE_SIZE)

extern const u8 vdso64_image[], vdso64_image_end[];

/* 0: there is none. */
static u64 choose(const struct mm *mm)
{
	unsigned int i;

	for (i = 0; i < TRIES; i++) {
		u64 base = LOWEST + random_u64() % RANDOM_PAGES * PAGE_SIZE;

		if (vma_is_free(mm->vmas, base, base + SIZE))
			return base;
	}
	return 0;
}

/* Maps a page and brings it. NULL: no memory. */
static void *map_page(struct mm *mm, u64 va, u64 prot)
{
	struct page_leaf leaf;

	if (!mm_map(mm, va, va + PAGE_SIZE, prot))
		return NULL;
	mm_populate(mm, va, va + PAGE_SIZE);
	page_table_lookup(&mm->table, va, &leaf);
	return phys_to_virt(leaf.pa);
}

const char *vdso64_map(struct mm *mm, struct exec_start *start)
{
	u64 base = choose(mm);
	struct vdso_data *data = NULL;
	void *code = NULL;

	if (base)
		data = map_page(mm, base, PROT_READ);
	if (data)
		code = map_page(mm, base + PAGE_SIZE, PROT_READ | PROT_EXEC);
	if (!code)
		return "no memory for the vDSO";
	memcpy(code, vdso64_image, vdso64_image_end - vdso64_image);
	data->cpu = this_cpu->number;
	start->vdso_data = data;
	start->vdso = base + PAGE_SIZE;
	return NULL;
}
