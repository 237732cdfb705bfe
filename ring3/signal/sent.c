/* SPDX-License-Identifier: BSD-2-Clause */
/* Signals that the program sends itself: when they come, and in which order. */
#include <asm/errno.h>
#include <linux/signal.h>
#include <unistd_32.h>
#include "lib/string.h"
#include "ring3/lib/cpu.h"
#include "ring3/lib/print.h"
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "segment.h"
#include "signal_rows.h"

#define RUNS 16
#define BIT(signal) (1ul << ((signal) - 1))

static struct run {
	int signal, code, pid;
	u64 blocked; /* in the handler */
} runs[RUNS];
static unsigned int count;
static int again; /* the handler sends it once, or 0 */

static u64 blocked(void)
{
	u64 set;

	sys_rt_sigprocmask(SIG_BLOCK, NULL, &set);
	return set;
}

static void send(int signal)
{
	int self = sys_getpid();

	sys_tgkill(self, self, signal);
}

static void note(int signal, struct siginfo *info, struct ucontext *context)
{
	int next = again;

	(void)context;
	if (count < RUNS)
		runs[count] = (struct run){ signal, info->si_code,
					    info->si_pid, blocked() };
	count++;
	again = 0;
	if (next)
		send(next);
}

static long install(int signal, u64 flags, u64 mask)
{
	struct sigaction action = {
		.sa_handler = (__sighandler_t)(void *)note,
		.sa_flags = SA_SIGINFO | SA_RESTORER | flags,
		.sa_restorer = signal_restorer,
		.sa_mask = mask,
	};

	count = 0;
	return sys_rt_sigaction(signal, &action);
}

static void set_mask(u64 mask)
{
	sys_rt_sigprocmask(SIG_SETMASK, &mask, NULL);
}

/* true: there were as many runs as that, and the last two of these signals. */
static bool ran(unsigned int times, int first, int second)
{
	bool is = count == times && (times < 2 || runs[0].signal == first) &&
		  (!times || runs[times - 1].signal == second);

	if (!is)
		print("# %u runs of handlers, of signals %d, %d\n", count,
		      runs[0].signal, runs[1].signal);
	count = 0;
	return is;
}

static bool at_once(void)
{
	int self = sys_getpid();
	bool is;

	install(SIGUSR1, 0, 0);
	is = !sys_kill(self, SIGUSR1) && runs[0].code == SI_USER &&
	     runs[0].pid == self && ran(1, 0, SIGUSR1);
	is &= !sys_tgkill(self, self, SIGUSR1) && runs[0].code == SI_TKILL &&
	      ran(1, 0, SIGUSR1);
	return is && !sys_kill(0, SIGUSR1) && ran(1, 0, SIGUSR1);
}

/* The handler comes between the call and its result, which is kept. */
static bool by_each_gate(void)
{
	u64 self = sys_getpid();
	bool is = true;

	install(SIGUSR1, 0, 0);
	is &= !call_int80(__NR_ia32_tgkill, self, self, SIGUSR1, 0, 0, 0) &&
	      ran(1, 0, SIGUSR1);
	if (cpu_identity()->sysenter)
		is &= !call_sysenter(__NR_tgkill, self, self, SIGUSR1, 0, 0,
				     0) &&
		      ran(1, 0, SIGUSR1);
	return is;
}

static bool waits(void)
{
	u64 pending = 0;
	bool is;

	install(SIGUSR1, 0, 0);
	set_mask(BIT(SIGUSR1));
	send(SIGUSR1);
	send(SIGUSR1);
	is = !count && !sys_rt_sigpending(&pending) &&
	     pending == BIT(SIGUSR1);
	set_mask(0);
	is &= ran(1, 0, SIGUSR1) && !sys_rt_sigpending(&pending) && !pending;
	return is;
}

/* The frame of the lowest comes first, so that its handler runs last. */
static bool in_order(void)
{
	bool is;

	install(SIGUSR1, 0, 0);
	install(SIGUSR2, 0, 0);
	install(SIGRTMIN, 0, 0);
	set_mask(BIT(SIGUSR1) | BIT(SIGUSR2) | BIT(SIGRTMIN));
	send(SIGUSR2);
	send(SIGUSR1);
	set_mask(BIT(SIGRTMIN));
	is = ran(2, SIGUSR2, SIGUSR1);
	for (unsigned int i = 0; i < 3; i++)
		send(SIGRTMIN);
	set_mask(0);
	return is && ran(3, SIGRTMIN, SIGRTMIN);
}

