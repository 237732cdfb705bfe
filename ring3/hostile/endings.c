/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hostile:end:KIND faults where no signal can be delivered: ring 0 must end the
 * program with a report, and run the next one.
 */
#include <unistd_32.h>
#include <unistd_64.h>
#include "ring3/lib/print.h"
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "layout.h"
#include "lib/string.h"
#include "selftest.h"

#define IST_STACK (CPU_ENTRY_AREA + 4 * PAGE_SIZE)

static void push_at(u64 sp)
{
	asm volatile("mov %0, %%rsp; push %%rax" : : "r"(sp) : "memory");
}

static void fault_at_sp(u64 sp)
{
	asm volatile("mov %0, %%rsp; ud2" : : "r"(sp) : "memory");
}

static void trap_at_sp(u64 sp)
{
	asm volatile("mov %0, %%rsp; int3" : : "r"(sp) : "memory");
}

static void return_from(u64 sp)
{
	asm volatile("mov %0, %%rsp; syscall"
		     :
		     : "r"(sp), "a"(__NR_rt_sigreturn)
		     : "memory");
}

/* A signal handler that is no code, so that entering it faults again. */
static void handler_at(u64 address)
{
	on_fault((fault_handler *)address);
	asm volatile("ud2");
}

static void ud2(void)
{
	asm volatile("ud2");
}

static void ignore_fault(u64 signal)
{
	static const struct sigaction ignore = { .sa_handler = SIG_IGN };

	sys_rt_sigaction(signal, &ignore);
	ud2();
}

static void block_fault(u64 signal)
{
	u64 mask = 1ul << (signal - 1);

	sys_rt_sigprocmask(SIG_BLOCK, &mask, NULL);
	ud2();
}

static void fault_again(int signal, struct siginfo *info,
			struct ucontext *context)
{
	(void)signal;
	(void)info;
	(void)context;
	ud2();
}

static void handler_faults(u64 argument)
{
	(void)argument;
	on_fault(fault_again);
	ud2();
}

static void send_abort(u64 signal)
{
	int self = sys_getpid();

	sys_tgkill(self, self, signal);
}

/* The frame's FPU part, where no page is: the CPU must not read it there. */
static void frame_without_fpu(u64 address)
{
	static struct signal_frame frame;

	signal_frame_of(&frame, &cross_in);
	frame.context.uc_mcontext.fpstate = (void *)address;
	frame.context.uc_sigmask = -1ul;
	return_from((u64)&frame.context);
}

/* An alternate stack too small for a frame: what is below it stays. */
static void small_stack(u64 size)
{
	static u8 area[2 * PAGE_SIZE];
	stack_t stack = { area + PAGE_SIZE, 0, size };
	struct sigaction action = {
		.sa_handler = (__sighandler_t)(void *)fault_again,
		.sa_flags = SA_SIGINFO | SA_RESTORER | SA_ONSTACK,
		.sa_restorer = signal_restorer,
	};

	sys_sigaltstack(&stack, NULL);
	sys_rt_sigaction(SIGILL, &action);
	fault_at_sp((u64)area + PAGE_SIZE + 256);
}

/*
 * selftest() reads ring 3's memory without STAC, so SMAP makes ring 0 panic. If
 * the gate kept ring 3's AC, SMAP would be off, and the read would work.
 */
static void read_with_ac(u64 gate)
{
	const u64 argument[ARGUMENTS] = { SELFTEST_USER_ACCESS, (u64)&cross_in,
					  3, 4, 5, 6 };

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		cross_in.word[i] = 0;
	cross_in.word[STATE_SP] = (u64)cross_stack_end - sizeof(u64);
	cross_in.word[STATE_FLAGS] = ALWAYS_FLAGS | X86_EFLAGS_AC;
	cross_in.word[STATE_AX] = gates[gate].selftest;
	for (unsigned int n = 0; n < ARGUMENTS; n++)
		abi_put_argument(gate, &cross_in, n, argument[n]);
	abi_name_return(gate, &cross_in);
	cross_caught(gates[gate].stub);
}

static const struct ending {
	const char *name;
	void (*function)(u64 argument);
	u64 argument;
} endings[] = {
	{ "push-noncanonical", push_at, NONCANONICAL },
	{ "push-ist", push_at, IST_STACK },
	{ "push-ring0", push_at, RING0_LINK + PAGE_SIZE },
	{ "push-zero", push_at, 0 },
	{ "ud2-noncanonical", fault_at_sp, NONCANONICAL },
	{ "ud2-ist", fault_at_sp, IST_STACK },
	{ "ud2-zero", fault_at_sp, 0 },
	{ "int3-ist", trap_at_sp, IST_STACK },
	{ "int3-stack", trap_at_sp, KERNEL_STACKS + 5 * PAGE_SIZE },
	{ "frame-zero", return_from, 0 },
	{ "frame-ring0", return_from, RING0_LINK },
	{ "frame-noncanonical", return_from, NONCANONICAL },
	{ "frame-wrapping", return_from, -8ul },
	{ "handler-noncanonical", handler_at, NONCANONICAL },
	{ "handler-ring0", handler_at, RING0_LINK },
	{ "ignored", ignore_fault, SIGILL },
	{ "blocked", block_fault, SIGILL },
	{ "handler-faults", handler_faults, 0 },
	{ "abort", send_abort, SIGABRT },
	{ "fpu-noncanonical", frame_without_fpu, NONCANONICAL },
	{ "fpu-ring0", frame_without_fpu, RING0_LINK },
	{ "altstack-small", small_stack, MINSIGSTKSZ },
	{ "smap-syscall", read_with_ac, BY_SYSCALL },
	{ "smap-sysenter", read_with_ac, BY_SYSENTER },
	{ "smap-int80", read_with_ac, BY_INT80 },
	{ "smap-syscall32", read_with_ac, BY_SYSCALL_32 },
};

bool hostile_ending(const char *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
		if (strcmp(endings[i].name, kind))
			continue;
		catch_faults();
		print("# %s\n", kind);
		endings[i].function(endings[i].argument);
		print("# %s: ring 0 did not end it\n", kind);
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(endings); i++)
		print("# hostile:end:%s\n", endings[i].name);
	return false;
}
