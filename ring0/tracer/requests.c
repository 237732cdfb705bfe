/* SPDX-License-Identifier: BSD-2-Clause */
/* ptrace(2) and wait4(2), as a tracer has them. Errors are Linux's. */

#include "tracer/tracer.h"
#include <asm/errno.h>
#include <linux/audit.h>
#include <linux/signal.h>
#include <linux/wait.h>
#include "cpu_ops.h"
#include "entry/dispatch.h"
#include "lib/string.h"
#include "mm/user_copy.h"

#define OPTIONS_KNOWN \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL)
#define WAIT_KNOWN \
	(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WALL | __WCLONE)
#define USER_SIZE 928 /* Linux's struct user; the registers are its begin */

static long resume(enum resume how, u64 signal)
{
	if (signal > SIGNALS)
		return -EIO;
	tracing.signal = signal;
	tracing.resume = how;
	return 0;
}

static long set_options(u64 options)
{
	if (options & ~(u64)OPTIONS_KNOWN)
		return -EINVAL;
	tracing.options = options;
	return 0;
}

static long get_registers(u64 to)
{
	struct user_regs regs;

	registers_get(&regs);
	return copy_to_user(to, &regs, sizeof(regs)) ? 0 : -EFAULT;
}

static long set_registers(u64 from)
{
	struct user_regs regs;

	if (!copy_from_user(&regs, from, sizeof(regs)))
		return -EFAULT;
	return registers_set(&regs);
}

/* What is not a register of struct user reads as 0, and keeps nothing. */
static long user_word(u64 offset, u64 to, bool write)
{
	struct user_regs regs;
	u64 word = 0;

	if (offset % sizeof(u64) || offset > USER_SIZE - sizeof(u64))
		return -EIO;
	registers_get(&regs);
	if (write && offset < sizeof(regs)) {
		*(u64 *)((u8 *)&regs + offset) = to;
		return registers_set(&regs);
	}
	if (offset < sizeof(regs))
		word = *(u64 *)((u8 *)&regs + offset);
	return write || copy_to_user(to, &word, sizeof(word)) ? 0 : -EFAULT;
}

static long peek(u64 address, u64 to)
{
	u64 word;

	if (!memory_peek(address, &word))
		return -EIO;
	return copy_to_user(to, &word, sizeof(word)) ? 0 : -EFAULT;
}

static void fill_entry(struct ptrace_syscall_info *info,
		       const struct pt_regs *regs)
{
	u32 i;

	info->entry.nr = regs->orig_ax;
	for (i = 0; i < SYSCALL_MAX_ARGS; i++)
		info->entry.args[i] = syscall_argument(regs, i + 1);
	info->entry.ret_data = tracing.message;
}

/* Returns how many bytes there are; those that fit are copied. */
static long syscall_info(u64 size, u64 to)
{
	const struct pt_regs *regs = task_pt_regs(tracing.tracee);
	struct ptrace_syscall_info info;
	u64 used = offsetof(struct ptrace_syscall_info, entry);

	memset(&info, 0, sizeof(info));
	info.op = tracing.stop;
	info.arch = regs->abi == ABI_I386 ? AUDIT_ARCH_I386 :
					    AUDIT_ARCH_X86_64;
	info.instruction_pointer = regs->ip;
	info.stack_pointer = regs->sp;
	if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
		info.exit.rval = regs->ax;
		info.exit.is_error = info.exit.rval < 0 &&
				     info.exit.rval >= -4095;
		used = offsetof(struct ptrace_syscall_info, exit.is_error) + 1;
	} else if (info.op != PTRACE_SYSCALL_INFO_NONE) {
		fill_entry(&info, regs);
		used = info.op == PTRACE_SYSCALL_INFO_ENTRY ?
			       offsetof(struct ptrace_syscall_info,
					entry.ret_data) :
			       offsetof(struct ptrace_syscall_info,
					entry.ret_data) + sizeof(u32);
	}
	return copy_to_user(to, &info, size < used ? size : used) ?
		       (long)used :
		       -EFAULT;
}

static long of_stopped(u64 request, u64 address, u64 data)
{
	u64 message = tracing.message;

	switch (request) {
	case PTRACE_PEEKTEXT:
	case PTRACE_PEEKDATA:
		return peek(address, data);
	case PTRACE_POKETEXT:
	case PTRACE_POKEDATA:
		return memory_poke(address, data) ? 0 : -EIO;
	case PTRACE_PEEKUSR:
		return user_word(address, data, false);
	case PTRACE_POKEUSR:
		return user_word(address, data, true);
	case PTRACE_GETREGS:
		return get_registers(data);
	case PTRACE_SETREGS:
		return set_registers(data);
	case PTRACE_SETOPTIONS:
		return set_options(data);
	case PTRACE_GETEVENTMSG:
		return copy_to_user(data, &message, sizeof(message)) ?
			       0 :
			       -EFAULT;
	case PTRACE_GET_SYSCALL_INFO:
		return syscall_info(address, data);
	case PTRACE_CONT:
	case PTRACE_DETACH:
		return resume(RESUME_CONT, data);
	case PTRACE_SYSCALL:
		return resume(RESUME_SYSCALL, data);
	default:
		return -EIO;
	}
}

static bool is_stopped(u32 pid)
{
	return current_task() == tracing.tracer && pid == tracing.pid &&
	       tracing.tracee && tracing.resume == RESUME_NONE;
}

/* To trace is what the option tracer= is for, and one tracer is enough. */
static bool wants_to_trace(u64 request)
{
	return request == PTRACE_TRACEME || request == PTRACE_ATTACH ||
	       request == PTRACE_SEIZE;
}

long tracer_ptrace(const struct pt_regs *regs)
{
	u64 request = syscall_argument(regs, 1);

	if (wants_to_trace(request))
		return -EPERM;
	if (!is_stopped(syscall_argument(regs, 2)))
		return -ESRCH;
	tracing.kill |= request == PTRACE_KILL;
	tracing.detached |= request == PTRACE_DETACH;
	if (request == PTRACE_KILL)
		return resume(RESUME_CONT, 0);
	return of_stopped(request, syscall_argument(regs, 3),
			  syscall_argument(regs, 4));
}

static bool is_child(s32 pid)
{
	return (pid == -1 || (u32)pid == tracing.pid) && !tracing.detached &&
	       (tracing.tracee || tracing.has_status);
}

/*
 * The program runs only while the tracer waits, so WNOHANG waits, too. A tracer
 * that has not let it go would wait for ever.
 */
long tracer_wait4(const struct pt_regs *regs)
{
	u64 status_at = syscall_argument(regs, 2);
	u64 usage = syscall_argument(regs, 4);

	if (syscall_argument(regs, 3) & ~(u64)WAIT_KNOWN)
		return -EINVAL;
	if (!is_child(syscall_argument(regs, 1)))
		return -ECHILD;
	if (usage)
		return -EFAULT; /* nothing is accounted for */
	if (tracing.has_status)
		return tracer_status(status_at);
	if (tracing.resume == RESUME_NONE)
		return -EDEADLK;
	tracing.status_at = status_at;
	tracing.waits = true;
	local_irq_disable();
	leave_task(); /* tracer_stop() goes on */
}
