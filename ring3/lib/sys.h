/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that ring 3 makes, typed, by SYSCALL. A negative result is an error
 * such as -EFAULT; there is no errno.
 */
#ifndef GATEHOUSE_RING3_SYS_H
#define GATEHOUSE_RING3_SYS_H

#include <asm/ldt.h>
#include <asm/signal.h>
#include <linux/resource.h>
#include <linux/uio.h>
#include <linux/utsname.h>
#include <unistd_64.h>
#include "gatehouse.h"
#include "selftest.h"
#include "ring3/lib/gates.h"

#define STDOUT 1

static inline long sys_write(int fd, const void *data, size_t size)
{
	return call_syscall(__NR_write, fd, (u64)data, size, 0, 0, 0);
}

static inline long sys_writev(int fd, const struct iovec *pieces, int count)
{
	return call_syscall(__NR_writev, fd, (u64)pieces, count, 0, 0, 0);
}

static inline long sys_rt_sigaction(int signal, const struct sigaction *action)
{
	return call_syscall(__NR_rt_sigaction, signal, (u64)action, 0,
			    sizeof(action->sa_mask), 0, 0);
}

/* how: SIG_BLOCK and so on; old may be NULL, and so may set. */
static inline long sys_rt_sigprocmask(int how, const u64 *set, u64 *old)
{
	return call_syscall(__NR_rt_sigprocmask, how, (u64)set, (u64)old,
			    sizeof(*set), 0, 0);
}

static inline long sys_rt_sigpending(u64 *set)
{
	return call_syscall(__NR_rt_sigpending, (u64)set, sizeof(*set), 0, 0, 0,
			    0);
}

static inline long sys_sigaltstack(const stack_t *stack, stack_t *old)
{
	return call_syscall(__NR_sigaltstack, (u64)stack, (u64)old, 0, 0, 0, 0);
}

static inline long sys_kill(int pid, int signal)
{
	return call_syscall(__NR_kill, pid, signal, 0, 0, 0, 0);
}

static inline long sys_tgkill(int tgid, int tid, int signal)
{
	return call_syscall(__NR_tgkill, tgid, tid, signal, 0, 0, 0);
}

static inline long sys_sched_yield(void)
{
	return call_syscall(__NR_sched_yield, 0, 0, 0, 0, 0, 0);
}

static inline long sys_getpid(void)
{
	return call_syscall(__NR_getpid, 0, 0, 0, 0, 0, 0);
}

static inline long sys_uname(struct new_utsname *name)
{
	return call_syscall(__NR_uname, (u64)name, 0, 0, 0, 0, 0);
}

/* Pages that came at their first touch so far. */
static inline long sys_minor_faults(void)
{
	struct rusage usage = { .ru_minflt = -1 };

	call_syscall(__NR_getrusage, RUSAGE_SELF, (u64)&usage, 0, 0, 0, 0);
	return usage.ru_minflt;
}

/* The address, or -errno. prot and flags: <linux/mman.h>; no file. */
static inline long sys_mmap(u64 address, u64 size, u64 prot, u64 flags)
{
	return call_syscall(__NR_mmap, address, size, prot, flags, -1ul, 0);
}

static inline long sys_mprotect(u64 address, u64 size, u64 prot)
{
	return call_syscall(__NR_mprotect, address, size, prot, 0, 0, 0);
}

static inline long sys_munmap(u64 address, u64 size)
{
	return call_syscall(__NR_munmap, address, size, 0, 0, 0, 0);
}

/* Returns the data segment's new end; its old end if it cannot be changed. */
static inline u64 sys_brk(u64 end)
{
	return call_syscall(__NR_brk, end, 0, 0, 0, 0, 0);
}

/* code: ARCH_SET_FS and so on, of <asm/prctl.h>. */
static inline long sys_arch_prctl(int code, u64 address)
{
	return call_syscall(__NR_arch_prctl, code, address, 0, 0, 0, 0);
}

/* modify_ldt's func. It returns an int: a negative one is not sign-extended. */
enum { LDT_READ, LDT_WRITE_OLD, LDT_READ_DEFAULT, LDT_WRITE = 0x11 };
static inline int sys_modify_ldt(int func, void *ptr, size_t bytecount)
{
	return call_syscall(__NR_modify_ldt, func, (u64)ptr, bytecount, 0, 0,
			    0);
}

static inline long sys_observe(struct crossing *crossing)
{
	return call_syscall(__NR_observe, (u64)crossing, 0, 0, 0, 0, 0);
}

static inline long sys_selftest(u64 what, u64 argument)
{
	return call_syscall(__NR_selftest, what, argument, 0, 0, 0, 0);
}

static inline long sys_interruptions(struct interruptions *interruptions)
{
	return call_syscall(__NR_interruptions, (u64)interruptions, 0, 0, 0, 0,
			    0);
}

static inline long sys_tick(u64 hz)
{
	return call_syscall(__NR_tick, hz, 0, 0, 0, 0, 0);
}

static inline _Noreturn void sys_exit_group(int status)
{
	call_syscall(__NR_exit_group, status, 0, 0, 0, 0, 0);
	__builtin_trap(); /* reached only if ring 0 is wrong */
}

#endif
