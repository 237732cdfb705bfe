/* SPDX-License-Identifier: BSD-2-Clause */
/* selftest: refused unless selftest=on, and otherwise the module's to serve. */

#include "sys/selftest.h"
#include <asm/errno.h>
#include "log/settings.h"
#include "mm/read_only.h"
#include "sys/syscall.h"

/* NULL: the module is not loaded. Read-only, as the dispatch tables are. */
static selftest_handler *registered RO_AFTER_INIT;

void selftest_register(selftest_handler *handler)
{
	read_only_patch(&registered, &handler, sizeof(handler));
}

SYSCALL_DEFINE6(selftest, u32, what, u64, argument, u64, third, u64, fourth,
		u64, fifth, u64, sixth)
{
	const u64 arguments[] = { what, argument, third, fourth, fifth, sixth };

	if (!settings.selftest)
		return -EPERM;
	return registered ? registered(arguments) : -ENOSYS;
}
