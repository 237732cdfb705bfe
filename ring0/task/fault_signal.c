/* SPDX-License-Identifier: BSD-2-Clause */
/* What a fault of ring 3's is as a signal: its number, code and address. */

#include "task/fault_signal.h"
#include <linux/signal.h>
#include "lib/printf.h"
#include "lib/string.h"
#include "task/task.h"
#include "trapnr.h"

u32 fault_signal(u32 vector)
{
	switch (vector) {
	case X86_TRAP_DE:
	case X86_TRAP_MF:
	case X86_TRAP_XF:
		return SIGFPE;
	case X86_TRAP_DB:
	case X86_TRAP_BP:
		return SIGTRAP;
	case X86_TRAP_UD:
		return SIGILL;
	case X86_TRAP_NP:
	case X86_TRAP_SS:
	case X86_TRAP_AC:
		return SIGBUS;
	default:
		return SIGSEGV;
	}
}

/* The x87's exceptions that are unmasked, in the order of its status word. */
static u32 x87_exceptions(void)
{
	u16 control, status;

	asm volatile("fnstcw %0\n"
		     "fnstsw %1" : "=m"(control), "=m"(status));
	return status & ~control;
}

/* Those of SSE; a mask's bit is seven above that of its exception. */
static u32 sse_exceptions(void)
{
	u32 mxcsr;

	asm volatile("stmxcsr %0" : "=m"(mxcsr));
	return mxcsr & ~(mxcsr >> 7);
}

static s32 float_code(u32 exceptions)
{
	enum {
		INVALID = 1 << 0,
		DENORMAL = 1 << 1,
		DIVIDE = 1 << 2,
		OVERFLOW = 1 << 3,
		UNDERFLOW = 1 << 4,
		PRECISION = 1 << 5,
	};

	if (exceptions & INVALID)
		return FPE_FLTINV;
	if (exceptions & DIVIDE)
		return FPE_FLTDIV;
	if (exceptions & OVERFLOW)
		return FPE_FLTOVF;
	if (exceptions & (DENORMAL | UNDERFLOW))
		return FPE_FLTUND;
	return exceptions & PRECISION ? FPE_FLTRES : FPE_FLTUNK;
}

/* Linux gives an address only where it gives a code of its own. */
void fault_info(siginfo_t *info, const struct fault *fault, u64 ip)
{
	memset(info, 0, sizeof(*info));
	info->si_signo = fault_signal(fault->vector);
	info->si_addr = (void *)ip;
	switch (fault->vector) {
	case X86_TRAP_DE:
		info->si_code = FPE_INTDIV;
		break;
	case X86_TRAP_MF:
		info->si_code = float_code(x87_exceptions());
		break;
	case X86_TRAP_XF:
		info->si_code = float_code(sse_exceptions());
		break;
	case X86_TRAP_DB:
		info->si_code = TRAP_TRACE;
		break;
	case X86_TRAP_UD:
		info->si_code = ILL_ILLOPN;
		break;
	case X86_TRAP_PF:
		info->si_code = mm_has(&current_task()->mm, fault->address) ?
				       SEGV_ACCERR :
				       SEGV_MAPERR;
		info->si_addr = (void *)fault->address;
		break;
	case X86_TRAP_AC:
		info->si_code = BUS_ADRALN;
		info->si_addr = NULL;
		break;
	default:
		info->si_code = SI_KERNEL;
		info->si_addr = NULL;
	}
}

const char *signal_name(u32 signal)
{
	static const char *const names[] = {
		[SIGHUP] = "SIGHUP",	   [SIGINT] = "SIGINT",
		[SIGQUIT] = "SIGQUIT",	   [SIGILL] = "SIGILL",
		[SIGTRAP] = "SIGTRAP",	   [SIGABRT] = "SIGABRT",
		[SIGBUS] = "SIGBUS",	   [SIGFPE] = "SIGFPE",
		[SIGKILL] = "SIGKILL",	   [SIGUSR1] = "SIGUSR1",
		[SIGSEGV] = "SIGSEGV",	   [SIGUSR2] = "SIGUSR2",
		[SIGPIPE] = "SIGPIPE",	   [SIGALRM] = "SIGALRM",
		[SIGTERM] = "SIGTERM",	   [SIGSTKFLT] = "SIGSTKFLT",
		[SIGCHLD] = "SIGCHLD",	   [SIGCONT] = "SIGCONT",
		[SIGSTOP] = "SIGSTOP",	   [SIGTSTP] = "SIGTSTP",
		[SIGTTIN] = "SIGTTIN",	   [SIGTTOU] = "SIGTTOU",
		[SIGURG] = "SIGURG",	   [SIGXCPU] = "SIGXCPU",
		[SIGXFSZ] = "SIGXFSZ",	   [SIGVTALRM] = "SIGVTALRM",
		[SIGPROF] = "SIGPROF",	   [SIGWINCH] = "SIGWINCH",
		[SIGIO] = "SIGIO",	   [SIGPWR] = "SIGPWR",
		[SIGSYS] = "SIGSYS",
	};
	static PERCPU char numbers[16];

	if (signal < ARRAY_SIZE(names) && names[signal])
		return names[signal];
	snprintf(*percpu(numbers), sizeof(numbers), "signal %u", signal);
	return *percpu(numbers);
}
