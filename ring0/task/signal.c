/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signal frames in Linux's layout (asm/ucontext.h): a fault of ring 3's comes
 * in, and goes on in the program's handler; rt_sigreturn takes it back. There
 * is one signal at a time, no mask, and no floating-point state.
 */

#include "task/signal.h"
#include <asm/processor-flags.h>
#include <asm/signal.h>
#include <asm/siginfo.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>
#include "segment.h"
#include "lib/string.h"
#include "task/task.h"
#include "trapnr.h"
#include "mm/user_copy.h"

#define RED_ZONE 128 /* below rsp: the ABI lets leaf functions use it */

struct rt_sigframe {
	u64 pretcode; /* the handler's return address: the restorer */
	struct ucontext uc;
	siginfo_t info;
};

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

const char *signal_name(u32 signal)
{
	switch (signal) {
	case SIGFPE:
		return "SIGFPE";
	case SIGTRAP:
		return "SIGTRAP";
	case SIGILL:
		return "SIGILL";
	case SIGBUS:
		return "SIGBUS";
	default:
		return "SIGSEGV";
	}
}

/* The registers, struct sigcontext's name and pt_regs's, in both directions. */
#define FOR_EACH_REGISTER(m)                                               \
	m(r8, r8) m(r9, r9) m(r10, r10) m(r11, r11)                        \
	m(r12, r12) m(r13, r13) m(r14, r14) m(r15, r15)                    \
	m(rdi, di) m(rsi, si) m(rbp, bp) m(rbx, bx)                        \
	m(rdx, dx) m(rax, ax) m(rcx, cx) m(rsp, sp) m(rip, ip)

static void save_context(struct sigcontext *context,
			 const struct pt_regs *regs)
{
#define SAVE(theirs, ours) context->theirs = regs->ours;
	FOR_EACH_REGISTER(SAVE)
#undef SAVE
	context->eflags = regs->flags;
	context->cs = regs->cs;
	context->ss = regs->ss;
}

/* The flags that rt_sigreturn may change: Linux's FIX_EFLAGS. */
#define FIX_EFLAGS                                                         \
	(X86_EFLAGS_AC | X86_EFLAGS_OF | X86_EFLAGS_DF | X86_EFLAGS_TF |   \
	 X86_EFLAGS_SF | X86_EFLAGS_ZF | X86_EFLAGS_AF | X86_EFLAGS_PF |   \
	 X86_EFLAGS_CF | X86_EFLAGS_RF)
#define RPL_USER 3

/* Selectors are not looked at: IRETQ does, and its fault is ring 3's. */
static void restore_context(struct pt_regs *regs,
			    const struct sigcontext *context)
{
#define RESTORE(theirs, ours) regs->ours = context->theirs;
	FOR_EACH_REGISTER(RESTORE)
#undef RESTORE
	regs->flags = (regs->flags & ~FIX_EFLAGS) |
		      (context->eflags & FIX_EFLAGS);
	regs->cs = context->cs | RPL_USER;
	regs->ss = context->ss | RPL_USER;
	regs->orig_ax = -1; /* no call is in progress any more */
}

static int signal_code(const struct fault *fault)
{
	switch (fault->vector) {
	case X86_TRAP_DE:
		return FPE_INTDIV;
	case X86_TRAP_DB:
		return TRAP_TRACE;
	case X86_TRAP_UD:
		return ILL_ILLOPN;
	case X86_TRAP_PF:
		return mm_has(&current_task()->mm, fault->address) ?
			       SEGV_ACCERR :
			       SEGV_MAPERR;
	default:
		return SI_KERNEL;
	}
}

static void fill_frame(struct rt_sigframe *frame, const struct pt_regs *regs,
		       const struct fault *fault, u64 restorer)
{
	bool by_address = fault->vector == X86_TRAP_PF;

	memset(frame, 0, sizeof(*frame));
	frame->pretcode = restorer;
	save_context(&frame->uc.uc_mcontext, regs);
	frame->uc.uc_mcontext.err = fault->error_code;
	frame->uc.uc_mcontext.trapno = fault->vector;
	frame->uc.uc_mcontext.cr2 = fault->address;
	frame->info.si_signo = fault_signal(fault->vector);
	frame->info.si_code = signal_code(fault);
	frame->info.si_addr = (void *)(by_address ? fault->address : regs->ip);
}

bool signal_deliver(struct pt_regs *regs, const struct fault *fault)
{
	u32 signal = fault_signal(fault->vector);
	struct signal_action *action = &current_task()->action[signal];
	struct rt_sigframe frame;
	/* As after a call: rsp + 8 is a multiple of 16. */
	u64 sp = ALIGN_DOWN(regs->sp - RED_ZONE - sizeof(frame), 16) - 8;

	if (!action->handler)
		return false;
	fill_frame(&frame, regs, fault, action->restorer);
	if (!copy_to_user(sp, &frame, sizeof(frame)))
		return false;
	regs->di = signal;
	regs->si = sp + offsetof(struct rt_sigframe, info);
	regs->dx = sp + offsetof(struct rt_sigframe, uc);
	regs->ax = 0;
	regs->ip = action->handler;
	regs->sp = sp;
	regs->cs = SEL_USER_CODE;
	regs->ss = SEL_USER_DATA;
	regs->flags &= ~(X86_EFLAGS_DF | X86_EFLAGS_RF | X86_EFLAGS_TF);
	return true;
}

bool signal_return(struct pt_regs *regs)
{
	/* The handler's RET has taken pretcode off the stack. */
	u64 sp = regs->sp - sizeof(u64);
	struct rt_sigframe frame;

	if (!copy_from_user(&frame, sp, sizeof(frame)))
		return false;
	restore_context(regs, &frame.uc.uc_mcontext);
	return true;
}
