/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that seccomp=on loads. A task that has a filter, or user dispatch,
 * has work before each call until it ends (entry/syscall_work.h). The calls of
 * every other task do not ask.
 */

#include "seccomp/work.h"
#include <asm/errno.h>
#include <linux/audit.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include "cpu/percpu.h"
#include "entry/exit_to_user.h"
#include "entry/syscall_work.h"
#include "lib/string.h"
#include "log/ktap.h"
#include "mm/read_only.h"
#include "task/task_hooks.h"

void seccomp_init(void);
void seccomp_run(void);

#define NR_SECCOMP_64 317 /* Linux's, of calls that the tables lack */
#define NR_SECCOMP_32 354
#define NR_PRCTL_32 172

struct rows {
	syscall_fn *table;
	u32 prctl, seccomp;
	syscall_fn old_prctl, old_seccomp;
};

static struct rows rows[] = {
	[ABI_X86_64] = { .table = syscall_table_64, .prctl = __NR_prctl,
			 .seccomp = NR_SECCOMP_64 },
	[ABI_I386] = { .table = syscall_table_32, .prctl = NR_PRCTL_32,
		       .seccomp = NR_SECCOMP_32 },
};

/* The task whose calls are asked about; NULL: none. */
static const struct task *owner;
static bool no_new_privs;

static enum work_verdict enter_user_dispatch(const struct pt_regs *regs,
					     long *result)
{
	return current_task() == owner && user_dispatch_takes(regs, result) ?
		       CALL_TAKEN :
		       CALL_GOES_ON;
}

static enum work_verdict enter_seccomp(const struct pt_regs *regs, long *result)
{
	return current_task() == owner && filter_takes(regs, result) ?
		       CALL_SKIPPED :
		       CALL_GOES_ON;
}

static void set_row(syscall_fn *row, syscall_fn function)
{
	read_only_patch(row, &function, sizeof(function));
}

u32 call_arch(const struct pt_regs *regs)
{
	return regs->abi == ABI_I386 ? AUDIT_ARCH_I386 : AUDIT_ARCH_X86_64;
}

long send_sigsys(s32 code, s32 error)
{
	struct pt_regs *regs = change_regs();
	siginfo_t info;
	u32 fatal;

	memset(&info, 0, sizeof(info));
	info.si_signo = SIGSYS;
	info.si_code = code;
	info.si_errno = error;
	info.si_call_addr = (void *)regs->ip;
	info.si_syscall = regs->orig_ax;
	info.si_arch = call_arch(regs);
	regs->ax = (u32)regs->orig_ax; /* as if the call had not been made */
	fatal = signal_force(regs, &info);
	if (fatal)
		task_kill(fatal);
	return regs->ax;
}

static long sys_seccomp(const struct pt_regs *regs)
{
	if (current_task() != owner)
		return -ENOSYS;
	return filter_call(syscall_argument(regs, 1), syscall_argument(regs, 2),
			   syscall_argument(regs, 3));
}

static long set_no_new_privs(const u64 argument[SYSCALL_MAX_ARGS])
{
	if (argument[1] != 1 || argument[2] || argument[3] || argument[4])
		return -EINVAL;
	no_new_privs = true;
	return 0;
}

/* All other options are the handler's that was there before. */
static long sys_prctl(const struct pt_regs *regs)
{
	u64 argument[SYSCALL_MAX_ARGS] = { 0 };
	u32 i;

	for (i = 0; i < 5; i++)
		argument[i] = syscall_argument(regs, i + 1);
	if (current_task() != owner)
		return rows[regs->abi].old_prctl(regs);
	switch ((u32)argument[0]) {
	case PR_GET_SECCOMP:
		return filter_mode();
	case PR_SET_SECCOMP:
		if (argument[1] == SECCOMP_MODE_STRICT)
			return filter_call(SECCOMP_SET_MODE_STRICT, 0, 0);
		return argument[1] == SECCOMP_MODE_FILTER ?
			       filter_call(SECCOMP_SET_MODE_FILTER, 0,
					   argument[2]) :
			       -EINVAL;
	case PR_SET_NO_NEW_PRIVS:
		return set_no_new_privs(argument);
	case PR_GET_NO_NEW_PRIVS:
		return argument[1] || argument[2] || argument[3] ||
				       argument[4] ?
			       -EINVAL :
			       no_new_privs;
	case PR_SET_SYSCALL_USER_DISPATCH:
		return user_dispatch_set(argument);
	default:
		return rows[regs->abi].old_prctl(regs);
	}
}

/* The CPU that the firmware started alone: tables are shared. */
static void start_task(void)
{
	struct rows *own;

	if (owner || cpu_self() != &boot_cpu)
		return;
	owner = current_task();
	no_new_privs = false;
	filter_reset();
	user_dispatch_reset();
	for (own = rows; own < rows + ARRAY_SIZE(rows); own++) {
		own->old_prctl = own->table[own->prctl];
		own->old_seccomp = own->table[own->seccomp];
		set_row(&own->table[own->prctl], sys_prctl);
		set_row(&own->table[own->seccomp], sys_seccomp);
	}
}

static void end_task(const struct task *task)
{
	struct rows *own;

	if (task != owner)
		return;
	syscall_work_end();
	for (own = rows; own < rows + ARRAY_SIZE(rows); own++) {
		set_row(&own->table[own->prctl], own->old_prctl);
		set_row(&own->table[own->seccomp], own->old_seccomp);
	}
	owner = NULL;
}

void seccomp_init(void)
{
	syscall_work_set(SYSCALL_WORK_USER_DISPATCH,
			 (struct work_step){ .enter = enter_user_dispatch });
	syscall_work_set(SYSCALL_WORK_SECCOMP,
			 (struct work_step){ .enter = enter_seccomp });
	task_hooks_add(&(struct task_hooks){ .start = start_task,
					     .end = end_task });
}

/* init=seccomp: the module is no program, and says so. */
void seccomp_run(void)
{
	ktap_result(false, "seccomp # cannot run: it is no program; the "
			   "option seccomp=on loads it");
}
