/* SPDX-License-Identifier: BSD-2-Clause */
/* sigaltstack, SA_ONSTACK: a handler has a stack when the program has none. */
#include <asm/errno.h>
#include <linux/signal.h>
#include "ring3/lib/print.h"
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "segment.h"
#include "signal_rows.h"

#define SIZE 16384

static u8 stack[SIZE];
static struct {
	unsigned int count;
	u64 sp;
	long set_error; /* what sigaltstack says there */
	stack_t during;
	u64 saved_flags; /* the frame's */
} seen;

static bool inside(u64 sp)
{
	return sp > (u64)stack && sp <= (u64)stack + SIZE;
}

/* Goes on at the label that raise_at() has in rbx. */
static void caught(int signal, struct siginfo *info, struct ucontext *context)
{
	static const stack_t none = { .ss_flags = SS_DISABLE };
	struct sigcontext *regs = &context->uc_mcontext;

	(void)info;
	seen.count++;
	seen.sp = (u64)__builtin_frame_address(0);
	seen.saved_flags = (u32)context->uc_stack.ss_flags;
	sys_sigaltstack(NULL, &seen.during);
	seen.set_error = sys_sigaltstack(&none, NULL);
	if (signal != SIGUSR1)
		regs->rip = regs->rbx;
}

/* A push where there is no stack. */
static void raise_at(u64 sp)
{
	asm volatile("movq	%%rsp, %%r12\n"
		     "leaq	1f(%%rip), %%rbx\n"
		     "movq	%0, %%rsp\n"
		     "pushq	%%rax\n"
		     "1: movq	%%r12, %%rsp\n"
		     : : "r"(sp) : "rbx", "r12", "memory", "cc");
}

static bool set_stack(u32 flags)
{
	stack_t new = { stack, flags, SIZE };

	seen.count = 0;
	return !sys_sigaltstack(&new, NULL);
}

static void handle(int signal, u64 flags)
{
	struct sigaction action = {
		.sa_handler = (__sighandler_t)(void *)caught,
		.sa_flags = SA_SIGINFO | SA_RESTORER | flags,
		.sa_restorer = signal_restorer,
	};

	sys_rt_sigaction(signal, &action);
}

/* rsp where nothing can be mapped, and at 0. */
static bool serves(void)
{
	static const u64 nowhere[] = { 1ul << 63, 0, 8 };
	bool is = set_stack(0);

	handle(SIGSEGV, SA_ONSTACK);
	handle(SIGBUS, SA_ONSTACK);
	for (size_t i = 0; i < ARRAY_SIZE(nowhere); i++) {
		seen.count = 0;
		raise_at(nowhere[i]);
		is &= seen.count == 1 && inside(seen.sp);
	}
	return is;
}

static bool tells(void)
{
	stack_t after;

	return seen.during.ss_flags == SS_ONSTACK &&
	       seen.during.ss_sp == stack && seen.during.ss_size == SIZE &&
	       seen.set_error == -EPERM && !seen.saved_flags &&
	       !sys_sigaltstack(NULL, &after) && !after.ss_flags &&
	       after.ss_sp == stack;
}

/* Without SA_ONSTACK, and with a stack that disarms itself. */
static bool only_when_asked(void)
{
	int self = sys_getpid();
	stack_t after;
	bool is;

	handle(SIGUSR1, 0);
	sys_tgkill(self, self, SIGUSR1);
	is = !inside(seen.sp);
	is &= set_stack(SS_AUTODISARM);
	handle(SIGUSR1, SA_ONSTACK);
	sys_tgkill(self, self, SIGUSR1);
	is &= inside(seen.sp) && seen.during.ss_flags == SS_DISABLE &&
	      !seen.set_error && seen.saved_flags == SS_AUTODISARM;
	return is && !sys_sigaltstack(NULL, &after) && after.ss_sp == stack &&
	       (u32)after.ss_flags == SS_AUTODISARM;
}

static bool errors(void)
{
	stack_t small = { stack, 0, MINSIGSTKSZ - 1 };
	stack_t flags = { stack, 4, SIZE };
	stack_t none = { .ss_flags = SS_DISABLE };
	const void *nowhere = (void *)(1ul << 63);

	return sys_sigaltstack(&small, NULL) == -ENOMEM &&
	       sys_sigaltstack(&flags, NULL) == -EINVAL &&
	       sys_sigaltstack(nowhere, NULL) == -EFAULT &&
	       sys_sigaltstack(NULL, (stack_t *)nowhere) == -EFAULT &&
	       !sys_sigaltstack(&none, NULL);
}

const struct signal_row stack_rows[STACK_ROWS] = {
	{ serves, "sigaltstack: it serves when rsp is bad" },
	{ tells, "sigaltstack: in use it is SS_ONSTACK, and stays as it is" },
	{ only_when_asked, "sigaltstack: SA_ONSTACK, SS_AUTODISARM" },
	{ errors, "sigaltstack: errors are Linux's" },
};
