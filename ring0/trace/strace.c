/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace=strace: each call of a program as a line of strace's, with the gate and
 * the return that it took. While the program runs records go into a ring; they
 * become lines as it ends.
 */

#include "trace/trace.h"
#include "log/settings.h"
#include "trace/calls.h"
#include "trace/results.h"
#include "trace/tracer.h"

#define RING_DEFAULT (1 << 20)

static struct tracer *tracer;

static bool start(void)
{
	u64 size = settings.trace_ring ? settings.trace_ring : RING_DEFAULT;

	size = ALIGN_UP(size, 8);
	tracer = trace_alloc(sizeof(*tracer) + size);
	if (tracer)
		ring_init(&tracer->ring, tracer + 1, size);
	return tracer;
}

u8 tracer_last_reason(void)
{
	u8 reason;

	for (reason = 0; tracer->last_returned && reason < RETURN_REASONS;
	     reason++)
		if (this_cpu->returns[tracer->last_gate][tracer->last_abi]
				     [reason] != tracer->returns[reason])
			return reason;
	return NO_REASON;
}

static void note_returns(const struct pt_regs *regs)
{
	u8 reason;

	tracer->last_gate = regs->gate;
	tracer->last_abi = regs->abi;
	tracer->last_returned = false;
	for (reason = 0; reason < RETURN_REASONS; reason++)
		tracer->returns[reason] =
			this_cpu->returns[regs->gate][regs->abi][reason];
}

/* Copies what argument number index points to, after the handler or before. */
static void capture(struct capturing *to, const struct type *type, u8 index,
		    bool after)
{
	void (*copy)(struct capturing *) =
		after ? type->capture_out : type->capture_in;

	to->index = index;
	if (type->size && type->out == after)
		capture_memory(to, to->argument[index], type->size, 0);
	else if (copy)
		copy(to);
}

static void capture_all(struct capturing *to, enum abi abi, u32 number,
			bool after)
{
	struct call call;
	u8 i;

	call_find(&call, abi, number);
	for (i = 0; call.argument[i]; i++)
		capture(to, call.argument[i], i, after);
}

static void enter(const struct pt_regs *regs)
{
	struct record_call *record = (void *)tracer->record;
	struct capturing to = { .record = &record->entry,
				.argument = record->argument };
	u32 i;

	*record = (struct record_call){
		.entry = { .size = sizeof(*record), .kind = RING_CALL },
		.number = regs->orig_ax,
		.gate = regs->gate,
		.abi = regs->abi,
		.last_reason = tracer_last_reason(),
	};
	for (i = 0; i < SYSCALL_MAX_ARGS; i++)
		record->argument[i] = syscall_argument(regs, i + 1);
	/* It takes none, and finds its frame by rsp. */
	if (regs->abi == ABI_X86_64 && record->number == __NR_rt_sigreturn)
		record->argument[0] = regs->sp;
	note_returns(regs);
	capture_all(&to, regs->abi, record->number, false);
	ring_put(&tracer->ring, to.record);
}

static void leave(const struct pt_regs *regs, u32 number, s64 result, u64 ticks)
{
	struct record_return *record = (void *)tracer->record;
	u64 argument[SYSCALL_MAX_ARGS];
	struct capturing to = { .record = &record->entry,
				.argument = argument, .result = result };
	u32 i;

	(void)ticks;
	*record = (struct record_return){
		.entry = { .size = sizeof(*record), .kind = RING_RETURN },
		.result = result,
	};
	for (i = 0; i < SYSCALL_MAX_ARGS; i++)
		argument[i] = syscall_argument(regs, i + 1);
	/* After rt_sigreturn they are those of the code that it returns to. */
	if (!is_error(result) && (u32)regs->orig_ax == number)
		capture_all(&to, regs->abi, number, true);
	tracer->last_returned = true;
	ring_put(&tracer->ring, to.record);
}

static void signal(const siginfo_t *info, bool is_fault)
{
	const struct record_signal record = {
		.entry = { .size = sizeof(record), .kind = RING_SIGNAL },
		.signal = info->si_signo,
		.code = info->si_code,
		.address = is_fault ? (u64)info->si_addr : 0,
		.pid = is_fault ? 0 : info->si_pid,
	};

	ring_put(&tracer->ring, &record.entry);
}

static void end(const struct task *task)
{
	show_all(tracer, task);
	ring_clear(&tracer->ring);
	tracer->last_returned = false;
}

const struct trace_mode trace_strace = {
	.start = start,
	.enter = enter,
	.leave = leave,
	.signal = signal,
	.end = end,
};
