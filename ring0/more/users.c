/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users, groups, sessions and scheduling: there is root and one process, which
 * leads its group and its session. As in a user namespace that has root alone,
 * another user is -EINVAL.
 */

#include <asm/errno.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include "mm/user_copy.h"
#include "sys/syscall.h"
#include "task/task.h"

static bool is_own(s32 pid)
{
	return !pid || (u32)pid == current_task()->pid ||
	       (u32)pid == current_task()->tid;
}

/* -1 leaves one as it is. */
static bool is_root(u32 id)
{
	return id + 1 <= 1;
}

SYSCALL_DEFINE1(setuid, u32, id)
{
	return id ? -EINVAL : 0;
}

SYSCALL_DEFINE1(setgid, u32, id)
{
	return id ? -EINVAL : 0;
}

SYSCALL_DEFINE2(setreuid, u32, real, u32, effective)
{
	return is_root(real) && is_root(effective) ? 0 : -EINVAL;
}

SYSCALL_DEFINE2(setregid, u32, real, u32, effective)
{
	return is_root(real) && is_root(effective) ? 0 : -EINVAL;
}

static long set_three(u32 real, u32 effective, u32 saved)
{
	return is_root(real) && is_root(effective) && is_root(saved) ? 0 :
								       -EINVAL;
}

SYSCALL_DEFINE3(setresuid, u32, real, u32, effective, u32, saved)
{
	return set_three(real, effective, saved);
}

SYSCALL_DEFINE3(setresgid, u32, real, u32, effective, u32, saved)
{
	return set_three(real, effective, saved);
}

static long get_three(u64 real, u64 effective, u64 saved)
{
	const u32 root = 0;

	return copy_to_user(real, &root, sizeof(root)) &&
			       copy_to_user(effective, &root, sizeof(root)) &&
			       copy_to_user(saved, &root, sizeof(root)) ?
		       0 :
		       -EFAULT;
}

SYSCALL_DEFINE3(getresuid, u64, real, u64, effective, u64, saved)
{
	return get_three(real, effective, saved);
}

SYSCALL_DEFINE3(getresgid, u64, real, u64, effective, u64, saved)
{
	return get_three(real, effective, saved);
}

SYSCALL_DEFINE2(setpgid, s32, pid, s32, group)
{
	if (group < 0)
		return -EINVAL;
	if (!is_own(pid))
		return -ESRCH;
	return -EPERM; /* a session's leader */
}

SYSCALL_DEFINE0(setsid)
{
	return -EPERM; /* a group's leader */
}

#define NICE_0 20 /* as the call itself has it: 20 - nice */

SYSCALL_DEFINE2(getpriority, u32, which, u32, who)
{
	if (which > PRIO_USER)
		return -EINVAL;
	return which == PRIO_USER ? (who ? -ESRCH : NICE_0) :
				    (is_own(who) ? NICE_0 : -ESRCH);
}

static bool is_timeshare(u32 policy)
{
	return policy == SCHED_NORMAL || policy == SCHED_BATCH ||
	       policy == SCHED_IDLE || policy == SCHED_DEADLINE;
}

static bool is_realtime(u32 policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

SYSCALL_DEFINE1(sched_get_priority_max, u32, policy)
{
	return is_realtime(policy) ? 99 : is_timeshare(policy) ? 0 : -EINVAL;
}

SYSCALL_DEFINE1(sched_get_priority_min, u32, policy)
{
	return is_realtime(policy) ? 1 : is_timeshare(policy) ? 0 : -EINVAL;
}

SYSCALL_DEFINE1(sched_getscheduler, s32, pid)
{
	if (pid < 0)
		return -EINVAL;
	return is_own(pid) ? SCHED_NORMAL : -ESRCH;
}

SYSCALL_DEFINE2(sched_getparam, s32, pid, u64, user)
{
	const u32 priority = 0;

	if (!user || pid < 0)
		return -EINVAL;
	if (!is_own(pid))
		return -ESRCH;
	return copy_to_user(user, &priority, sizeof(priority)) ? 0 : -EFAULT;
}

SYSCALL_DEFINE3(getcpu, u64, cpu, u64, node, u64, unused)
{
	const u32 number = this_cpu->number, zero = 0;

	(void)unused;
	return (cpu && !copy_to_user(cpu, &number, sizeof(number))) ||
			       (node &&
				!copy_to_user(node, &zero, sizeof(zero))) ?
		       -EFAULT :
		       0;
}

#define PERSONALITY_ASK 0xffffffff

SYSCALL_DEFINE1(personality, u32, persona)
{
	return persona && persona != PERSONALITY_ASK ? -EINVAL : 0;
}
