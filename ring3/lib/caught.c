/* SPDX-License-Identifier: BSD-2-Clause */
/* Catches the signals of a crossing and records them in caught. */
#include "ring3/lib/caught.h"
#include <asm/processor-flags.h>
#include "ring3/lib/cross.h"
#include "ring3/lib/print.h"
#include "segment.h"
#include "ring3/lib/signal.h"
#include "lib/string.h"
#include "ring3/lib/sys.h"

/* A crossing with more signals than this faults for ever: end the program. */
#define MAX_CAUGHT 8

struct caught caught;

static void note(int signal, int code, const struct sigcontext *regs)
{
	caught = (struct caught){
		.count = caught.count + 1,
		.signal = signal,
		.code = code,
		.trapno = regs->trapno,
		.error_code = regs->err,
		.address = regs->cr2,
		.ip = regs->rip,
		.sp = regs->rsp,
		.flags = regs->eflags,
		.cs = regs->cs,
		.ss = regs->ss,
	};
}

static void catch_fault(int signal, struct siginfo *info,
			struct ucontext *context)
{
	struct sigcontext *regs = &context->uc_mcontext;

	note(signal, info->si_code, regs);
	if (!cross_caller_sp || caught.count > MAX_CAUGHT) {
		print("# signal %d, trapno %lu, at 0x%lx: gives up\n", signal,
		      caught.trapno, caught.ip);
		sys_exit_group(1);
	}
	regs->eflags &= ~X86_EFLAGS_TF;
	if (signal == SIGTRAP)
		return;
	regs->rip = (u64)cross_landing;
	regs->cs = SEL_USER_CODE;
	regs->ss = SEL_USER_DATA;
}

long catch_faults(void)
{
	return on_fault(catch_fault);
}

void cross_caught(void (*stub)(void))
{
	memset(&caught, 0, sizeof(caught));
	memset(&cross_out, 0, sizeof(cross_out));
	cross_compat_cs = 0;
	cross(stub);
	/* cross_landing stores its own cs, which is 64-bit code's. */
	if (cross_compat_cs)
		cross_out.word[STATE_CS] = cross_compat_cs;
}
