/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A frame lies at esp, or at the top of the alternate stack: the FPU's part,
 * then one of two frames. The handler starts as a called function would, with
 * its arguments on the stack and, for those compiled with regparm, in eax, edx
 * and ecx. Its RET goes to the restorer, or to the vDSO, whose sigreturn finds
 * the frame.
 */

#include "ia32/signal_frame.h"
#include <asm/processor-flags.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>
#include "cpu/features.h"
#include "ia32/fpu_32.h"
#include "ia32/frame_layout.h"
#include "cpu/segments.h"
#include "ia32/vdso.h"
#include "lib/string.h"
#include "mm/user_copy.h"
#include "segment.h"
#include "task/fpu.h"
#include "task/task.h"
#include "unistd_32.h"

#define POPL_MOVL 0xb858 /* popl %eax; movl $..., %eax */
#define NOP_MOVL 0xb890	 /* nop; movl $..., %eax */
#define INT80 0x80cd

/* Where a handler finds itself. */
struct place {
	u64 fpu; /* the FPU's part */
	u64 sp;	 /* the frame, which is rsp */
};

/* The registers, struct sigcontext_32's name and pt_regs's. */
#define FOR_EACH_REGISTER(m)                                               \
	m(di, di) m(si, si) m(bp, bp) m(sp, sp) m(bx, bx) m(dx, dx)        \
	m(cx, cx) m(ax, ax) m(ip, ip)

static struct sigcontext_32 context_of(const struct pt_regs *regs,
				       const struct fault *fault, u64 fpu)
{
	struct sigcontext_32 context;

	memset(&context, 0, sizeof(context));
#define SAVE(theirs, ours) context.theirs = regs->ours;
	FOR_EACH_REGISTER(SAVE)
#undef SAVE
	context.gs = READ_SEGMENT("gs");
	context.fs = READ_SEGMENT("fs");
	context.ds = READ_SEGMENT("ds");
	context.es = READ_SEGMENT("es");
	context.cs = regs->cs;
	context.ss = regs->ss;
	context.flags = regs->flags;
	context.sp_at_signal = regs->sp;
	context.fpstate = fpu;
	context.oldmask = current_task()->signals.blocked;
	if (fault) {
		context.err = fault->error_code;
		context.trapno = fault->vector;
		context.cr2 = fault->address;
	}
	return context;
}

/* As on function entry: esp + 4 is a multiple of 16. */
static u64 frame_place(u64 top, u64 size)
{
	return ALIGN_DOWN(top - size + 4, 16) - 4;
}

u64 frame_32_size_max(void)
{
	return sizeof(struct sigframe_ia32) + 16 +
	       fpu_frame_size() + fpu_frame_align() +
	       offsetof(struct _fpstate_32, _fxsr_env);
}

/* false: it is the alternate stack, and has no room. */
static bool choose_place(const struct pt_regs *regs,
			 const struct signal_action *action, u64 size,
			 struct place *place)
{
	struct sigaltstack stack;
	u64 top = (u32)regs->sp;
	bool alternate;

	signal_get_stack(&stack, top);
	alternate = stack.ss_flags & SS_ONSTACK;
	if ((action->flags & SA_ONSTACK) && stack.ss_size && !alternate) {
		top = (u64)stack.ss_sp + stack.ss_size;
		alternate = true;
	}
	place->fpu = fpu_32_place(top);
	place->sp = frame_place(place->fpu, size);
	return !alternate || signal_stack_has(&stack, place->sp);
}

/* Without a vDSO it is retcode, on the stack, which is not executable. */
static u32 restorer_of(const struct signal_action *action, u64 vdso,
		       u64 retcode)
{
	if (action->flags & SA_RESTORER)
		return action->restorer;
	return vdso ? vdso : retcode;
}

static bool push_old(const struct pt_regs *regs,
		     const struct signal_action *action,
		     const struct signal_event *event,
		     const struct place *place)
{
	struct sigframe_ia32 frame;

	memset(&frame, 0, sizeof(frame));
	frame.pretcode = restorer_of(
		action, vdso32_sigreturn(current_task()),
		place->sp + offsetof(struct sigframe_ia32, retcode));
	frame.sig = event->info.si_signo;
	frame.sc = context_of(regs, event->fault, place->fpu);
	frame.extramask = current_task()->signals.blocked >> 32;
	frame.retcode = (struct retcode){ POPL_MOVL, __NR_ia32_sigreturn,
					  INT80 };
	return copy_to_user(place->sp, &frame, sizeof(frame));
}

static struct compat_siginfo narrow_info(const siginfo_t *from)
{
	struct compat_siginfo to;

	memset(&to, 0, sizeof(to));
	to.si_signo = from->si_signo;
	to.si_errno = from->si_errno;
	to.si_code = from->si_code;
	if (from->si_code > 0)
		to.addr = (u64)from->si_addr;
	else
		to.pid = from->si_pid; /* and uid 0: root's */
	return to;
}

