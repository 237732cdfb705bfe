/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of a program that is stopped. Its frame may be anything
 * afterwards, so the return is decided on the whole of it (CVE-2014-4699).
 */

#include "tracer/tracer.h"
#include <asm/errno.h>
#include <asm/processor-flags.h>
#include "cpu/percpu.h"
#include "lib/string.h"

/* Linux's FLAG_MASK: those that a tracer may change. */
#define FLAGS_OF_TRACER                                                    \
	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |   \
	 X86_EFLAGS_SF | X86_EFLAGS_TF | X86_EFLAGS_DF | X86_EFLAGS_OF |   \
	 X86_EFLAGS_RF | X86_EFLAGS_AC | X86_EFLAGS_NT)
#define RPL_MASK 3

/* r15 to orig_ax and ip have the places that they have in a frame. */
#define FIRST_SIZE (offsetof(struct pt_regs, cs))
_Static_assert(offsetof(struct user_regs, cs) == FIRST_SIZE &&
	       offsetof(struct user_regs, orig_ax) == PT_ORIG_AX, "user_regs");

void registers_get(struct user_regs *regs)
{
	const struct context *context = &tracing.tracee_context;
	const struct pt_regs *frame = task_pt_regs(tracing.tracee);

	memset(regs, 0, sizeof(*regs));
	memcpy(regs, frame, FIRST_SIZE);
	regs->cs = frame->cs;
	regs->flags = frame->flags;
	regs->sp = frame->sp;
	regs->ss = frame->ss;
	regs->fs_base = context->fs_base;
	regs->gs_base = context->gs_base;
	regs->ds = context->ds;
	regs->es = context->es;
	regs->fs = context->fs;
	regs->gs = context->gs;
}

/* Null, or with ring 3's privilege; cs and ss may not be null. */
static bool is_selector(u64 selector, bool may_be_null)
{
	selector &= 0xffff;
	return selector ? (selector & RPL_MASK) == RPL_MASK : may_be_null;
}

static bool may_have(const struct user_regs *regs)
{
	u64 limit = this_cpu->task_size;

	return is_selector(regs->cs, false) && is_selector(regs->ss, false) &&
	       is_selector(regs->ds, true) && is_selector(regs->es, true) &&
	       is_selector(regs->fs, true) && is_selector(regs->gs, true) &&
	       regs->fs_base < limit && regs->gs_base < limit;
}

static void set_frame(struct pt_regs *frame, const struct user_regs *regs)
{
	memcpy(frame, regs, FIRST_SIZE);
	frame->cs = regs->cs;
	frame->flags = (frame->flags & ~FLAGS_OF_TRACER) |
		       (regs->flags & FLAGS_OF_TRACER);
	frame->sp = regs->sp;
	frame->ss = (u16)regs->ss;
	tracing.tracee->work |= WORK_CHANGED;
}

long registers_set(const struct user_regs *regs)
{
	struct context *context = &tracing.tracee_context;

	if (!may_have(regs))
		return -EIO;
	set_frame(task_frame(tracing.tracee), regs);
	context->fs_base = regs->fs_base;
	context->gs_base = regs->gs_base;
	context->ds = (u16)regs->ds;
	context->es = (u16)regs->es;
	context->fs = (u16)regs->fs;
	context->gs = (u16)regs->gs;
	return 0;
}
