/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sweep[:WAYS] takes each way through ring 0, or the first WAYS of them. For
 * each instruction of it and each kind of event it makes one crossing, with the
 * event at just that instruction. Ring 3 must see no difference.
 * sweep:WAYS:ALL takes the first ALL, but those after WAYS without any event:
 * ring 0 steps through each, and sees what C code finds in the registers.
 */
#include <asm/errno.h>
#include <asm/prctl.h>
#include "ring3/lib/caught.h"
#include "ring3/lib/number.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "ring3/lib/vsyscall.h"
#include "lib/printf.h"
#include "segment.h"
#include "ways.h"

#define FAILURES_SHOWN 4
#define GS_WORD 0x6a7e40005eull
#define NAME_MAX 120

int main(int argc, char **argv);

static const char *const event_names[SWEEP_EVENTS] = {
	[SWEEP_TRACE] = "trace",
	[SWEEP_DEBUG] = "#DB",
	[SWEEP_DEBUG_NESTED] = "#DB in #DB",
	[SWEEP_NMI] = "NMI",
	[SWEEP_NMI_NESTED] = "NMI in NMI",
	[SWEEP_NMI_AT_END] = "NMI at the end of an NMI",
	[SWEEP_INTERRUPT] = "interrupt",
	[SWEEP_INTERRUPT_NESTED] = "interrupt in interrupt",
};

static struct {
	struct plan plan;
	u64 pid;
	u64 gs_word; /* the GS base points here */
	unsigned int failures;
	unsigned int in_window; /* events in the SYSCALL window */
	unsigned int landed;	/* interrupts at their instruction, as IF=1 */
	unsigned int sysrets;	/* SYSRETs with the right SS */
	unsigned int frames;	/* events that found ring 3's frame */
	unsigned int rf_pushed; /* by interrupts, on all ways */
} sweeping;

static u64 read_gs(void)
{
	u64 value;

	asm volatile("movq %%gs:0, %0" : "=r"(value));
	return value;
}

/* Makes one crossing; ring 0 records in *sweep what it did to it. */
static long sweep_one(const struct way *way, struct sweep *sweep)
{
	long error;

	way_renew(way);
	sweep->entry = way->vector ? ENTRY_NONE : gates[way->gate].entry;
	sweep->vector = way->vector;
	sweep->at = (u64)sweeping.plan.at;
	error = sys_selftest(SELFTEST_SWEEP, (u64)sweep);
	if (error)
		return error;
	cross_caught(sweeping.plan.stub);
	*sweep = (struct sweep){ 0 };
	return sys_selftest(SELFTEST_SWEEP, (u64)sweep);
}

/* Returns whether ring 3 sees the same as without the event. */
static bool as_if_nothing(const struct way *way)
{
	struct machine_state expected = sweeping.plan.expected;
	bool same;

	if (sweeping.plan.esp_alone)
		cross_out.word[STATE_SP] = (u32)cross_out.word[STATE_SP];
	abi_allow(way->gate, &cross_out, &expected);
	same = same_state(&expected, &cross_out);
	same &= same_word("", "signals", sweeping.plan.signals, caught.count);
	same &= same_word("", "CR2", sweeping.plan.address, caught.address);
	same &= same_word("", "the word at GS", GS_WORD, read_gs());
	same &= same_word("", "the next call", sweeping.pid, sys_getpid());
	return same;
}

/* Returns whether the event came at its instruction, as often as it must. */
static bool happened(enum sweep_event event, const struct sweep *sweep)
{
	bool nested = event == SWEEP_DEBUG_NESTED ||
		      event == SWEEP_NMI_NESTED || event == SWEEP_NMI_AT_END ||
		      event == SWEEP_INTERRUPT_NESTED;
	u32 landed = 0, elsewhere = 0;

	if (event >= SWEEP_INTERRUPT) {
		landed = !!(sweep->flags & X86_EFLAGS_IF);
		elsewhere = !landed;
	} else if (event >= SWEEP_NMI) {
		landed = 1;
	}
	return sweep->debugs == 1 && sweep->landed == landed &&
	       sweep->elsewhere == elsewhere && sweep->nested == nested &&
	       !sweep->wrong_gs && !sweep->wrong_flags &&
	       !sweep->wrong_frames;
}

/* At SYSCALL's first instruction in ring 0, FMASK has cleared all flags. */
static bool flags_right(const struct way *way, const struct sweep *sweep)
{
	u8 gate = gates[way->gate].gate;

	if (way->vector || gate != GATE_SYSCALL)
		return true;
	return sweep->flags == X86_EFLAGS_FIXED;
}

/* HAZARD sysret-ss: SYSRET must find the SS that SYSCALL loads. */
static bool sysret_right(const struct way *way, const struct sweep *sweep)
{
	return sweep->sysrets == way->by_sysret &&
	       (!sweep->sysrets || sweep->sysret_ss == SEL_KERNEL_DATA);
}