static bool masks(void)
{
	bool is;

	install(SIGUSR1, 0, BIT(SIGUSR2) | BIT(SIGKILL));
	send(SIGUSR1);
	is = runs[0].blocked == (BIT(SIGUSR1) | BIT(SIGUSR2)) && !blocked() &&
	     ran(1, 0, SIGUSR1);
	/* Blocked in its own handler, it comes once more after that. */
	again = SIGUSR1;
	send(SIGUSR1);
	is &= ran(2, SIGUSR1, SIGUSR1);
	install(SIGUSR1, SA_NODEFER, 0);
	send(SIGUSR1);
	return is && !runs[0].blocked && ran(1, 0, SIGUSR1);
}

static bool once(void)
{
	struct sigaction now;

	install(SIGUSR1, SA_RESETHAND, 0);
	send(SIGUSR1);
	call_syscall(__NR_rt_sigaction, SIGUSR1, 0, (u64)&now, 8, 0, 0);
	return !now.sa_handler && ran(1, 0, SIGUSR1);
}

/* What is ignored when it is sent, or becomes so, does not come later. */
static bool ignored(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	bool is = !sys_rt_sigaction(SIGUSR1, &ignore);

	send(SIGUSR1);
	send(SIGCHLD);
	set_mask(BIT(SIGUSR1));
	install(SIGUSR1, 0, 0);
	send(SIGUSR1);
	sys_rt_sigaction(SIGUSR1, &ignore);
	set_mask(0);
	install(SIGUSR1, 0, 0);
	return is && ran(0, 0, 0);
}

static bool errors(void)
{
	int self = sys_getpid();
	u64 set = 0, none = 1ul << 63;

	return sys_kill(self + 1, 0) == -ESRCH && sys_kill(-1, 0) == -ESRCH &&
	       sys_kill(self, 65) == -EINVAL && !sys_kill(self, 0) &&
	       sys_tgkill(self, 0, 0) == -EINVAL &&
	       sys_tgkill(self + 1, self, 0) == -ESRCH &&
	       install(SIGKILL, 0, 0) == -EINVAL &&
	       install(SIGSTOP, 0, 0) == -EINVAL &&
	       install(65, 0, 0) == -EINVAL && install(0, 0, 0) == -EINVAL &&
	       sys_rt_sigprocmask(3, &set, NULL) == -EINVAL &&
	       sys_rt_sigprocmask(3, NULL, NULL) == 0 &&
	       sys_rt_sigprocmask(0, (u64 *)none, NULL) == -EFAULT &&
	       sys_rt_sigprocmask(0, NULL, (u64 *)none) == -EFAULT;
}

/* As a program that knows no SS in the frame, and leaves anything there. */
static void spoil_ss(int signal, struct siginfo *info, struct ucontext *context)
{
	(void)signal;
	(void)info;
	context->uc_flags &= ~UC_STRICT_RESTORE_SS;
	context->uc_mcontext.ss = 0;
}

static bool valid_ss(void)
{
	struct sigaction action = {
		.sa_handler = (__sighandler_t)(void *)spoil_ss,
		.sa_flags = SA_SIGINFO | SA_RESTORER,
		.sa_restorer = signal_restorer,
	};
	static const struct sigaction by_default;
	u32 ss;

	/* A fault of the return must end the program, not go to a handler. */
	sys_rt_sigaction(SIGSEGV, &by_default);
	sys_rt_sigaction(SIGUSR1, &action);
	send(SIGUSR1);
	asm volatile("movl %%ss, %0" : "=r"(ss));
	return ss == SEL_USER_DATA;
}

const struct signal_row sent_rows[SENT_ROWS] = {
	{ at_once, "sent: kill, tgkill: the handler runs before they return" },
	{ by_each_gate, "sent: by each gate, and the call's result is kept" },
	{ waits, "sent: a blocked signal waits, and comes once" },
	{ in_order, "sent: the order of several; real-time ones are counted" },
	{ masks, "sent: sa_mask and SA_NODEFER, and the mask comes back" },
	{ once, "sent: SA_RESETHAND" },
	{ ignored, "sent: SIG_IGN" },
	{ valid_ss, "sent: without UC_STRICT_RESTORE_SS any SS will do" },
	{ errors, "sent: errors are Linux's" },
};