static struct ucontext_ia32 ucontext_of(const struct pt_regs *regs,
					const struct fault *fault, u64 fpu)
{
	struct ucontext_ia32 uc = {
		.uc_flags = cpu_features.xcr0 ? UC_FP_XSTATE : 0,
		.uc_mcontext = context_of(regs, fault, fpu),
		.uc_sigmask = current_task()->signals.blocked,
	};
	struct sigaltstack stack;

	signal_get_stack(&stack, (u32)regs->sp);
	uc.uc_stack.ss_sp = (u64)stack.ss_sp;
	uc.uc_stack.ss_flags = stack.ss_flags;
	uc.uc_stack.ss_size = stack.ss_size;
	return uc;
}

static bool push_rt(const struct pt_regs *regs,
		    const struct signal_action *action,
		    const struct signal_event *event,
		    const struct place *place)
{
	struct rt_sigframe_ia32 frame;

	memset(&frame, 0, sizeof(frame));
	frame.pretcode = restorer_of(
		action, vdso32_rt_sigreturn(current_task()),
		place->sp + offsetof(struct rt_sigframe_ia32, retcode));
	frame.sig = event->info.si_signo;
	frame.pinfo = place->sp + offsetof(struct rt_sigframe_ia32, info);
	frame.puc = place->sp + offsetof(struct rt_sigframe_ia32, uc);
	frame.info = narrow_info(&event->info);
	frame.uc = ucontext_of(regs, event->fault, place->fpu);
	frame.retcode = (struct retcode){ NOP_MOVL, __NR_ia32_rt_sigreturn,
					  INT80 };
	return copy_to_user(place->sp, &frame, sizeof(frame));
}

static void enter_handler(struct pt_regs *regs,
			  const struct signal_action *action, u32 signal,
			  u64 sp)
{
	bool rt = action->flags & SA_SIGINFO;

	regs->ax = signal;
	regs->dx = rt ? sp + offsetof(struct rt_sigframe_ia32, info) : 0;
	regs->cx = rt ? sp + offsetof(struct rt_sigframe_ia32, uc) : 0;
	regs->ip = action->handler;
	regs->sp = sp;
	regs->cs = SEL_USER_CODE32;
	regs->ss = SEL_USER_DATA;
	regs->flags &= ~(X86_EFLAGS_DF | X86_EFLAGS_RF | X86_EFLAGS_TF);
	LOAD_SEGMENT("ds", SEL_USER_DATA);
	LOAD_SEGMENT("es", SEL_USER_DATA);
}

bool frame_32_push(struct pt_regs *regs, const struct signal_action *action,
		   const struct signal_event *event)
{
	bool rt = action->flags & SA_SIGINFO;
	struct place place;

	if (!choose_place(regs, action,
			  rt ? sizeof(struct rt_sigframe_ia32) :
			       sizeof(struct sigframe_ia32), &place) ||
	    !fpu_32_save(place.fpu, regs->cs) ||
	    !(rt ? push_rt : push_old)(regs, action, event, &place))
		return false;
	enter_handler(regs, action, event->info.si_signo, place.sp);
	return true;
}

/* Linux's fixup_rpl(): a null selector stays what it is. */
static u32 user_selector(u32 selector)
{
	return selector <= 3 ? selector : selector | 3;
}

/* CS and SS are not looked at: IRETQ does, and its fault is ring 3's. */
static bool restore_context(struct pt_regs *regs,
			    const struct sigcontext_32 *context)
{
#define RESTORE(theirs, ours) regs->ours = context->theirs;
	FOR_EACH_REGISTER(RESTORE)
#undef RESTORE
	regs->flags = (regs->flags & ~FIX_EFLAGS) |
		      (context->flags & FIX_EFLAGS);
	regs->cs = context->cs | 3;
	regs->ss = context->ss | 3;
	regs->orig_ax = -1; /* no call is in progress any more */
	load_user_gs(user_selector(context->gs));
	LOAD_SEGMENT("fs", user_selector(context->fs));
	LOAD_SEGMENT("ds", user_selector(context->ds));
	LOAD_SEGMENT("es", user_selector(context->es));
	return fpu_32_load(context->fpstate);
}

/* The handler's RET took pretcode off the stack, the restorer sig. */
bool frame_32_pop(struct pt_regs *regs)
{
	u32 sp = regs->sp - offsetof(struct sigframe_ia32, sc);
	struct sigframe_ia32 frame;

	if (!copy_from_user(&frame, sp, sizeof(frame)))
		return false;
	signal_block(frame.sc.oldmask | (u64)frame.extramask << 32);
	return restore_context(regs, &frame.sc);
}

/* This restorer takes nothing. */
bool frame_32_pop_rt(struct pt_regs *regs)
{
	u32 sp = regs->sp - offsetof(struct rt_sigframe_ia32, sig);
	struct rt_sigframe_ia32 frame;
	struct sigaltstack stack = { 0 };

	if (!copy_from_user(&frame, sp, sizeof(frame)))
		return false;
	signal_block(frame.uc.uc_sigmask);
	if (!restore_context(regs, &frame.uc.uc_mcontext))
		return false;
	stack.ss_sp = (void *)(u64)frame.uc.uc_stack.ss_sp;
	stack.ss_flags = frame.uc.uc_stack.ss_flags;
	stack.ss_size = frame.uc.uc_stack.ss_size;
	signal_set_stack(&stack, (u32)regs->sp);
	return true;
}
