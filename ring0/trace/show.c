/* SPDX-License-Identifier: BSD-2-Clause */
/* The records of a program as lines, in strace's form. */

#include "trace/trace.h"
#include "entry/exit_to_user.h"
#include "log/console.h"
#include "trace/calls.h"
#include "trace/results.h"
#include "trace/tracer.h"

#define RESULT_COLUMN 40 /* strace's -a */

static void print_arguments(struct line *line, const struct call *call,
			    const struct record_call *record,
			    const struct record_return *back)
{
	struct shown shown = { .call = record, .back = back };
	const char *between = "";

	for (; call->argument[shown.index]; shown.index++) {
		shown.type = call->argument[shown.index];
		shown.value = record->argument[shown.index];
		if (shown.type->absent && shown.type->absent(&shown))
			continue;
		line_add(line, "%s", between);
		shown.type->print(line, &shown);
		between = ", ";
	}
}

static void print_result(struct line *line, const struct call *call,
			 const struct record_call *record,
			 const struct record_return *back)
{
	line_add(line, "= ");
	if (!back)
		line_add(line, "?");
	else if (is_error(back->result))
		print_error(line, back->result);
	else if (call->print_result)
		call->print_result(line, record, back);
	else
		line_add(line, "%ld", back->result);
}

/* A line may be longer than printk's text. */
static void print_line(const char *gate, const char *path,
		       const struct line *line)
{
	const size_t piece = 400;
	size_t done;

	printk("# trace: %-9s %-7s ", gate, path);
	for (done = 0; done < line->length; done += piece)
		printk("%.*s", (int)piece, line->text + done);
	printk("\n");
}

/*
 * The path that a call returned by. The next call's record says so; if that is
 * none, the program has ended, and the counters still do.
 */
static const char *path_of(const struct tracer *tracer,
			   const struct record_call *call)
{
	static const char *const name[] = {
		[RETURN_SYSRET] = "sysret",
		[RETURN_SYSEXIT] = "sysexit",
		[RETURN_IRET] = "iret",
	};
	const struct ring_entry *next = &call->entry;
	u8 reason;

	do {
		next = ring_next(&tracer->ring, next);
	} while (next && next->kind != RING_CALL);
	reason = next ? ((const struct record_call *)next)->last_reason :
			tracer_last_reason();
	return reason == NO_REASON ? "-" :
				     name[return_path(call->gate, reason)];
}

static void print_call(const struct tracer *tracer,
		       const struct record_call *record)
{
	static struct line line;
	const struct ring_entry *next =
		ring_next(&tracer->ring, &record->entry);
	const struct record_return *back =
		next && next->kind == RING_RETURN ? (const void *)next : NULL;
	struct call call;

	line_clear(&line);
	call_find(&call, record->abi, record->number);
	call_print_name(&line, record->abi, record->number);
	line_add(&line, "(");
	print_arguments(&line, &call, record, back);
	line_add(&line, ") ");
	line_pad(&line, RESULT_COLUMN);
	print_result(&line, &call, record, back);
	print_line(trace_gate(record->gate, record->abi),
		   path_of(tracer, record), &line);
}

static void print_signal_line(const struct record_signal *record)
{
	static struct line line;

	line_clear(&line);
	print_signal_event(&line, record);
	print_line("-", "-", &line);
}

static void print_end(const struct task *task)
{
	static struct line line;

	line_clear(&line);
	if (task->fatal_signal) {
		line_add(&line, "+++ killed by ");
		print_signal(&line, task->fatal_signal);
	} else {
		line_add(&line, "+++ exited with %d", task->exit_code);
	}
	line_add(&line, " +++");
	print_line("-", "-", &line);
}

/* The oldest gave way, so it comes first. */
static void print_dropped(const struct ring *ring)
{
	u64 calls = ring->dropped[RING_CALL];
	u64 signals = ring->dropped[RING_SIGNAL];

	if (calls || signals)
		printk("# trace: dropped: %lu calls and %lu signals, the "
		       "oldest; the ring has %lu bytes (trace=strace,BYTES)\n",
		       calls, signals, ring->size);
}

void show_all(const struct tracer *tracer, const struct task *task)
{
	const struct ring_entry *entry = NULL;

	console_end_line();
	printk("# trace: %s: gate, return, and the call as strace has it\n",
	       task->name);
	print_dropped(&tracer->ring);
	while ((entry = ring_next(&tracer->ring, entry))) {
		if (entry->kind == RING_CALL)
			print_call(tracer, (const void *)entry);
		else if (entry->kind == RING_SIGNAL)
			print_signal_line((const void *)entry);
	}
	print_end(task);
}
