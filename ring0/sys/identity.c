/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls whose answer is known: there is one process, root's, with no parent,
 * no limits but memory, and nobody to wait for.
 */

#include <asm/errno.h>
#include <linux/prctl.h>
#include <linux/random.h>
#include <linux/sysinfo.h>
#include "lib/random.h"
#include "lib/string.h"
#include "mm/user_copy.h"
#include "sys/clock.h"
#include "sys/rlimit.h"
#include "sys/syscall.h"
#include "task/exec.h"
#include "task/task.h"

#define TASK_COMM_LEN 16 /* PR_SET_NAME's, with its end */
#define UMASK 022

SYSCALL_DEFINE0(getuid)
{
	return 0;
}

SYSCALL_DEFINE0(getgid)
{
	return 0;
}

SYSCALL_DEFINE0(geteuid)
{
	return 0;
}

SYSCALL_DEFINE0(getegid)
{
	return 0;
}

SYSCALL_DEFINE0(getppid)
{
	return 0;
}

SYSCALL_DEFINE0(getpgrp)
{
	return current_task()->pid;
}

static long own(s32 pid)
{
	if (pid < 0)
		return -EINVAL;
	return !pid || (u32)pid == current_task()->pid ?
		       (long)current_task()->pid :
		       -ESRCH;
}

SYSCALL_DEFINE1(getpgid, s32, pid)
{
	return pid < 0 ? -ESRCH : own(pid);
}

SYSCALL_DEFINE1(getsid, s32, pid)
{
	return pid < 0 ? -ESRCH : own(pid);
}

/* Root is in no further group. */
SYSCALL_DEFINE2(getgroups, s32, size, u64, list)
{
	(void)list;
	return size < 0 ? -EINVAL : 0;
}

/* Nothing is created here, so it has no effect. */
SYSCALL_DEFINE1(umask, u32, mask)
{
	(void)mask;
	return UMASK;
}

SYSCALL_DEFINE4(wait4, s32, pid, u64, status, u32, options, u64, usage)
{
	(void)pid;
	(void)status;
	(void)options;
	(void)usage;
	return -ECHILD;
}

/* Not fit for keys: the numbers come from the time-stamp counter. */
SYSCALL_DEFINE3(getrandom, u64, buffer, u64, count, u32, flags)
{
	u64 done, size, value;

	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE))
		return -EINVAL;
	if (!access_ok(buffer, count))
		return -EFAULT;
	for (done = 0; done < count; done += size) {
		size = sizeof(value);
		if (size > count - done)
			size = count - done;
		/* No piece has a page's end in it: what fits is written. */
		if (size > PAGE_SIZE - (buffer + done) % PAGE_SIZE)
			size = PAGE_SIZE - (buffer + done) % PAGE_SIZE;
		value = random_u64();
		if (!copy_to_user(buffer + done, &value, size))
			return done ? (long)done : -EFAULT;
	}
	return done;
}

struct rlimit64 rlimit_of(u32 resource)
{
	if (resource == RLIMIT_STACK)
		return (struct rlimit64){ USER_STACK_LIMIT, RLIM64_INFINITY };
	return (struct rlimit64){ RLIM64_INFINITY, RLIM64_INFINITY };
}

SYSCALL_DEFINE4(prlimit64, s32, pid, u32, resource, u64, new, u64, old)
{
	struct rlimit64 now;

	if (resource >= RLIM_NLIMITS)
		return -EINVAL;
	if (own(pid) < 0)
		return -ESRCH;
	if (new)
		return copy_from_user(&now, new, sizeof(now)) ? -EPERM
							      : -EFAULT;
	now = rlimit_of(resource);
	return old && !copy_to_user(old, &now, sizeof(now)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(getrlimit, u32, resource, u64, user)
{
	struct rlimit64 now = rlimit_of(resource);

	if (resource >= RLIM_NLIMITS)
		return -EINVAL;
	return copy_to_user(user, &now, sizeof(now)) ? 0 : -EFAULT;
}

/* The program has the whole machine: its memory, and one process. */
SYSCALL_DEFINE1(sysinfo, u64, user)
{
	struct sysinfo info;

	memset(&info, 0, sizeof(info)); /* its padding, too */
	info.totalram = pages_free() + pages_lent();
	info.freeram = pages_free();
	info.procs = 1;
	info.mem_unit = PAGE_SIZE;
	return copy_to_user(user, &info, sizeof(info)) ? 0 : -EFAULT;
}

/* Of the time, ring 0's part is not told apart: all of it is the program's. */
SYSCALL_DEFINE2(getrusage, s32, of, u64, user)
{
	struct rusage usage;

	if (of != RUSAGE_SELF && of != RUSAGE_CHILDREN && of != RUSAGE_THREAD)
		return -EINVAL;
	memset(&usage, 0, sizeof(usage)); /* its padding, too */
	if (of != RUSAGE_CHILDREN) {
		u64 time = clock_ticks_of(of == RUSAGE_THREAD ?
					       CLOCK_THREAD_CPUTIME_ID :
					       CLOCK_PROCESS_CPUTIME_ID,
				       MICROSECONDS);

		usage.ru_minflt = current_task()->mm.brought;
		usage.ru_utime.tv_sec = time / MICROSECONDS;
		usage.ru_utime.tv_usec = time % MICROSECONDS;
	}
	return copy_to_user(user, &usage, sizeof(usage)) ? 0 : -EFAULT;
}

/* A list for when a thread dies with a lock that another waits for. */
SYSCALL_DEFINE2(set_robust_list, u64, head, u64, size)
{
	if (size != 24)
		return -EINVAL;
	current_task()->robust_list = head;
	return 0;
}

static long set_name(u64 user)
{
	char name[TASK_COMM_LEN] = "";
	size_t i;

	for (i = 0; i < sizeof(name) - 1; i++) {
		if (!copy_from_user(&name[i], user + i, 1))
			return -EFAULT;
		if (!name[i])
			break;
	}
	memcpy(current_task()->comm, name, sizeof(name));
	return 0;
}

SYSCALL_DEFINE2(prctl, u32, option, u64, argument)
{
	switch (option) {
	case PR_SET_NAME:
		return set_name(argument);
	case PR_GET_NAME:
		return copy_to_user(argument, current_task()->comm,
				    TASK_COMM_LEN) ? 0 : -EFAULT;
	case PR_GET_DUMPABLE:
		return 1;
	default:
		return -EINVAL;
	}
}
