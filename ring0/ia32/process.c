/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits and the like, and mmap with its arguments in memory. */

#include "sys/rlimit.h"
#include <linux/sysinfo.h>
#include "ia32/compat.h"
#include "mm/pages.h"
#include "mm/user_copy.h"
#include "sys/clock.h"
#include "sys/syscall.h"
#include "task/task.h"

#define ROBUST_LIST_SIZE 12 /* of Linux's struct compat_robust_list_head */
#define OLD_INFINITY 0x7fffffff

long __ia32_compat_sys_mmap_pgoff(const struct pt_regs *regs);

static u32 narrow(u64 limit, u32 infinity)
{
	return limit > infinity ? infinity : limit;
}

static long write_limit(u32 resource, u64 user, u32 infinity)
{
	struct rlimit64 from = rlimit_of(resource);
	struct compat_rlimit to = { narrow(from.rlim_cur, infinity),
				    narrow(from.rlim_max, infinity) };

	if (resource >= RLIM_NLIMITS)
		return -EINVAL;
	return copy_to_user(user, &to, sizeof(to)) ? 0 : -EFAULT;
}

COMPAT_SYSCALL_DEFINE2(getrlimit, u32, resource, u64, user)
{
	return write_limit(resource, user, ~0u);
}

COMPAT_SYSCALL_DEFINE2(old_getrlimit, u32, resource, u64, user)
{
	return write_limit(resource, user, OLD_INFINITY);
}

COMPAT_SYSCALL_DEFINE2(getrusage, s32, of, u64, user)
{
	struct compat_rusage usage = { .counter = { 0 } };
	u64 time;

	if (of != RUSAGE_SELF && of != RUSAGE_CHILDREN && of != RUSAGE_THREAD)
		return -EINVAL;
	if (of != RUSAGE_CHILDREN) {
		time = clock_ticks_of(of == RUSAGE_THREAD ?
					   CLOCK_THREAD_CPUTIME_ID :
					   CLOCK_PROCESS_CPUTIME_ID,
				   MICROSECONDS);
		usage.time[0].seconds = time / MICROSECONDS;
		usage.time[0].rest = time % MICROSECONDS;
	}
	return copy_to_user(user, &usage, sizeof(usage)) ? 0 : -EFAULT;
}

COMPAT_SYSCALL_DEFINE1(sysinfo, u64, user)
{
	const struct compat_sysinfo info = {
		.totalram = pages_free() + pages_lent(),
		.freeram = pages_free(),
		.procs = 1,
		.mem_unit = PAGE_SIZE,
	};

	return copy_to_user(user, &info, sizeof(info)) ? 0 : -EFAULT;
}

/* A list for when a thread dies with a lock that another waits for. */
COMPAT_SYSCALL_DEFINE2(set_robust_list, u64, head, u32, size)
{
	if (size != ROBUST_LIST_SIZE)
		return -EINVAL;
	current_task()->robust_list = head;
	return 0;
}

/* The offset counts bytes, where mmap2's counts pages. */
COMPAT_SYSCALL_DEFINE1(old_mmap, u64, user)
{
	struct compat_mmap from;
	struct pt_regs regs;

	if (!copy_from_user(&from, user, sizeof(from)))
		return -EFAULT;
	if (from.offset % PAGE_SIZE)
		return -EINVAL;
	regs = (struct pt_regs){
		.gate = GATE_INT80,
		.abi = ABI_I386,
		.bx = from.addr,
		.cx = from.len,
		.dx = from.prot,
		.si = from.flags,
		.di = from.fd,
		.bp = from.offset / PAGE_SIZE,
	};
	return __ia32_compat_sys_mmap_pgoff(&regs);
}
