/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * isolation has ring 0 walk the page tables that this program runs on: by each
 * gate, with memory in another part of the addresses, and with an LDT. Needs
 * selftest=on, and pti=on for more than the list (tests/pti.t).
 */
#include <asm/errno.h>
#include <linux/mman.h>
#include <unistd_32.h>
#include "layout.h"
#include "ring3/lib/cpu.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"

#define ROWS 5
#define FAR 0x100000000000 /* none of the top level's entries that start has */
#define UNTOUCHED 0x5a5a5a5a5a5a5a5a

int main(void);

static void judge(const char *name, long wrong)
{
	if (wrong == -ENODEV)
		ktap_skip(name, "page-table isolation is off");
	else
		ktap_row(!wrong, name);
}

static long walk_by(gate_call *call, u32 number)
{
	return call(number, SELFTEST_RING3_TABLE, 0, 0, 0, 0, 0);
}

/* Ring 0 is the first to touch it, and ring 3 the second; then it goes. */
static void far_memory(void)
{
	const char *name = "memory far away: both rings find it";
	u64 *far = (u64 *)FAR;
	struct new_utsname *uname = (struct new_utsname *)(FAR + PAGE_SIZE);
	long at = sys_mmap(FAR, 2 * PAGE_SIZE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED);
	bool good = at == FAR && !sys_uname(uname) && uname->sysname[0];

	if (good) {
		*far = UNTOUCHED;
		good = sys_write(STDOUT, far, 0) == 0 &&
		       !sys_munmap(FAR, 2 * PAGE_SIZE) &&
		       sys_uname(uname) == -EFAULT;
	}
	ktap_row(good, name);
}

static void with_ldt(void)
{
	struct user_desc data = { .entry_number = 0, .limit = 0xfffff,
				  .seg_32bit = 1, .limit_in_pages = 1,
				  .useable = 1 };

	if (sys_modify_ldt(1, &data, sizeof(data)))
		ktap_skip("with an LDT", "there is none");
	else
		judge("with an LDT", walk_by(call_syscall, __NR_selftest));
}

int main(void)
{
	ktap_plan(ROWS);
	judge("by SYSCALL: what has a name, and nothing else",
	      walk_by(call_syscall, __NR_selftest));
	if (cpu_identity()->sysenter)
		judge("by SYSENTER", walk_by(call_sysenter, __NR_selftest));
	else
		ktap_skip("by SYSENTER", "the CPU has none");
	judge("by int 0x80", walk_by(call_int80, __NR_ia32_selftest));
	far_memory();
	with_ldt();
	return ktap_end();
}
