/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls about the process itself. */

#include <asm/errno.h>
#include <asm/prctl.h>
#include <linux/utsname.h>
#include "cpu_ops.h"
#include "msr-index.h"
#include "sys/syscall.h"
#include "task/ia32.h"
#include "task/task.h"
#include "mm/user_copy.h"

SYSCALL_DEFINE0(getpid)
{
	return current_task()->pid;
}

SYSCALL_DEFINE0(gettid)
{
	return current_task()->tid;
}

/* Where a zero is written when the thread ends, for another that waits. */
SYSCALL_DEFINE1(set_tid_address, u64, address)
{
	current_task()->clear_tid = address;
	return current_task()->tid;
}

/* On the way back: the frame is whole then. */
SYSCALL_DEFINE0(sched_yield)
{
	local_irq_disable();
	if (current_task()->threads)
		work_set(WORK_YIELD);
	local_irq_enable();
	return 0;
}

SYSCALL_DEFINE1(exit, s32, code)
{
	const struct task *task = current_task();

	if (task->threads)
		task->threads->exit(code & 0xff);
	task_exit(code & 0xff);
}

SYSCALL_DEFINE1(exit_group, s32, code)
{
	task_exit(code & 0xff);
}

SYSCALL_DEFINE1(newuname, u64, name)
{
	static const struct new_utsname uts = {
		.sysname = "Gatehouse",
		.nodename = "gatehouse",
		.release = GATEHOUSE_VERSION,
		.version = "ring transitions",
		.machine = "x86_64",
	};

	return copy_to_user(name, &uts, sizeof(uts)) ? 0 : -EFAULT;
}

/* Ring 3's GS base waits in KERNEL_GS_BASE while ring 0 runs. */
static long set_base(u32 msr, u64 base)
{
	if (base >= this_cpu->task_size)
		return -EPERM; /* as Linux; beyond the hole WRMSR would #GP */
	wrmsr(msr, base);
	return 0;
}

static long get_base(u32 msr, u64 to)
{
	u64 base = rdmsr(msr);

	return copy_to_user(to, &base, sizeof(base)) ? 0 : -EFAULT;
}

SYSCALL_DEFINE2(arch_prctl, s32, option, u64, argument)
{
	switch (option) {
	case ARCH_SET_FS:
		return set_base(MSR_FS_BASE, argument);
	case ARCH_SET_GS:
		return set_base(MSR_KERNEL_GS_BASE, argument);
	case ARCH_GET_FS:
		return get_base(MSR_FS_BASE, argument);
	case ARCH_GET_GS:
		return get_base(MSR_KERNEL_GS_BASE, argument);
	case ARCH_MAP_VDSO_32:
		return ia32_hooks.map_vdso ? ia32_hooks.map_vdso(argument) :
					     -EINVAL;
	default:
		return -EINVAL;
	}
}

/* As on Linux, i386 code has set_thread_area for that, and no option here. */
COMPAT_SYSCALL_DEFINE2(arch_prctl, s32, option, u32, argument)
{
	(void)option;
	(void)argument;
	return -EINVAL;
}
