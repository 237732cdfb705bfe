/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace=events: Linux's trace points raw_syscalls:sys_enter and sys_exit, and
 * syscalls:sys_enter_NAME and sys_exit_NAME, in the form of its trace_pipe.
 * Records go into a ring while the program runs.
 */

#include "trace/trace.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/settings.h"
#include "sys/clock.h"
#include "trace/line.h"
#include "trace/ring.h"

#define RING_DEFAULT (1 << 20)

struct record_event {
	struct ring_entry entry; /* RING_CALL or RING_RETURN */
	u64 microseconds;
	s32 number; /* as the frame has it then */
	u8 abi;
	u8 reserved[3];
	union {
		u64 argument[SYSCALL_MAX_ARGS];
		s64 result;
	};
};

static struct ring *ring;

static bool start(void)
{
	u64 size = settings.trace_ring ? settings.trace_ring : RING_DEFAULT;

	size -= size % sizeof(struct record_event); /* so none is for padding */
	ring = trace_alloc(sizeof(*ring) + size);
	if (ring)
		ring_init(ring, ring + 1, size);
	return ring;
}

static struct record_event record_of(const struct pt_regs *regs, u8 kind)
{
	return (struct record_event){
		.entry = { .size = sizeof(struct record_event), .kind = kind },
		.microseconds = clock_ticks(MICROSECONDS),
		.number = regs->orig_ax,
		.abi = regs->abi,
	};
}

static void enter(const struct pt_regs *regs)
{
	struct record_event record = record_of(regs, RING_CALL);
	u32 i;

	for (i = 0; i < SYSCALL_MAX_ARGS; i++)
		record.argument[i] = syscall_argument(regs, i + 1);
	ring_put(ring, &record.entry);
}

/* After rt_sigreturn the frame's number is -1, in Linux's trace, too. */
static void leave(const struct pt_regs *regs, u32 number, s64 result, u64 ticks)
{
	struct record_event record = record_of(regs, RING_RETURN);

	(void)number;
	(void)ticks;
	record.result = result;
	ring_put(ring, &record.entry);
}

/* Task, CPU, five flags of which none is set, and the time. */
static void print_head(const struct task *task,
		       const struct record_event *event)
{
	const u64 second = MICROSECONDS;

	printk("# trace: %16s-%-7u [000] ..... %5lu.%06lu: ", task->comm,
	       task->pid, event->microseconds / second,
	       event->microseconds % second);
}

static void print_raw(const struct task *task, const struct record_event *event)
{
	const u64 *argument = event->argument;

	print_head(task, event);
	if (event->entry.kind == RING_CALL)
		printk("sys_enter: NR %d (%lx, %lx, %lx, %lx, %lx, %lx)\n",
		       event->number, argument[0], argument[1], argument[2],
		       argument[3], argument[4], argument[5]);
	else
		printk("sys_exit: NR %d = %ld\n", event->number,
		       event->result);
}

/* declaration: "u32 fd" */
static const char *name_of(const char *declaration)
{
	const char *name = declaration;

	for (; *declaration; declaration++)
		if (*declaration == ' ' || *declaration == '*')
			name = declaration + 1;
	return name;
}

/* As in Linux, of 64-bit code's calls alone. */
static void print_named(const struct task *task,
			const struct record_event *event)
{
	const struct syscall_metadata *call =
		event->abi == ABI_X86_64 ?
			syscall_metadata(ABI_X86_64, event->number) :
			NULL;
	u32 i;

	if (!call)
		return;
	print_head(task, event);
	printk("%s", call->name);
	if (event->entry.kind == RING_RETURN) {
		printk(" -> 0x%lx\n", event->result);
		return;
	}
	printk("(");
	for (i = 0; i < call->argument_count; i++)
		printk("%s%s: %lx", i ? ", " : "", name_of(call->argument[i]),
		       event->argument[i]);
	printk(")\n");
}

static void end(const struct task *task)
{
	const struct ring_entry *entry = NULL;
	u64 lost = ring->dropped[RING_CALL] + ring->dropped[RING_RETURN];

	console_end_line();
	printk("# trace: %s: TASK-PID [CPU] flags TIME: event, as Linux's "
	       "trace_pipe has it\n", task->name);
	if (lost)
		printk("# trace: CPU:0 [LOST %lu EVENTS]\n", lost);
	while ((entry = ring_next(ring, entry))) {
		print_raw(task, (const void *)entry);
		print_named(task, (const void *)entry);
	}
	ring_clear(ring);
}

const struct trace_mode trace_events = {
	.start = start,
	.enter = enter,
	.leave = leave,
	.end = end,
};
