/* SPDX-License-Identifier: BSD-2-Clause */
/* Signals: their names, sets of them, and the structures that have both. */

#include "trace/arguments.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "task/signal.h"

#define NAME(name) { (u32)name, #name }
#define END { 0, NULL }
#define TEXT_SIZE 16
#define SIGRT_FIRST 32 /* the kernel's, with those that C libraries keep */

/* As strace names it: "SIGUSR1", "SIGRT_2", or a number. */
static const char *signal_text(char text[TEXT_SIZE], u32 signal)
{
	if (signal && signal < SIGRT_FIRST)
		return signal_name(signal);
	if (signal == SIGRT_FIRST)
		return "SIGRTMIN";
	snprintf(text, TEXT_SIZE,
		 signal > SIGRT_FIRST && signal <= SIGNALS ? "SIGRT_%d" : "%d",
		 signal > SIGRT_FIRST && signal <= SIGNALS ?
			 (s32)signal - SIGRT_FIRST : (s32)signal);
	return text;
}

void print_signal(struct line *line, u32 signal)
{
	char text[TEXT_SIZE];

	line_add(line, "%s", signal_text(text, signal));
}

static void print_signal_argument(struct line *line, const struct shown *shown)
{
	print_signal(line, (u32)shown->value);
}

const struct type type_signal = { .print = print_signal_argument };

static void print_how(struct line *line, const struct shown *shown)
{
	static const struct name how[] = { NAME(SIG_BLOCK), NAME(SIG_UNBLOCK),
					   NAME(SIG_SETMASK), END };

	line_value(line, how, (u32)shown->value, "SIG_???");
}

const struct type type_sigmask_how = { .print = print_how };

/* A set that has most signals is told by those that it has not. */
#define MOST (SIGNALS * 2 / 3)

static u32 members(u64 set)
{
	u32 count;

	for (count = 0; set; count++)
		set &= set - 1;
	return count;
}

static void print_set(struct line *line, u64 set)
{
	bool most = members(set) >= MOST;
	const char *between = "";
	char text[TEXT_SIZE];
	u32 signal;

	line_add(line, most ? "~[" : "[");
	for (signal = 1; signal <= SIGNALS; signal++) {
		if (!((most ? ~set : set) & signal_bit(signal)))
			continue;
		line_add(line, "%s%s", between,
			 signal_text(text, signal) + strlen("SIG"));
		between = " ";
	}
	line_add(line, "]");
}

static void print_sigset(struct line *line, const struct shown *shown)
{
	const u64 *set = shown_or_address(line, shown);

	if (set)
		print_set(line, *set);
}

static const struct name sa_flags[] = {
	NAME(SA_RESTORER), NAME(SA_ONSTACK), NAME(SA_RESTART),
	{ 0x20000000, "SA_INTERRUPT" }, NAME(SA_NODEFER), NAME(SA_RESETHAND),
	NAME(SA_SIGINFO), NAME(SA_NOCLDSTOP), NAME(SA_NOCLDWAIT), END,
};

static void print_handler(struct line *line, const struct signal_action *action)
{
	if (action->handler == (u64)SIG_DFL)
		line_add(line, "SIG_DFL");
	else if (action->handler == (u64)SIG_IGN)
		line_add(line, "SIG_IGN");
	else
		line_add(line, "%#lx", action->handler);
}

static void print_sigaction(struct line *line, const struct shown *shown)
{
	const struct signal_action *action = shown_or_address(line, shown);

	if (!action)
		return;
	line_add(line, "{sa_handler=");
	print_handler(line, action);
	line_add(line, ", sa_mask=");
	print_set(line, action->mask);
	line_add(line, ", sa_flags=");
	line_flags(line, sa_flags, action->flags, "SA_???");
	if (action->flags & SA_RESTORER)
		line_add(line, ", sa_restorer=%#lx", action->restorer);
	line_add(line, "}");
}

