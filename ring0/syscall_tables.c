/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatch tables and their names, made from syscall_64.tbl and
 * syscall_32.tbl. A row whose handler does not exist fails the link.
 */

#include "dispatch.h"
#include "confine.h"

static long sys_ni_syscall(__attribute__((unused)) const struct pt_regs *regs)
{
	return -ENOSYS;
}

#define __SYSCALL(number, entry)                        \
	long __x64_##entry(const struct pt_regs *regs); \
	extern const struct syscall_metadata __metadata_##entry;
#include "syscalls_64.h"
#undef __SYSCALL
#define __SYSCALL(number, entry)                         \
	long __ia32_##entry(const struct pt_regs *regs); \
	extern const struct syscall_metadata __metadata_##entry;
#include "syscalls_32.h"
#undef __SYSCALL

struct row {
	u32 number;
	syscall_fn handler;
	const struct syscall_metadata *metadata;
};

#define __SYSCALL(number, entry) \
	{ number, __x64_##entry, &__metadata_##entry },
static const struct row rows_64[] = {
#include "syscalls_64.h"
};
#undef __SYSCALL
#define __SYSCALL(number, entry) \
	{ number, __ia32_##entry, &__metadata_##entry },
static const struct row rows_32[] = {
#include "syscalls_32.h"
};
#undef __SYSCALL

/* In the file they would be 6 KiB of the same address. */
syscall_fn syscall_table_64[NR_SYSCALLS_64 + 1] RO_AFTER_INIT;
syscall_fn syscall_table_32[NR_SYSCALLS_32 + 1] RO_AFTER_INIT;

static void fill(syscall_fn *table, size_t size, const struct row *row,
		 size_t rows)
{
	size_t i;

	for (i = 0; i < size; i++)
		table[i] = sys_ni_syscall;
	for (; rows--; row++)
		table[row->number] = row->handler;
}

void syscall_tables_init(void)
{
	fill(syscall_table_64, ARRAY_SIZE(syscall_table_64), rows_64,
	     ARRAY_SIZE(rows_64));
	fill(syscall_table_32, ARRAY_SIZE(syscall_table_32), rows_32,
	     ARRAY_SIZE(rows_32));
}

const struct syscall_metadata *syscall_metadata(enum gate gate, u32 number)
{
	const struct row *row = rows_64;
	const struct row *end = rows_64 + ARRAY_SIZE(rows_64);

	if (gate_is_ia32(gate)) {
		row = rows_32;
		end = rows_32 + ARRAY_SIZE(rows_32);
	}
	for (; row < end; row++)
		if (row->number == number)
			return row->metadata;
	return NULL;
}

u64 syscall_argument(const struct pt_regs *regs, enum gate gate,
		     unsigned int index)
{
	const u64 x64[] = { regs->di, regs->si,
			    gate == GATE_SYSENTER ? regs->r11 : regs->dx,
			    regs->r10, regs->r8, regs->r9 };
	const u64 ia32[] = { regs->bx, regs->cx, regs->dx,
			     regs->si, regs->di, regs->bp };

	return gate_is_ia32(gate) ? (u32)ia32[index - 1] : x64[index - 1];
}
