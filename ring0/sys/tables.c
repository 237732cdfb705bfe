/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatch tables and their names, made from sys/syscall_64.tbl and
 * syscall_32.tbl. A row whose handler does not exist fails the link.
 */

#include "sys/syscall.h"
#include "sys/unknown.h"
#include "mm/read_only.h"
#include "mm/user_copy.h"

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

#define __SYSCALL(number, entry) \
	{ number, __x64_##entry, &__metadata_##entry },
static const struct syscall_row rows_64[] = {
#include "syscalls_64.h"
};
#undef __SYSCALL
#define __SYSCALL(number, entry) \
	{ number, __ia32_##entry, &__metadata_##entry },
static const struct syscall_row rows_32[] = {
#include "syscalls_32.h"
};
#undef __SYSCALL

/* In the file they would be 6 KiB of the same address. */
syscall_fn syscall_table_64[NR_SYSCALLS_64 + 1] RO_AFTER_INIT;
syscall_fn syscall_table_32[NR_SYSCALLS_32 + 1] RO_AFTER_INIT;

/* Of modules, which then serve some of the rows that are free here. */
#define ADDED_MAX 2 /* of each table */
static struct added {
	const struct syscall_row *row;
	u64 count;
} added[ABIS][ADDED_MAX] RO_AFTER_INIT __attribute__((aligned(16)));

static void fill(syscall_fn *table, size_t size, const struct syscall_row *row,
		 size_t rows)
{
	size_t i;

#pragma GCC unroll 8
	for (i = 0; i < size - 1; i++)
		table[i] = sys_ni_syscall;
	table[size - 1] = sys_beyond;
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

void syscall_rows_add(enum abi abi, const struct syscall_row *rows, u64 count)
{
	syscall_fn *table =
		abi == ABI_I386 ? syscall_table_32 : syscall_table_64;
	const struct added these = { rows, count };
	const struct syscall_row *row;

	for (row = rows; row < rows + count; row++)
		read_only_patch(&table[row->number], &row->handler,
				sizeof(row->handler));
	read_only_patch(&added[abi][!!added[abi][0].row], &these,
			sizeof(these));
}

static const struct syscall_metadata *find(const struct syscall_row *row,
					   u64 count, u32 number)
{
	for (; count--; row++)
		if (row->number == number)
			return row->metadata;
	return NULL;
}

const struct syscall_metadata *syscall_metadata(enum abi abi, u32 number)
{
	const struct syscall_metadata *found;
	const struct added *these = added[abi];

	if (abi == ABI_I386)
		found = find(rows_32, ARRAY_SIZE(rows_32), number);
	else
		found = find(rows_64, ARRAY_SIZE(rows_64), number);
	for (; !found && these < added[abi] + ADDED_MAX; these++)
		found = find(these->row, these->count, number);
	return found;
}

/* Of the registers in pt_regs, which one has argument 1 to 6. */
static const u8 x64_arguments[] = { PT_DI, PT_SI, PT_DX, PT_R10, PT_R8, PT_R9 };
static const u8 ia32_arguments[] = { PT_BX, PT_CX, PT_DX, PT_SI, PT_DI, PT_BP };

static u64 word_at(const struct pt_regs *regs, u8 offset)
{
	return *(const u64 *)((const u8 *)regs + offset);
}

s64 ia32_argument6(const struct pt_regs *regs)
{
	u32 sixth = regs->bp;

	if (regs->gate == GATE_SYSCALL && !get_user_32(&sixth, regs->sp))
		return -EFAULT;
	return sixth;
}

u64 syscall_argument(const struct pt_regs *regs, unsigned int index)
{
	if (regs->abi != ABI_I386)
		return index == 3 ? x64_argument3(regs) :
				    word_at(regs, x64_arguments[index - 1]);
	if (index == 2)
		return ia32_argument2(regs);
	if (index == 6)
		return ia32_argument6(regs);
	return (u32)word_at(regs, ia32_arguments[index - 1]);
}
