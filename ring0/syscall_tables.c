/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatch tables and their names, made from syscall_64.tbl and
 * syscall_32.tbl. A row whose handler does not exist fails the link.
 */

#include "dispatch.h"

static long sys_ni_syscall(__attribute__((unused)) const struct pt_regs *regs)
{
	return -ENOSYS;
}

#define __SYSCALL_HOLE(number)
#define __SYSCALL(number, entry) \
	long __x64_##entry(const struct pt_regs *regs);
#include "syscalls_64.h"
#undef __SYSCALL
#define __SYSCALL(number, entry) \
	long __ia32_##entry(const struct pt_regs *regs);
#include "syscalls_32.h"
#undef __SYSCALL
#define __SYSCALL(number, entry) \
	extern const struct syscall_metadata __metadata_##entry;
#include "syscalls_64.h"
#include "syscalls_32.h"
#undef __SYSCALL
#undef __SYSCALL_HOLE

#define __SYSCALL_HOLE(number) [number] = sys_ni_syscall,

#define __SYSCALL(number, entry) [number] = __x64_##entry,
const syscall_fn syscall_table_64[NR_SYSCALLS_64 + 1] = {
#include "syscalls_64.h"
	[NR_SYSCALLS_64] = sys_ni_syscall,
};
#undef __SYSCALL

#define __SYSCALL(number, entry) [number] = __ia32_##entry,
const syscall_fn syscall_table_32[NR_SYSCALLS_32 + 1] = {
#include "syscalls_32.h"
	[NR_SYSCALLS_32] = sys_ni_syscall,
};
#undef __SYSCALL
#undef __SYSCALL_HOLE

struct named_call {
	u32 number;
	const struct syscall_metadata *metadata;
};

#define __SYSCALL_HOLE(number)
#define __SYSCALL(number, entry) { number, &__metadata_##entry },
static const struct named_call named_64[] = {
#include "syscalls_64.h"
};
static const struct named_call named_32[] = {
#include "syscalls_32.h"
};

const struct syscall_metadata *syscall_metadata(enum gate gate, u32 number)
{
	const struct named_call *call = named_64;
	const struct named_call *end = named_64 + ARRAY_SIZE(named_64);

	if (gate == GATE_INT80) {
		call = named_32;
		end = named_32 + ARRAY_SIZE(named_32);
	}
	for (; call < end; call++)
		if (call->number == number)
			return call->metadata;
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

	return gate == GATE_INT80 ? (u32)ia32[index - 1] : x64[index - 1];
}
