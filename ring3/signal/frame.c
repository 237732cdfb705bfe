/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signal frames against the x86-64 ABI and Linux: where a frame lies, what the
 * handler gets, and each byte of it but the FPU's part (fpu.c). Bytes that have
 * no meaning must be 0, or ring 0 would leak bytes of its own stack.
 */
#include <asm/processor-flags.h>
#include <linux/signal.h>
#include "ring3/lib/cpu.h"
#include "ring3/lib/cross.h"
#include "ring3/lib/gates.h"
#include "ring3/lib/print.h"
#include "ring3/lib/signal.h"
#include "lib/string.h"
#include "segment.h"
#include "signal_rows.h"
#include "trapnr.h"

#define RED_ZONE 128
#define FRAME_ROOM 256 /* above rsp */
#define ALIGNMENTS 16
#define PATTERN 0xa5
#define PF_WRITE_BY_USER 6 /* a page fault's error code */

/* The registers at the handler's first instruction, and the frame at rsp. */
extern struct {
	u64 sp, ax, flags;
} entered;
static u64 given_info, given_context, given_signal;
static struct signal_frame frame;

asm(".pushsection .text.signal, \"ax\"\n"
    "signal_entry:\n"
    "	movq	%rsp, entered\n"
    "	movq	%rax, entered + 8\n"
    "	pushfq\n"
    "	popq	entered + 16\n"
    "	jmp	signal_caught\n"
    ".popsection\n"
    ".pushsection .bss.signal, \"aw\", @nobits\n"
    "	.balign	8\n"
    "entered: .skip 24\n"
    ".popsection");
void signal_entry(int signal, struct siginfo *info, struct ucontext *context);
void signal_caught(int signal, struct siginfo *info, struct ucontext *context);

/* The faults, and what the frame must say of each. */
static const struct kind {
	void (*stub)(void);
	const u8 *at, *after;
	int signal, code;
	u64 trapno, error_code, cr2;
} kinds[] = {
	{ cross_page_fault, cross_page_fault_at, cross_page_fault_after,
	  SIGSEGV, SEGV_MAPERR, X86_TRAP_PF, PF_WRITE_BY_USER,
	  CROSS_UNMAPPED },
	{ cross_ud2, cross_ud2_at, cross_ud2_after, SIGILL, ILL_ILLOPN,
	  X86_TRAP_UD, 0, 0 },
};
static const struct kind *kind;

void signal_caught(int signal, struct siginfo *info, struct ucontext *context)
{
	given_signal = signal;
	given_info = (u64)info;
	given_context = (u64)context;
	frame = *(struct signal_frame *)entered.sp;
	context->uc_mcontext.rip = (u64)kind->after;
}

/* Makes the fault with rsp so far below a multiple of 16. */
static void raise(u64 below)
{
	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		cross_in.word[i] = 0x1122334455660000 + i;
	cross_in.word[STATE_SP] = (u64)cross_stack_end - FRAME_ROOM - below;
	cross_in.word[STATE_FLAGS] = X86_EFLAGS_FIXED | X86_EFLAGS_IF |
				     X86_EFLAGS_DF | X86_EFLAGS_CF;
	memset(cross_stack, PATTERN, CROSS_STACK_SIZE);
	memset(&entered, 0, sizeof(entered));
	cross(kind->stub);
}

static struct signal_frame expected_frame(void)
{
	struct signal_frame want;
	struct siginfo info = { .si_signo = kind->signal,
				.si_code = kind->code };
	struct sigcontext *regs = &want.context.uc_mcontext;

	signal_frame_of(&want, &cross_in);
	memset(&want.context, 0, offsetof(struct ucontext, uc_mcontext));
	memset(&want.context.uc_sigmask, 0, sizeof(want.context.uc_sigmask));
	want.context.uc_flags = UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS |
				(cpu_identity()->osxsave ? UC_FP_XSTATE : 0);
	want.context.uc_stack.ss_flags = SS_DISABLE;
	regs->fpstate = (void *)ALIGN_DOWN(cross_in.word[STATE_SP] - RED_ZONE -
						   signal_fpu_size(),
					   signal_fpu_align());
	info.si_addr = kind->cr2 ? (void *)kind->cr2 : (void *)kind->at;
	want.restorer = signal_restorer;
	want.info = info;
	regs->rip = (u64)kind->at;
	regs->err = kind->error_code;
	regs->trapno = kind->trapno;
	regs->cr2 = kind->cr2;
	/* A CPU sets RF in a fault's flags; QEMU does not. */
	frame.context.uc_mcontext.eflags &= ~X86_EFLAGS_RF;
	return want;
}

static bool frame_is(void)
{
	struct signal_frame want = expected_frame();
	const u8 *is = (const u8 *)&frame, *must = (const u8 *)&want;
	size_t i = 0;

	while (i < sizeof(frame) && is[i] == must[i])
		i++;
	if (i < sizeof(frame))
		print("# byte %lu of the frame: 0x%x, must be 0x%x\n", i, is[i],
		      must[i]);
	return i == sizeof(frame);
}

/* cross() itself has written the topmost word, by its push of the flags. */
static bool red_zone_is(void)
{
	const u8 *sp = (const u8 *)cross_in.word[STATE_SP];
	bool below = entered.sp == signal_frame_below((u64)sp);
	int i = -RED_ZONE;

	while (i < -8 && sp[i] == PATTERN)
		i++;
	return below && i == -8;
}

static bool given_is(void)
{
	return given_signal == (u64)kind->signal &&
	       given_info == entered.sp + offsetof(struct signal_frame, info) &&
	       given_context ==
		       entered.sp + offsetof(struct signal_frame, context) &&
	       !entered.ax && !(entered.flags & X86_EFLAGS_DF);
}

static bool aligned(void)
{
	return (entered.sp + 8) % 16 == 0;
}

static bool restored(void)
{
	for (unsigned int i = STATE_FLAGS; i <= STATE_R15; i++)
		if (cross_out.word[i] != cross_in.word[i])
			return false;
	return cross_out.word[STATE_IP] == (u64)kind->after;
}

static const struct signal_row rows[FRAME_ROWS] = {
	{ frame_is, "a frame: each byte, with 0 where nothing is said" },
	{ red_zone_is, "a frame lies below the red zone, which is kept" },
	{ aligned, "a handler starts with rsp + 8 a multiple of 16" },
	{ given_is, "a handler gets signal, siginfo and ucontext; DF is 0" },
	{ restored, "rt_sigreturn: every register is as it was" },
};

void frame_rows(void)
{
	bool held[ARRAY_SIZE(rows)];

	memset(held, true, sizeof(held));
	on_fault(signal_entry);
	for (size_t k = 0; k < ARRAY_SIZE(kinds); k++) {
		kind = &kinds[k];
		for (u64 below = 0; below < ALIGNMENTS; below++) {
			raise(below);
			for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
				held[i] &= rows[i].holds();
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		ktap_row(held[i], rows[i].name);
}
