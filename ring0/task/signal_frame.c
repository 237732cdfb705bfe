/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A frame lies below the red zone, or at the top of the alternate stack: the
 * FPU's part, then siginfo, ucontext and the address to return to. The handler
 * starts as a called function would, and its RET goes to the restorer, whose
 * rt_sigreturn finds the frame at rsp - 8.
 */

#include "task/signal_frame.h"
#include <asm/errno.h>
#include <asm/processor-flags.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>
#include "cpu/features.h"
#include "cpu/gdt.h"
#include "lib/string.h"
#include "mm/user_copy.h"
#include "segment.h"
#include "task/fpu.h"
#include "task/ia32.h"
#include "task/task.h"

#define RED_ZONE 128 /* below rsp: the ABI lets leaf functions use it */
#define RPL_USER 3

struct rt_sigframe {
	u64 pretcode; /* the handler's return address: the restorer */
	struct ucontext uc;
	siginfo_t info;
};

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

/* The access rights that LAR loads: P, DPL 3, S, and the type (SDM, "LAR"). */
#define AR_RIGHTS 0xfe00 /* not whether it was accessed */
#define AR_STACK (0xf000 | (DESC_DATA & ~DESC_ACCESSED) << 8)
#define AR_EXPAND_DOWN 0x400

static bool is_stack_segment(u16 selector)
{
	u32 rights;
	bool known;

	asm("larl %[selector], %[rights]"
	    : [rights] "=r"(rights), "=@ccz"(known)
	    : [selector] "r"((u32)selector));
	return known && (rights & AR_RIGHTS & ~AR_EXPAND_DOWN) == AR_STACK;
}

static void force_valid_ss(struct pt_regs *regs)
{
	if (!is_stack_segment(regs->ss))
		regs->ss = SEL_USER_DATA;
}

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

/* One that disarms itself is not in use while its handler runs. */
static bool on_stack(u64 sp)
{
	const struct sigaltstack *stack = &current_task()->signals.stack;

	return !(stack->ss_flags & SS_AUTODISARM) &&
	       signal_stack_has(stack, sp);
}

void signal_get_stack(struct sigaltstack *stack, u64 sp)
{
	const struct sigaltstack *ours = &current_task()->signals.stack;

	memset(stack, 0, sizeof(*stack));
	stack->ss_sp = ours->ss_sp;
	stack->ss_size = ours->ss_size;
	stack->ss_flags = ours->ss_flags;
	if (!stack->ss_size)
		stack->ss_flags |= SS_DISABLE;
	else if (on_stack(sp))
		stack->ss_flags |= SS_ONSTACK;
}

long signal_set_stack(const struct sigaltstack *new, u64 sp)
{
	struct sigaltstack *stack = &current_task()->signals.stack;
	s32 mode = new->ss_flags & ~SS_FLAG_BITS;

	if (on_stack(sp))
		return -EPERM;
	if (new->ss_sp == stack->ss_sp && new->ss_size == stack->ss_size &&
	    new->ss_flags == stack->ss_flags)
		return 0; /* even if it is too small */
	if (mode != SS_DISABLE && mode != SS_ONSTACK && mode)
		return -EINVAL;
	if (mode == SS_DISABLE) {
		*stack = (struct sigaltstack){
			.ss_flags = new->ss_flags & SS_FLAG_BITS,
		};
		return 0;
	}
	if (new->ss_size < MINSIGSTKSZ)
		return -ENOMEM;
	*stack = (struct sigaltstack){
		.ss_sp = new->ss_sp,
		.ss_flags = new->ss_flags & SS_FLAG_BITS,
		.ss_size = new->ss_size,
	};
	return 0;
}

/* The rsp of 32-bit code is esp; its upper half is nobody's. */
static u64 user_sp(const struct pt_regs *regs)
{
	return regs->cs == SEL_USER_CODE ? regs->sp : (u32)regs->sp;
}

static u64 fpu_place(u64 sp)
{
	return ALIGN_DOWN(sp - fpu_frame_size(), fpu_frame_align());
}

/* As after a call: rsp + 8 is a multiple of 16. */
static u64 frame_place(u64 fpu)
{
	return ALIGN_DOWN(fpu - sizeof(struct rt_sigframe), 16) - 8;
}

u64 signal_frame_size_max(void)
{
	return fpu_frame_size() + fpu_frame_align() +
	       sizeof(struct rt_sigframe) + 16 + 8;
}

