/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that a program loads which is not one of Gatehouse's own: calls of
 * Linux's that few programs make. Control comes in by rows of both
 * tables.
 */

#include "more/more.h"
#include "dev/alarm.h"
#include "log/ktap.h"
#include "log/settings.h"
#include "mm/read_only.h"
#include "sys/syscall.h"

void more_init(void);
void more_run(void);

#define __SYSCALL(number, entry)                        \
	long __x64_##entry(const struct pt_regs *regs); \
	extern const struct syscall_metadata __metadata_##entry;
#include "syscalls_more.h"
#undef __SYSCALL

#define __SYSCALL(number, entry)                         \
	long __ia32_##entry(const struct pt_regs *regs); \
	extern const struct syscall_metadata __metadata_##entry;
#include "syscalls_more_32.h"
#undef __SYSCALL

#define __SYSCALL(number, entry) \
	{ number, __x64_##entry, &__metadata_##entry },
static const struct syscall_row rows[] = {
#include "syscalls_more.h"
};
#undef __SYSCALL

#define __SYSCALL(number, entry) \
	{ number, __ia32_##entry, &__metadata_##entry },
static const struct syscall_row rows_32[] = {
#include "syscalls_more_32.h"
};
#undef __SYSCALL

void more_init(void)
{
	exec_map_vdso *const map_vdso = vdso64_map;
	long (*const find)(const char *path, bool follow,
			   struct node *node) = devices_find;

	syscall_rows_add(ABI_X86_64, rows, ARRAY_SIZE(rows));
	syscall_rows_add(ABI_I386, rows_32, ARRAY_SIZE(rows_32));
	alarm_on(ALARM_ITIMER, itimer_expired);
	alarm_on(ALARM_CPU, itimer_expired);
	if (settings.stdin)
		console_input_set(&terminal);
	read_only_patch(&root_find_more, &find, sizeof(find));
	read_only_patch(&exec_map_vdso_64, &map_vdso, sizeof(map_vdso));
}

/* init=more: the module is no program, and says so. */
void more_run(void)
{
	ktap_result(false, "more # cannot run: it is no program; those of the "
			   "boot volume load it");
}