static void print_stack(struct line *line, const struct shown *shown)
{
	static const struct name flags[] = {
		NAME(SS_ONSTACK), NAME(SS_DISABLE),
		{ 0x80000000, "SS_AUTODISARM" }, END,
	};
	const struct sigaltstack *stack = shown_or_address(line, shown);

	if (!stack)
		return;
	line_add(line, "{ss_sp=");
	line_address(line, (u64)stack->ss_sp);
	line_add(line, ", ss_flags=");
	line_flags(line, flags, (u32)stack->ss_flags, "SS_???");
	line_add(line, ", ss_size=%lu}", (u64)stack->ss_size);
}

/* struct rt_sigframe's uc.uc_sigmask, from rsp as rt_sigreturn finds it. */
#define FRAME_MASK 296

static void capture_frame_mask(struct capturing *to)
{
	capture_memory(to, to->argument[to->index] + FRAME_MASK, sizeof(u64),
		       0);
}

static void print_frame_mask(struct line *line, const struct shown *shown)
{
	const u64 *set = shown_or_address(line, shown);

	if (!set)
		return;
	line_add(line, "{mask=");
	print_set(line, *set);
	line_add(line, "}");
}

#define ACTION_SIZE sizeof(struct signal_action)
#define STACK_SIZE sizeof(struct sigaltstack)
const struct type type_sigset = { .print = print_sigset, .size = sizeof(u64) };
const struct type type_sigset_out = {
	.print = print_sigset,
	.size = sizeof(u64),
	.out = true,
};
const struct type type_sigaction = {
	.print = print_sigaction,
	.size = ACTION_SIZE,
};
const struct type type_sigaction_out = {
	.print = print_sigaction,
	.size = ACTION_SIZE,
	.out = true,
};
const struct type type_stack = { .print = print_stack, .size = STACK_SIZE };
const struct type type_stack_out = {
	.print = print_stack,
	.size = STACK_SIZE,
	.out = true,
};
const struct type type_frame_mask = {
	.print = print_frame_mask,
	.capture_in = capture_frame_mask,
};


/* By the signal that a fault is. */
static const struct name *fault_codes(u32 signal)
{
	static const struct name segv[] = { NAME(SEGV_MAPERR),
					    NAME(SEGV_ACCERR), END },
		fpe[] = { NAME(FPE_INTDIV), NAME(FPE_FLTDIV), NAME(FPE_FLTOVF),
			  NAME(FPE_FLTUND), NAME(FPE_FLTRES), NAME(FPE_FLTINV),
			  NAME(FPE_FLTUNK), END },
		ill[] = { NAME(ILL_ILLOPN), END },
		trap[] = { NAME(TRAP_TRACE), NAME(TRAP_BRKPT), END },
		bus[] = { NAME(BUS_ADRALN), END },
		sys[] = { NAME(SYS_SECCOMP), NAME(SYS_USER_DISPATCH), END },
		none[] = { END };

	return signal == SIGSEGV ? segv :
	       signal == SIGFPE	 ? fpe :
	       signal == SIGILL	 ? ill :
	       signal == SIGTRAP ? trap :
	       signal == SIGBUS	 ? bus :
	       signal == SIGSYS	 ? sys :
				   none;
}

static void print_code(struct line *line, const struct record_signal *event)
{
	static const struct name sent[] = { NAME(SI_USER), NAME(SI_KERNEL),
					    NAME(SI_TKILL), NAME(SI_QUEUE),
					    END };
	bool own = event->code > 0 && event->code != SI_KERNEL;

	line_value(line, own ? fault_codes(event->signal) : sent,
		   (u32)event->code, "SI_???");
}

void print_signal_event(struct line *line, const struct record_signal *event)
{
	line_add(line, "--- ");
	print_signal(line, event->signal);
	line_add(line, " {si_signo=");
	print_signal(line, event->signal);
	line_add(line, ", si_code=");
	print_code(line, event);
	if (event->code > 0) {
		line_add(line, ", si_addr=");
		line_address(line, event->address);
	} else {
		line_add(line, ", si_pid=%u, si_uid=0", event->pid);
	}
	line_add(line, "} ---");
}
