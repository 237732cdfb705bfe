/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seccomp(2): the strict mode, and filters. All filters of a task are asked,
 * and the answer that forbids most counts.
 */

#include "seccomp/work.h"
#include <asm/errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include "lib/string.h"
#include "log/console.h"
#include "entry/syscall_work.h"
#include "mm/user_copy.h"
#include "seccomp/bpf.h"
#include "sys/audit.h"
#include "sys/clock.h"
#include "sys/unknown.h"
#include "task/task.h"

#define FILTERS 64
#define INSTRUCTIONS 32768 /* of all filters; Linux's MAX_INSNS_PER_PATH */
#define ERRNO_MAX 4095
/* The rest ask for threads, or for another process that decides. */
#define FLAGS_KNOWN                                                        \
	(SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_LOG |             \
	 SECCOMP_FILTER_FLAG_SPEC_ALLOW)

static struct {
	u32 mode; /* SECCOMP_MODE_* */
	u32 filters;
	u32 used; /* instructions */
	u32 start[FILTERS]; /* of each filter, in code */
	bool log[FILTERS];  /* SECCOMP_FILTER_FLAG_LOG */
	struct sock_filter code[INSTRUCTIONS];
	u16 scratch[BPF_MAXINSNS]; /* the verifier's */
} state;

void filter_reset(void)
{
	state.mode = SECCOMP_MODE_DISABLED;
	state.filters = 0;
	state.used = 0;
}

long filter_mode(void)
{
	return state.mode;
}

/* struct sock_fprog, in the layout of the caller's table. */
static bool read_program(u64 user, u32 *count, u64 *code)
{
	struct sock_fprog program;
	struct {
		u16 count;
		u32 code;
	} compat;

	if (current_pt_regs()->abi == ABI_I386) {
		if (!copy_from_user(&compat, user, sizeof(compat)))
			return false;
		*count = compat.count;
		*code = compat.code;
		return true;
	}
	if (!copy_from_user(&program, user, sizeof(program)))
		return false;
	*count = program.len;
	*code = (u64)program.filter;
	return true;
}

static long add_filter(u32 flags, u64 user)
{
	struct sock_filter *code = state.code + state.used;
	u64 from;
	u32 count;

	if ((flags & ~FLAGS_KNOWN) || state.mode == SECCOMP_MODE_STRICT)
		return -EINVAL;
	if (!read_program(user, &count, &from))
		return -EFAULT;
	if (!count || count > BPF_MAXINSNS)
		return -EINVAL;
	if (count > INSTRUCTIONS - state.used || state.filters == FILTERS)
		return -ENOMEM;
	if (!copy_from_user(code, from, count * sizeof(*code)))
		return -EFAULT;
	if (!bpf_verify(code, count, state.scratch))
		return -EINVAL;
	state.start[state.filters] = state.used;
	state.log[state.filters++] = flags & SECCOMP_FILTER_FLAG_LOG;
	state.used += count;
	state.mode = SECCOMP_MODE_FILTER;
	syscall_work_start();
	return 0;
}

static long set_strict(u32 flags, u64 argument)
{
	if (flags || argument || state.mode == SECCOMP_MODE_FILTER)
		return -EINVAL;
	state.mode = SECCOMP_MODE_STRICT;
	syscall_work_start();
	return 0;
}

/* Which answers a filter may give; USER_NOTIF has nobody to notify. */
static long action_avail(u32 flags, u64 user)
{
	static const u32 known[] = {
		SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD,
		SECCOMP_RET_TRAP, SECCOMP_RET_ERRNO, SECCOMP_RET_TRACE,
		SECCOMP_RET_LOG, SECCOMP_RET_ALLOW,
	};
	u32 action;
	size_t i;

	if (flags)
		return -EINVAL;
	if (!copy_from_user(&action, user, sizeof(action)))
		return -EFAULT;
	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i] == action)
			return 0;
	return -EOPNOTSUPP;
}

long filter_call(u32 operation, u32 flags, u64 argument)
{
	switch (operation) {
	case SECCOMP_SET_MODE_STRICT:
		return set_strict(flags, argument);
	case SECCOMP_SET_MODE_FILTER:
		return add_filter(flags, argument);
	case SECCOMP_GET_ACTION_AVAIL:
		return action_avail(flags, argument);
	default:
		return -EINVAL;
	}
}

static void fill_data(struct seccomp_data *data, const struct pt_regs *regs)
{
	u32 i;

	*data = (struct seccomp_data){
		.nr = regs->orig_ax,
		.arch = call_arch(regs),
		.instruction_pointer = regs->ip,
	};
	for (i = 0; i < SYSCALL_MAX_ARGS; i++)
		data->args[i] = regs->abi == ABI_I386 ?
					(u32)syscall_argument(regs, i + 1) :
					syscall_argument(regs, i + 1);
}

