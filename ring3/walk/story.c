/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The story of one crossing, printed after it: the instruction and the
 * registers that were loaded, the pt_regs that ring 0 saw, the return that it
 * took and why, and the registers that came back.
 */
#include <asm/errno.h>
#include <asm/signal.h>
#include "ring3/lib/print.h"
#include "lib/printf.h"
#include "walk.h"

#define MAX_CHANGES 5 /* more changed registers are printed as a table */
#define COMPARED (STATE_R15 + 1) /* the flags and 16 registers */
#define LINE_MAX 80

static const char *const path_names[] = {
	[RETURN_SYSRET] = "SYSRET",
	[RETURN_SYSEXIT] = "SYSEXIT",
	[RETURN_IRET] = "IRET",
};

static const struct {
	const char *name, *words;
} reasons[RETURN_REASONS] = {
	[RETURN_FAST] = { "RETURN_FAST", "it loads just what pt_regs holds" },
	[RETURN_NO_FAST] = { "RETURN_NO_FAST", "the gate has no other return" },
	[RETURN_CX] = { "RETURN_CX", "rcx does not hold rip (SYSEXIT: rsp)" },
	[RETURN_DX] = { "RETURN_DX", "rdx does not hold rip" },
	[RETURN_NONCANONICAL] = { "RETURN_NONCANONICAL",
				  "rip or rsp is no address of ring 3's" },
	[RETURN_CS] = { "RETURN_CS", "the fast return loads another cs" },
	[RETURN_SS] = { "RETURN_SS", "the fast return loads another ss" },
	[RETURN_R11] = { "RETURN_R11", "r11 does not hold rflags" },
	[RETURN_FLAGS] = { "RETURN_FLAGS",
			   "the fast return cannot load TF or RF" },
	[RETURN_HIGH] = { "RETURN_HIGH", "32-bit code has no r8 to r15" },
};

/* Where the fields of pt_regs come from that are not general registers. */
static const char *const filled_by[GATES] = {
	[GATE_SYSCALL] =
		"orig_ax is from rax, ip from rcx, flags from r11, sp from\n"
		"where it was parked; cs and ss are constants.\n",
	[GATE_SYSENTER] =
		"orig_ax is from rax, ip from rdx, sp from rcx, flags by\n"
		"PUSHF, with IF set; cs and ss are constants.\n",
	[GATE_INT80] =
		"orig_ax is from rax; the CPU pushed the rest.\n",
};

/* The flags of RFLAGS that the story names. */
static const struct {
	u64 bit;
	char name[3];
} flag_names[] = {
	{ X86_EFLAGS_CF, "CF" }, { X86_EFLAGS_PF, "PF" },
	{ X86_EFLAGS_AF, "AF" }, { X86_EFLAGS_ZF, "ZF" },
	{ X86_EFLAGS_SF, "SF" }, { X86_EFLAGS_TF, "TF" },
	{ X86_EFLAGS_IF, "IF" }, { X86_EFLAGS_DF, "DF" },
	{ X86_EFLAGS_OF, "OF" }, { X86_EFLAGS_NT, "NT" },
	{ X86_EFLAGS_RF, "RF" }, { X86_EFLAGS_AC, "AC" },
	{ X86_EFLAGS_ID, "ID" },
};

/* Collects a line, since each print() must be a whole one. */
struct line {
	char text[LINE_MAX];
	size_t used;
};

static void add(struct line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct line *line, const char *format, ...)
{
	size_t room = sizeof(line->text) - line->used;
	va_list args;
	size_t length;

	va_start(args, format);
	length = vsnprintf(line->text + line->used, room, format, args);
	va_end(args);
	line->used += length < room ? length : room - 1;
}

static void end(struct line *line)
{
	if (line->used)
		print("#%s\n", line->text);
	line->used = 0;
}

/* Three columns, 76 characters in all. */
static void add_cell(struct line *line, const char *name, u64 value)
{
	add(line, "%8s %016lx", name, value);
	if (line->used > 2 * LINE_MAX / 3)
		end(line);
}

static void tell_state(const struct machine_state *state)
{
	struct line line = { .used = 0 };

	for (size_t i = STATE_AX; i <= STATE_R15; i++)
		add_cell(&line, state_names[i], state->word[i]);
	add_cell(&line, state_names[STATE_FLAGS], state->word[STATE_FLAGS]);
	end(&line);
}

static void tell_instruction(const struct trip *trip)
{
	const struct gate_info *gate = &gates[trip->gate];
	struct line line = { .used = 0 };

	add(&line, " 0x%lx: ", (u64)gate->at);
	for (const u8 *byte = gate->at; byte < gate->after; byte++)
		add(&line, "%02x ", *byte);
	add(&line, " %s, with rax 0x%lx", gate->instruction,
	    trip->in.word[STATE_AX]);
	end(&line);
}

