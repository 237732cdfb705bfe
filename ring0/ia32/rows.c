/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rows of sys/syscall_32.tbl that are the module's (abi ia32). A row whose
 * handler does not exist fails the link; many handlers are the core's, for
 * calls that look alike to 64-bit code.
 */

#include "ia32/rows.h"
#include "entry/dispatch.h"

#define __SYSCALL(number, entry)                         \
	long __ia32_##entry(const struct pt_regs *regs); \
	extern const struct syscall_metadata __metadata_##entry;
#include "syscalls_ia32.h"
#undef __SYSCALL

#define __SYSCALL(number, entry) \
	{ number, __ia32_##entry, &__metadata_##entry },
static const struct syscall_row rows[] = {
#include "syscalls_ia32.h"
};
#undef __SYSCALL

void rows_add(void)
{
	syscall_rows_add(ABI_I386, rows, ARRAY_SIZE(rows));
}