/*
 * The newest filter is asked first; of equal answers the first counts. Actions
 * are ordered as signed numbers, from KILL_PROCESS up.
 */
static u32 ask_filters(const struct pt_regs *regs, bool *log)
{
	struct seccomp_data data;
	u32 least = SECCOMP_RET_ALLOW, answer, i;

	_Static_assert(sizeof(data) == BPF_DATA_SIZE, "struct seccomp_data");
	fill_data(&data, regs);
	*log = false;
	for (i = state.filters; i-- > 0;) {
		answer = bpf_run(state.code + state.start[i], (u8 *)&data);
		if ((s32)(answer & SECCOMP_RET_ACTION_FULL) >=
		    (s32)(least & SECCOMP_RET_ACTION_FULL))
			continue;
		least = answer;
		*log = state.log[i];
	}
	return least;
}

/* Linux's record. action: of SECCOMP_RET_*. */
static void record(const struct pt_regs *regs, u32 signal, u32 action)
{
	const struct task *task = current_task();

	audit_print("SECCOMP", clock_ticks(MICROSECONDS), audit_serial());
	printk("auid=4294967295 uid=0 gid=0 ses=4294967295 pid=%u", task->pid);
	audit_print_untrusted("comm", task->comm);
	printk(" sig=%u arch=%x syscall=%u compat=%u ip=0x%lx code=0x%x\n",
	       signal, call_arch(regs), (u32)regs->orig_ax,
	       regs->abi == ABI_I386, regs->ip, action);
}

static void tell(const struct pt_regs *regs, const char *what, u32 signal,
		 u32 action)
{
	u32 number = regs->orig_ax;
	const char *name = linux_name(regs->abi, number);

	console_end_line();
	printk("# %s: seccomp: %s (%u) at rip 0x%lx: %s\n",
	       current_task()->comm, name ? name : "no call", number, regs->ip,
	       what);
	record(regs, signal, action);
}

/* The calls that a strict task has: read, write, exit and sigreturn. */
static bool strict_allows(const struct pt_regs *regs)
{
	static const u32 allowed_64[] = { __NR_read, __NR_write, __NR_exit,
					  __NR_rt_sigreturn };
	static const u32 allowed_32[] = { 3, 4, 1, 119 };
	const u32 *allowed = regs->abi == ABI_I386 ? allowed_32 : allowed_64;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(allowed_64); i++)
		if (allowed[i] == (u32)regs->orig_ax)
			return true;
	return false;
}

static bool obey(const struct pt_regs *regs, u32 answer, bool log,
		 long *result);

/*
 * The tracer may have changed the call, so the filters are asked again; this
 * time the same answer allows it.
 */
static bool ask_tracer(const struct pt_regs *regs, u32 data, long *result)
{
	u32 answer;
	bool log;

	*result = -ENOSYS;
	if (!seccomp_event || !seccomp_event(data))
		return true;
	if ((s32)regs->orig_ax < 0) { /* it is not to be made */
		*result = regs->ax;
		return true;
	}
	answer = ask_filters(regs, &log);
	return (answer & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_TRACE &&
	       obey(regs, answer, log, result);
}

/* true: the call is answered. */
static bool obey(const struct pt_regs *regs, u32 answer, bool log, long *result)
{
	u32 action = answer & SECCOMP_RET_ACTION_FULL;
	u32 data = answer & SECCOMP_RET_DATA;

	switch (action) {
	case SECCOMP_RET_ALLOW:
		return false;
	case SECCOMP_RET_LOG:
		tell(regs, "allowed", 0, action);
		return false;
	case SECCOMP_RET_ERRNO:
		if (log)
			tell(regs, "refused", 0, action);
		*result = -(long)(data < ERRNO_MAX ? data : ERRNO_MAX);
		return true;
	case SECCOMP_RET_TRACE:
		return ask_tracer(regs, data, result);
	case SECCOMP_RET_USER_NOTIF: /* nobody listens */
		*result = -ENOSYS;
		return true;
	case SECCOMP_RET_TRAP:
		if (log)
			tell(regs, "SIGSYS", 0, action);
		*result = send_sigsys(SYS_SECCOMP, data);
		return true;
	default: /* KILL_PROCESS, KILL_THREAD, and what nobody knows */
		tell(regs, "killed", SIGSYS, action);
		task_kill(SIGSYS);
	}
}

bool filter_takes(const struct pt_regs *regs, long *result)
{
	u32 answer;
	bool log;

	if (state.mode == SECCOMP_MODE_STRICT) {
		if (strict_allows(regs))
			return false;
		tell(regs, "killed, it is strict", SIGKILL,
		     SECCOMP_RET_KILL_THREAD);
		task_kill(SIGKILL);
	}
	if (state.mode != SECCOMP_MODE_FILTER)
		return false;
	answer = ask_filters(regs, &log);
	return obey(regs, answer, log, result);
}