static void tell_flags(u64 flags)
{
	struct line line = { .used = 0 };

	add(&line, " and rflags 0x%lx:", flags);
	for (size_t i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (flags & flag_names[i].bit)
			add(&line, " %s", flag_names[i].name);
	end(&line);
}

static void tell_loaded(const struct trip *trip)
{
	const u8 *arguments = gates[trip->gate].arguments;
	struct line line = { .used = 0 };

	add(&line, " rax is the number, arguments are in");
	for (size_t i = 0; i < ARRAY_SIZE(gates->arguments); i++)
		add(&line, " %s", state_names[arguments[i]]);
	add(&line, ". Before it:");
	end(&line);
	tell_state(&trip->in);
}

/* Whether field i is a general register, which the stub pushed as it was. */
static bool is_plain(const struct trip *trip, size_t i)
{
	u8 state = pt_fields[i].state;

	return state >= STATE_AX && state <= STATE_R15 && state != STATE_SP &&
	       seen_field(i) == trip->in.word[state];
}

/* Whether the story shows field i: rax is shown as the call's result. */
static bool is_special(const struct trip *trip, size_t i)
{
	return pt_fields[i].state != STATE_AX && !is_plain(trip, i);
}

static void tell_fields(const struct trip *trip, bool all)
{
	struct line line = { .used = 0 };

	for (size_t i = 0; i < PT_FIELDS; i++)
		if (all || is_special(trip, i))
			add_cell(&line, pt_fields[i].name, seen_field(i));
	end(&line);
}

static void tell_pt_regs(const struct trip *trip, bool all)
{
	unsigned int plain = 0;

	for (size_t i = 0; i < PT_FIELDS; i++)
		plain += is_plain(trip, i);
	print("# In ring 0: pt_regs at 0x%lx, the top of the kernel stack.\n",
	      seen.regs_at);
	if (trip->replaced)
		tell("The call has replaced all that was pushed:\n");
	else
		print("# Of %zu fields %u are registers as they were, and ax "
		      "is the result. %s:\n", PT_FIELDS, plain,
		      all ? "All" : "Others");
	tell_fields(trip, all);
	if (!trip->replaced)
		tell(filled_by[gates[trip->gate].gate]);
}

/* The name of an error that the rows expect; NULL: it is a result. */
static const char *error_name(u64 result)
{
	switch (result) {
	case (u64)-ENOSYS:
		return "-ENOSYS";
	case (u64)-EFAULT:
		return "-EFAULT";
	default:
		return NULL;
	}
}

/* From the number to the result, as ring0/entry/dispatch.c goes. */
static void tell_call(const struct trip *trip)
{
	const char *error = error_name(seen.regs.ax);
	struct line line = { .used = 0 };

	if (trip->replaced)
		return;
	print("# Number %u is row %u of syscall_table_%s: %s at\n",
	      (u32)seen.regs.orig_ax, seen.row,
	      gates[trip->gate].ia32 ? "32" : "64", seen.handler_name);
	add(&line, " 0x%lx, which returned ", seen.handler);
	if (error)
		add(&line, "%s.", error);
	else
		add(&line, "%ld.", seen.regs.ax);
	end(&line);
}

static void tell_return(void)
{
	if (seen.path >= ARRAY_SIZE(path_names) ||
	    seen.reason >= RETURN_REASONS)
		return;
	print("# Back by %s: %s, %s.\n", path_names[seen.path],
	      reasons[seen.reason].name, reasons[seen.reason].words);
}

static void tell_signals(const struct trip *trip)
{
	if (caught.count)
		print("# Caught: signal %d%s, trapno %lu, at ip + %ld.\n",
		      caught.signal,
		      caught.signal == SIGTRAP ? " (SIGTRAP)" : "",
		      caught.trapno, caught.ip - trip->expected.word[STATE_IP]);
}


/* Says what a changed register holds, "" if there is nothing to say. */
static const char *meaning(const struct trip *trip, size_t i, u64 value)
{
	if (i == STATE_AX)
		return error_name(value) ? error_name(value) : "the result";
	if (i == STATE_CX && value == (u64)gates[trip->gate].after)
		return "rip after syscall";
	if (i == STATE_R11 && value == trip->in.word[STATE_FLAGS])
		return "rflags before it";
	return "";
}

static void tell_changes(const struct trip *trip)
{
	const u64 *in = trip->in.word, *out = cross_out.word;
	unsigned int changes = 0;

	for (size_t i = 0; i < COMPARED; i++)
		changes += in[i] != out[i];
	if (changes > MAX_CHANGES) {
		print("# After it ss is 0x%lx, and %u of %u have changed:\n",
		      out[STATE_SS], changes, COMPARED);
		tell_state(&cross_out);
		return;
	}
	print("# After it ss is 0x%lx, and %u of %u are as they were, but\n",
	      out[STATE_SS], COMPARED - changes, COMPARED);
	for (size_t i = 0; i < COMPARED; i++)
		if (in[i] != out[i])
			print("#%8s %016lx -> %016lx  %s\n", state_names[i],
			      in[i], out[i], meaning(trip, i, out[i]));
}

static void tell_before(const struct trip *trip, bool whole)
{
	tell_instruction(trip);
	if (trip->in.word[STATE_FLAGS] != USUAL_FLAGS)
		tell_flags(trip->in.word[STATE_FLAGS]);
	if (whole)
		tell_loaded(trip);
}

void tell_trip(const struct trip *trip, enum detail detail)
{
	bool observed = seen.regs.gate != GATE_NONE;

	if (detail == DETAIL_ROW)
		return;
	if (detail >= DETAIL_CHANGES)
		tell_before(trip, detail >= DETAIL_WHOLE);
	if (observed && detail >= DETAIL_WHOLE)
		tell_pt_regs(trip, detail == DETAIL_ALL);
	if (observed && detail >= DETAIL_CHANGES)
		tell_call(trip);
	if (observed)
		tell_return();
	tell_signals(trip);
	if (detail >= DETAIL_CHANGES)
		tell_changes(trip);
}