static void show(const struct sweep *sweep, u32 index, enum sweep_event event)
{
	if (sweeping.failures++ >= FAILURES_SHOWN)
		return;
	print("# instruction %u, at 0x%lx, %s: #DB %u, landed %u, "
	      "elsewhere %u, nested %u, ring 3's GS %u, its flags %u, its "
	      "frame not there %u, SYSRET %u, SS 0x%x, RFLAGS 0x%x\n",
	      index, sweep->ip, event_names[event], sweep->debugs,
	      sweep->landed, sweep->elsewhere, sweep->nested, sweep->wrong_gs,
	      sweep->wrong_flags, sweep->wrong_frames, sweep->sysrets,
	      sweep->sysret_ss, sweep->flags);
}

static void sweep_instruction(const struct way *way, u32 index,
			      enum sweep_event event)
{
	struct sweep sweep = { .event = event, .index = index };
	bool ok = !sweep_one(way, &sweep);

	ok &= happened(event, &sweep) && sysret_right(way, &sweep);
	ok &= index || flags_right(way, &sweep);
	ok &= as_if_nothing(way);
	if (!ok)
		show(&sweep, index, event);
	sweeping.in_window += sweep.in_window;
	if (event >= SWEEP_INTERRUPT)
		sweeping.landed += sweep.landed;
	sweeping.sysrets += sweep.sysrets;
	sweeping.frames += sweep.frames;
	sweeping.rf_pushed += sweep.rf_pushed;
}

/*
 * Has ring 0 step through the way. Returns the number of its instructions; 0:
 * it failed. The bare gate has no C code.
 */
static u32 trace_way(const struct way *way)
{
	struct sweep trace = { .event = SWEEP_TRACE };
	long error;
	bool ok;

	way_plan(way, &sweeping.plan);
	error = sweep_one(way, &trace);
	ok = !error && trace.to_c == !way->bare && !trace.uncleared;
	if (as_if_nothing(way) && ok && trace.instructions)
		return trace.instructions;
	print("# the trace failed: %ld, %u instructions, C code %u, with %u "
	      "registers not clear\n",
	      error, trace.instructions, trace.to_c, trace.uncleared);
	return 0;
}

static void sweep_way(const struct way *way)
{
	char name[NAME_MAX];
	u32 instructions = trace_way(way), i;

	sweeping.failures = sweeping.in_window = sweeping.landed = 0;
	sweeping.sysrets = sweeping.frames = 0;
	if (!instructions) {
		ktap_row(false, way->name);
		return;
	}
	for (i = 0; i < instructions; i++)
		for (u32 event = SWEEP_DEBUG; event < SWEEP_EVENTS; event++)
			sweep_instruction(way, i, event);
	print("# %u events in the SYSCALL window, %u interrupts where IF is "
	      "set, ring 3's frame found %u times, SS seen on SYSRET %u "
	      "times\n",
	      sweeping.in_window, sweeping.landed, sweeping.frames,
	      sweeping.sysrets);
	snprintf(name, sizeof(name), "%s: %u instructions x %u events: %s",
		 way->name, instructions, SWEEP_EVENTS - SWEEP_DEBUG,
		 sweeping.failures ? "not all survived" : "all survived");
	ktap_row(!sweeping.failures, name);
}

static void only_trace_way(const struct way *way)
{
	char name[NAME_MAX];

	snprintf(name, sizeof(name), "%s: C finds nothing of ring 3's",
		 way->name);
	ktap_row(trace_way(way), name);
}

/* Returns why the way cannot be swept; NULL: it can. error: selftest()'s. */
static const char *way_lacks(const struct way *way, long error)
{
	if (error == -EPERM)
		return "boot with selftest=on";
	if (error == -ENODEV)
		return "there is no local APIC";
	if (way->vector)
		return NULL;
	if (gate_lacks(way->gate) || !way->vdso || vsyscall_map() > 0)
		return gate_lacks(way->gate);
	return vsyscall_map() == -EEXIST ? NULL : "boot with vdso32=1";
}

int main(int argc, char **argv)
{
	struct sweep nothing = { 0 };
	long error = sys_selftest(SELFTEST_SWEEP, (u64)&nothing);
	size_t swept = argc > 1 ? number(argv[1]) : way_count;
	size_t count = argc > 2 ? number(argv[2]) : swept;

	if (count > way_count)
		count = way_count;
	ktap_plan(count);
	catch_faults();
	sweeping.pid = sys_getpid();
	sweeping.gs_word = GS_WORD;
	sys_arch_prctl(ARCH_SET_GS, (u64)&sweeping.gs_word);
	for (size_t i = 0; i < count; i++) {
		const char *reason = way_lacks(&ways[i], error);

		if (reason)
			ktap_skip(ways[i].name, reason);
		else if (i < swept)
			sweep_way(&ways[i]);
		else
			only_trace_way(&ways[i]);
	}
	if (sweeping.rf_pushed)
		print("# finding: interrupts push RF=1, which takes the "
		      "breakpoint from the next instruction: %u times\n",
		      sweeping.rf_pushed);
	return ktap_end();
}
