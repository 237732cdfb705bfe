/* SPDX-License-Identifier: BSD-2-Clause */
/* The dispatch tables, by number; the row past the last is -ENOSYS too. */
#ifndef RING0_ENTRY_DISPATCH_H
#define RING0_ENTRY_DISPATCH_H

#include "gatehouse.h"
#include "unistd_32.h"
#include "unistd_64.h"

#define SYSCALL_MAX_ARGS 6

typedef long (*syscall_fn)(const struct pt_regs *regs);

struct syscall_metadata {
	const char *name;
	u32 argument_count;
	const char *argument[SYSCALL_MAX_ARGS]; /* "type name" */
};

/* What the ABI's table says of number; NULL: it has no such call. */
const struct syscall_metadata *syscall_metadata(enum abi abi, u32 number);

/* The call's number in the table of its ABI. */
static inline u32 abi_number(const struct pt_regs *regs)
{
	u32 number = regs->orig_ax;

	return regs->abi == ABI_X32 ? number & ~X32_SYSCALL_BIT : number;
}

/* Argument 1 to 6 of the call that regs came in with. */
u64 syscall_argument(const struct pt_regs *regs, unsigned int index);

extern syscall_fn syscall_table_64[NR_SYSCALLS_64 + 1];
extern syscall_fn syscall_table_32[NR_SYSCALLS_32 + 1];

struct syscall_row {
	u32 number;
	syscall_fn handler;
	const struct syscall_metadata *metadata;
};

/* Fills them; they can be written until read_only_init(). */
void syscall_tables_init(void);
/*
 * Adds a module's rows to that table after that; two modules may. rows stays
 * the module's.
 */
void syscall_rows_add(enum abi abi, const struct syscall_row *rows, u64 count);

/*
 * The gates' way into C: table to handler, exit work, and the return decision.
 * row: the number, clamped to the table. Come in with interrupts on, every
 * register cleared, and rsp at regs before the call. Return the result, with
 * interrupts off, for the gate to leave by its own return. When that is not
 * granted they do not go back: IRET is the default.
 */
long dispatch_syscall(const struct pt_regs *regs, u64 row);
long dispatch_sysenter(const struct pt_regs *regs, u64 row);
long dispatch_syscall_32(const struct pt_regs *regs, u64 row);
long dispatch_sysenter_32(const struct pt_regs *regs, u64 row);
long dispatch_int80(const struct pt_regs *regs, u64 row);

#endif
