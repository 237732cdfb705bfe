/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program's memory, while the tracer's page tables are loaded: by the
 * direct map. As in Linux, a tracer writes where the program itself may not.
 */

#include "tracer/tracer.h"
#include "cpu/percpu.h"

#define FAULT_OF_RING3 (1 << 2)

/* A page that it was promised comes at last. NULL: there is none. */
static u8 *byte_at(u64 address)
{
	struct task *task = tracing.tracee;
	struct page_leaf leaf;

	if (address >= task->task_size)
		return NULL;
	if (!page_table_lookup(&task->mm.table, address, &leaf) &&
	    (!mm_fault(&task->mm, address, FAULT_OF_RING3) ||
	     !page_table_lookup(&task->mm.table, address, &leaf)))
		return NULL;
	return leaf.user ? phys_to_virt(leaf.pa + (address - leaf.va)) : NULL;
}

bool memory_peek(u64 address, u64 *word)
{
	u8 *to = (u8 *)word;
	const u8 *from;
	u32 i;

	for (i = 0; i < sizeof(*word); i++) {
		from = byte_at(address + i);
		if (!from)
			return false;
		to[i] = *from;
	}
	return true;
}

bool memory_poke(u64 address, u64 word)
{
	u8 *to[sizeof(word)];
	u32 i;

	for (i = 0; i < sizeof(word); i++) {
		to[i] = byte_at(address + i);
		if (!to[i])
			return false;
	}
	for (i = 0; i < sizeof(word); i++)
		*to[i] = word >> (8 * i);
	return true;
}