/*
 * Chooses the stack. false: it is the alternate one, and has no room: what lies
 * below it must not be written.
 */
static bool choose_place(const struct pt_regs *regs,
			 const struct signal_action *action, u64 *fpu, u64 *sp)
{
	const struct sigaltstack *stack = &current_task()->signals.stack;
	u64 top = user_sp(regs) - RED_ZONE;
	bool alternate = on_stack(user_sp(regs));

	if ((action->flags & SA_ONSTACK) && stack->ss_size && !alternate) {
		top = (u64)stack->ss_sp + stack->ss_size;
		alternate = true;
	}
	*fpu = fpu_place(top);
	*sp = frame_place(*fpu);
	return !alternate || signal_stack_has(stack, *sp);
}

static void fill_frame(struct rt_sigframe *frame, const struct pt_regs *regs,
		       const struct signal_action *action,
		       const struct signal_event *event, u64 fpu)
{
	struct sigcontext *context = &frame->uc.uc_mcontext;

	memset(frame, 0, sizeof(*frame));
	frame->pretcode = action->restorer;
	memcpy(&frame->info, &event->info, sizeof(frame->info));
	frame->uc.uc_flags = UC_SIGCONTEXT_SS;
	if (cpu_features.xcr0)
		frame->uc.uc_flags |= UC_FP_XSTATE;
	if (regs->cs == SEL_USER_CODE)
		frame->uc.uc_flags |= UC_STRICT_RESTORE_SS;
	signal_get_stack(&frame->uc.uc_stack, user_sp(regs));
	frame->uc.uc_sigmask = current_task()->signals.blocked;
	save_context(context, regs);
	context->fpstate = (void *)fpu;
	if (event->fault) {
		context->err = event->fault->error_code;
		context->trapno = event->fault->vector;
		context->cr2 = event->fault->address;
	}
}

static void enter_handler(struct pt_regs *regs,
			  const struct signal_action *action, u32 signal,
			  u64 sp)
{
	regs->di = signal;
	regs->si = sp + offsetof(struct rt_sigframe, info);
	regs->dx = sp + offsetof(struct rt_sigframe, uc);
	regs->ax = 0;
	regs->ip = action->handler;
	regs->sp = sp;
	regs->cs = SEL_USER_CODE;
	/* DOSEMU reads there which SS was interrupted, so Linux keeps it. */
	force_valid_ss(regs);
	regs->flags &= ~(X86_EFLAGS_DF | X86_EFLAGS_RF | X86_EFLAGS_TF);
}

static bool push(struct pt_regs *regs, const struct signal_action *action,
		 const struct signal_event *event)
{
	struct rt_sigframe frame;
	u64 fpu, sp;

	if (!(action->flags & SA_RESTORER) ||
	    !choose_place(regs, action, &fpu, &sp) || !fpu_save_frame(fpu))
		return false;
	fill_frame(&frame, regs, action, event, fpu);
	if (!copy_to_user(sp, &frame, sizeof(frame)))
		return false;
	enter_handler(regs, action, event->info.si_signo, sp);
	return true;
}

bool signal_frame_push(struct pt_regs *regs, const struct signal_action *action,
		       const struct signal_event *event)
{
	struct sigaltstack *stack = &current_task()->signals.stack;
	bool ia32 = action->flags & SA_IA32_ABI;

	if (!(ia32 ? ia32_hooks.push_frame : push)(regs, action, event))
		return false;
	if (stack->ss_flags & SS_AUTODISARM)
		*stack = (struct sigaltstack){ .ss_flags = SS_DISABLE };
	fpu_reset();
	return true;
}

bool signal_frame_pop(struct pt_regs *regs)
{
	/* The handler's RET has taken pretcode off the stack. */
	u64 sp = regs->sp - sizeof(u64);
	struct rt_sigframe frame;

	if (!copy_from_user(&frame, sp, sizeof(frame)))
		return false;
	signal_block(frame.uc.uc_sigmask);
	restore_context(regs, &frame.uc.uc_mcontext);
	/* A program that knows nothing of SS in the frame may leave it bad. */
	if (!(frame.uc.uc_flags & UC_STRICT_RESTORE_SS) &&
	    regs->cs == SEL_USER_CODE)
		force_valid_ss(regs);
	if (!fpu_load_frame((u64)frame.uc.uc_mcontext.fpstate))
		return false;
	signal_set_stack(&frame.uc.uc_stack, user_sp(regs));
	return true;
}
